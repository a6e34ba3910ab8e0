"""clientela import"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clientela.config.cli._database import Folder, Json, answering, connected, fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clientela.engine.access.actor import Actor
    from clientela.engine.imports.plan import Options, Plan
    from clientela.engine.imports.run import Result, Tell

commands = typer.Typer()
PACKED = 8 << 30  # bytes that an archive may unpack to


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="CSV, XLSX or vCard files, folders or ZIP archives of them; or: undo ID, resume ID.",
    ),
]
As = Annotated[str, typer.Option("--as", metavar="ENTITY", help="What the files hold; guessed by default.")]
Map = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="A mapping in JSON, as --json prints it.")
]
Match = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD", help="Recognise records by this field; several: by all of them together."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")]
Mode = Annotated[str, typer.Option(help="both, create or update.")]
Fix = Annotated[bool, typer.Option(help="Take near names and near spellings for what they mean.")]
Links = Annotated[bool, typer.Option(help="Create records that a row names and nobody has.")]
NewFields = Annotated[bool, typer.Option(help="Make new fields for columns that fit none.")]
Keep = Annotated[
    bool, typer.Option(help="Keep cells that do not fit in the record's note; else refuse the row.")
]
Currency = Annotated[str, typer.Option(help="Of amounts that name none.")]
Region = Annotated[str, typer.Option(help="Country of telephone numbers that name none, such as PL.")]
By = Annotated[str, typer.Option("--by", metavar="EMAIL", help="In whose name; the system's by default.")]
ResultFile = Annotated[
    Path | None, typer.Option("--result", metavar="FILE", help="Write what became of every row (CSV).")
]


@commands.command("import")
def import_(
    files: Files,
    entity: As = "",
    mapping: Map = None,
    match: Match = None,
    dry_run: DryRun = False,
    mode: Mode = "both",
    fix: Fix = True,
    links: Links = True,
    new_fields: NewFields = True,
    keep: Keep = True,
    currency: Currency = "EUR",
    region: Region = "",
    by: By = "",
    result: ResultFile = None,
    data: Folder = None,
    as_json: Json = False,
) -> None:
    """Import files: what they hold, where their columns go and their order are guessed, and what was guessed is said."""
    with connected(data, purpose="import"), answering():
        from clientela.engine.imports.plan import Options

        actor = actor_named(by)
        if files[0] in ("undo", "resume") and len(files) == 2 and not Path(files[0]).exists():
            _go_back(actor, files[0], files[1], as_json)
            return
        if mode not in ("both", "create", "update"):
            fail("--mode is one of both, create, update.", 2)
        options = Options(
            mode=mode, fix=fix, create_links=links, add_fields=new_fields, keep=keep, currency=currency.upper(), region=region.upper()
        )  # fmt: skip
        with tempfile.TemporaryDirectory() as unpacked:
            paths = _spread([Path(file) for file in files], Path(unpacked))
            plan = _planned(actor, paths, mapping, entity, match or [], options)
            _import(actor, plan, dry_run=dry_run, as_json=as_json, result_file=result)


def actor_named(email: str) -> Actor:
    from clientela.engine.access.actor import SYSTEM, Actor
    from clientela.engine.access.models import User

    if not email:
        return SYSTEM.through("import")
    user = User.objects.filter(email__iexact=email, deleted_at=None).first()
    if user is None:
        fail(f"Nobody here has the address {email}.")
    return Actor(user=user, source="import")


def _planned(
    actor: Actor,
    paths: list[Path | tuple[Path, str]],
    mapping: Path | None,
    entity: str,
    match: list[str],
    options: Options,
) -> Plan:
    from clientela.engine.imports.analysis import analyse

    return analyse(actor, paths, given=_mapping(mapping), entity=entity, match=match, options=options)


def _spread(paths: list[Path], unpacked: Path) -> list[Path | tuple[Path, str]]:
    """The files themselves: those of folders and archives in their place."""
    from clientela.engine.imports import packs
    from clientela.engine.imports.reading.problems import Unreadable

    found: list[Path | tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            found += packs.tables_of(path)
        elif not path.is_file():
            fail(f"There is no file {path}.", 2)
        elif packs.is_pack(path):
            try:
                found += packs.unpack(path, unpacked / str(len(found)), limit=PACKED)
            except Unreadable as problem:
                fail(problem.message % problem.params, 2)
        else:
            found.append(path)
    return found


def _mapping(path: Path | None) -> Mapping[str, Any] | None:
    if path is None:
        return None
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"The mapping {path} cannot be read: {error}", 2)
    if not isinstance(read, dict):
        fail(f"The mapping {path} is not a JSON object.", 2)
    return read


def _import(actor: Actor, plan: Plan, *, dry_run: bool, as_json: bool, result_file: Path | None) -> None:
    from clientela.engine.imports import results, run

    if not as_json:
        results.say_plan(plan, typer.echo)
    if not plan.files and not as_json:
        fail("Nothing to import.")
    with _progress(quiet=as_json) as tell:
        if dry_run or not plan.files:
            done = run.dry_run(actor, plan, tell=tell)
        else:
            done = run.run(actor, run.create(actor, plan).pk, tell=tell)
    _report(actor, plan, done, as_json, dry_run)
    if result_file is not None and done.id is not None:
        results.write_file(actor, done.id, result_file)
    if plan.unplaced or any(done.counts[status] for status in ("invalid", "ambiguous")):
        raise typer.Exit(1)


def _report(actor: Actor, plan: Plan, done: Result, as_json: bool, dry_run: bool) -> None:
    from clientela.engine.imports import results

    if as_json:
        typer.echo(json.dumps(results.as_json(plan, done), ensure_ascii=False, indent=1))
        return
    results.say_result(done, typer.echo, dry_run=dry_run)


def _go_back(actor: Actor, verb: str, import_id: str, as_json: bool) -> None:
    from clientela.engine.imports import results, run, undoing

    with _progress(quiet=as_json) as tell:
        if verb == "resume":
            done = run.resume(actor, run.get(actor, import_id).pk, tell=tell)
            said: dict[str, Any] = {"id": str(done.id), "counts": dict(done.counts)}
        else:
            undone = undoing.undo(actor, run.get(actor, import_id).pk, tell=tell)
            said = {
                "id": import_id,
                "counts": dict(undone.counts),
                "kept": [list(map(str, each)) for each in undone.kept[:1000]],
            }
    if as_json:
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        results.say_counts(said["counts"], typer.echo)
        for each in said.get("kept", ())[:20]:
            typer.echo("  kept: " + " · ".join(each))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Tell]:
    """A bar on a terminal, silence in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _progress: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(progress: Any) -> None:
            if progress.file not in tasks:
                tasks[progress.file] = bar.add_task(progress.file, total=progress.total)
            bar.update(tasks[progress.file], completed=progress.done)

        yield tell
