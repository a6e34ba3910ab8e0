"""Options that an import added go with it, unless a record has them otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry, shape
from clientela.engine.imports import analysis, run, undoing
from clientela.engine.records import commands
from tests import world as cast

pytestmark = pytest.mark.django_db(transaction=True)


def _options(field: str) -> set[str]:
    shape.refresh()
    choice: Any = registry.get("company").field(field)
    return {str(option.label) for option in choice.options}


@pytest.mark.parametrize("own", [False, True])
def test_added_options_go_unless_they_are_used(tmp_path: Path, own: bool) -> None:
    root = cast.build().actor("root")
    field = "industry"
    if own:
        field = shaping.add_field(root, "company", label="Size class", kind="choice", options=["Small"])
    before = _options(field)
    rows = "".join(f"Firm {i};{'Beekeeping' if i % 2 else 'Glass eyes'}\n" for i in range(8))
    header = "Size class" if own else "Industry"
    (tmp_path / "companies.csv").write_text(f"Name;{header}\n{rows}", "utf-8")
    job = run.create(root, analysis.analyse(root, [tmp_path / "companies.csv"])).pk
    assert run.run(root, job).counts == {"created": 8}
    assert _options(field) == before | {"Beekeeping", "Glass eyes"}
    other = commands.create(root, "company", {"name": "Other", field: "Beekeeping"})
    undoing.undo(root, job)
    assert _options(field) == before | {"Beekeeping"}, "it is used by a record of somebody else's"
    assert shaping.remove_unused_option(root, "company", field, "beekeeping") is False
    commands.update(root, "company", other.pk, {field: None})
    assert shaping.remove_unused_option(root, "company", field, "beekeeping") is True
    assert _options(field) == before
