"""Templates of documents: begun from ours, previewed, versioned, put back, by administrators only."""

from __future__ import annotations

import pytest

from clientela.engine.documents import kinds, rendering, templates
from clientela.engine.errors import Conflict, Denied
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


def test_only_administrators_make_templates(world: World) -> None:
    with pytest.raises(Denied):
        templates.begin(world.actor("ann"), "quote")


def test_the_standard_template_is_used_and_ours_without_one(world: World) -> None:
    root = world.actor("root")
    quote = records.create(root, "quote", {"company": world.company.pk})
    ours = rendering.of_record(root, "quote", quote.pk, "en")
    made = templates.begin(root, "quote")
    assert made.source == kinds.get("quote").ours
    templates.save(root, made.pk, "= Mine")
    assert len(rendering.of_record(root, "quote", quote.pk, "en")) == len(ours)
    records.update(root, "template", made.pk, {"is_standard": True})
    assert len(rendering.of_record(root, "quote", quote.pk, "en")) < len(ours) / 2
    other = templates.begin(root, "quote")
    records.update(root, "template", other.pk, {"is_standard": True})
    again = rendering.standard(root, "quote", "en")
    assert again is not None and again.pk == other.pk


def test_versions_are_kept_put_back_and_reset(world: World) -> None:
    root = world.actor("root")
    made = templates.begin(root, "quote")
    templates.save(root, made.pk, "= One")
    saved = templates.save(root, made.pk, "= Two")
    found = templates.versions(root, saved)
    assert [one.source for one in found[:2]] == ["= Two", "= One"] and found[0].by == "Root"
    assert templates.put_back(root, made.pk, found[1].seq).source == "= One"
    assert templates.reset(root, made.pk).source == kinds.get("quote").ours
    with pytest.raises(Conflict):
        templates.save(root, made.pk, "= Three", version=1)


def test_the_preview_shows_pages_or_the_mistake(client: Browser, world: World) -> None:
    root = world.actor("root")
    records.create(root, "quote", {"company": world.company.pk, "subject": "Lathes"})
    made = templates.begin(root, "quote")
    browser, here = client.as_("root"), f"/templates/{made.pk}/"
    assert "recipient.name" in browser.get(f"{here}editor/").content.decode()
    shown = browser.post(f"{here}preview/", {"source": made.source})
    assert "data:image/svg+xml;base64," in shown.content.decode()
    wrong = browser.post(f"{here}preview/", {"source": "#nonsense"})
    assert "Line 1" in wrong.content.decode() and "<img" not in wrong.content.decode()
