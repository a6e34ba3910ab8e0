"""clientela messages: the texts of the system, for those who translate them"""

import io
from pathlib import Path
from typing import Any

import typer

commands = typer.Typer()

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "pl", "zh_Hant")
HEADER = "# Clientela: texts and their translations. Collected by `./clientela messages`; translate the msgstr lines."
MARKS = {
    "_": None,
    "lazy": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "gettext": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@commands.command()
def messages(
    check: bool = typer.Option(
        False, "--check", help="Change nothing; fail when a catalogue is out of date."
    ),
) -> None:
    """Collect every text into the catalogues of all languages; what is translated stays."""
    stale = [language for language in LANGUAGES if update(language, write=not check)]
    if check and stale:
        typer.echo(f"Out of date: {', '.join(stale)}. Run ./clientela messages.", err=True)
        raise typer.Exit(1)
    typer.echo("The catalogues are up to date." if check or not stale else f"Updated: {', '.join(stale)}.")


def catalogue_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def update(language: str, *, write: bool) -> bool:
    """Bring one catalogue up to the texts in the code; gives whether it was out of date."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    file = catalogue_of(language)
    present = Catalog(language, project="Clientela", version="1", header_comment=HEADER, fuzzy=False)
    if file.exists():
        with file.open("rb") as stream:
            present = read_po(stream, locale=language)
    before = {message.id for message in present if message.id}
    present.update(template(), no_fuzzy_matching=True)
    present.obsolete.clear()
    changed = before != {message.id for message in present if message.id}
    if changed and write:
        file.parent.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        write_po(written, present, width=110, sort_output=True, no_location=True, omit_header=False)
        file.write_bytes(written.getvalue())
    return changed


def template() -> Any:
    """Every marked text of the package, as Babel's Catalog (imported late: only translators need it)."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog(project="Clientela")
    methods = [
        ("**/ui/node_modules/**", "ignore"),
        ("**.py", "python"),
        ("**.html", "jinja2"),
        ("**.txt", "jinja2"),
    ]
    options = {key: {"silent": "false", "newstyle_gettext": "true"} for key in ("**.html", "**.txt")}
    for _file, _line, text, comments, context in extract_from_dir(str(PACKAGE), methods, options, MARKS):
        found.add(text, auto_comments=comments, context=context)
    return found
