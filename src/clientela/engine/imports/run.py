"""Runs an import: dry, in full, or on from where it was killed. Rows, outcomes and place are committed together."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.changes.context import attributed
from clientela.engine.entities import registry, shape
from clientela.engine.errors import NotFound, Refused
from clientela.engine.imports import problems
from clientela.engine.imports.ahead import ahead, for_bulk
from clientela.engine.imports.chunks import Writer
from clientela.engine.imports.cleaning import Cleaner, Prepared
from clientela.engine.imports.leftovers import settle_leftovers
from clientela.engine.imports.models import Import, ImportChunk, ImportFile
from clientela.engine.imports.outcomes import Outcomes, RowOutcome
from clientela.engine.imports.plan import FilePlan, Options, Plan
from clientela.engine.imports.problems import Problem, Report
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.tables import Table, open_table
from clientela.engine.imports.turns import ALONE, Turn, abreast
from clientela.engine.records.commands import set_local_durability, set_local_patience

CHUNK = 2_000
PATIENCE = 20  # seconds


class Progress(NamedTuple):
    """How far a run is: rows of the file in work that are done, of how many (None: unknown)."""

    file: str
    done: int
    total: int | None


Tell = Callable[[Progress], None]


def _silent(progress: Progress) -> None:
    pass


@dataclass
class FileResult:
    """What became of the rows of one file. `first` are the fates of its first rows, for a preview."""

    name: str
    entity: str
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=Report)
    first: list[RowOutcome] = field(default_factory=list)


@dataclass
class Result:
    """What an import did, or would do."""

    files: list[FileResult]
    id: uuid.UUID | None = None

    @property
    def counts(self) -> Counter[str]:
        return sum((each.counts for each in self.files), Counter())


# -- planning and storing ----------------------------------------------------------------------------------------------
def create(actor: Actor, plan: Plan) -> Import:
    """Store a plan, with copies of its files, so that it can be run by any process and resumed after any accident."""
    for each in plan.files:
        _require(actor, each)
    run = Import(by=actor.user, options=plan.options.to_json())
    folder = _folder(run.pk)
    folder.mkdir(parents=True, mode=0o700)
    with transaction.atomic():
        run.save(force_insert=True)
        for position, each in enumerate(plan.files):
            copy = folder / f"{position}{''.join(Path(each.name).suffixes[-2:])[:20]}"
            shutil.copyfile(each.path, copy)
            stored = {**each.to_json(), "path": str(copy)}
            ImportFile.objects.create(
                run=run, position=position, name=each.name[:300], path=str(copy), digest=_digest(copy),
                entity=each.entity, plan=stored, total=each.rows,
            )  # fmt: skip
    return run


def _folder(run: uuid.UUID) -> Path:
    return Path(settings.FILES) / "imports" / str(run)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require(actor: Actor, plan: FilePlan) -> None:
    model = registry.get(plan.entity).model
    gate.require(actor, model, to="import")


def get(actor: Actor, import_id: uuid.UUID | str) -> Import:
    """An import of one's own, or any for an administrator."""
    try:
        run = Import.objects.filter(pk=uuid.UUID(str(import_id))).first()
    except ValueError:
        run = None
    if run is None or not (actor.is_admin or (run.by_id is not None and run.by_id == actor.user_id)):
        raise NotFound(f"import {import_id}")
    return run


# -- dry run -----------------------------------------------------------------------------------------------------------
class _Enough(Exception):
    """Rolls back what a dry run wrote."""


def dry_run(
    actor: Actor, plan: Plan, *, limit: int | None = None, show: int = 50, tell: Tell = _silent
) -> Result:
    """Do everything and take it back: exact totals and problems, of the first `limit` rows of each file or of all."""
    result = Result([])
    actor = actor.through("import")
    try:
        with attributed(actor, "import.try"):
            for each in plan.files:
                _require(actor, each)
                result.files.append(
                    _try_file(actor, FilePlan.of(each.to_json()), plan.options, limit, show, tell)
                )
            raise _Enough
    except _Enough:
        pass
    finally:
        shape.refresh()
    return result


def _try_file(
    actor: Actor, plan: FilePlan, options: Options, limit: int | None, show: int, tell: Tell
) -> FileResult:
    found = FileResult(plan.name, plan.entity)
    reading = _Reading(actor, plan, options, None, found.report)
    for rows in reading.chunks(after=0, limit=limit):
        outcomes = reading.writer.write(rows)
        found.counts += outcomes.counts()
        found.rows += len(rows)
        found.first += outcomes.items[: max(0, show - len(found.first))]
        reading.empty_into(found.report, reading.writer)
        tell(Progress(plan.name, found.rows, plan.rows))
    reading.close(found.report)
    return found


# -- one file ----------------------------------------------------------------------------------------------------------
class _Reading:
    """A file being read, cleaned and written. New fields are made before the first row."""

    def __init__(
        self, actor: Actor, plan: FilePlan, options: Options, run: uuid.UUID | None, report: Report
    ) -> None:
        settle_leftovers(actor, plan, options, report)
        self.plan = plan
        self.table: Table = open_table(Path(plan.path), plan.name, **plan.reading)
        self.actor, self.options, self.run = actor, options, run
        self.begin()

    def begin(self) -> None:
        self.cleaner = Cleaner(self.plan, self.options)
        self.writer = self._writer()

    def _writer(self) -> Writer:
        return Writer(self.actor, self.plan, self.options, self.cleaner, self.run)

    def chunks(self, after: int, limit: int | None = None) -> Iterator[list[Prepared]]:
        chunk: list[Prepared] = []
        count = 0
        for row in self.table.rows():
            prepared = self.cleaner.clean(row)
            if row.number <= after:
                continue
            chunk.append(prepared)
            count += 1
            if len(chunk) >= CHUNK or count == limit:
                yield chunk
                chunk = []
            if count == limit:
                return
        if chunk:
            yield chunk

    def writers(self) -> list[Writer]:
        """Two where chunks may be written side by side; another connection would not see what this transaction wrote."""
        is_single = connection.in_atomic_block or not self.writer.can_share
        return [self.writer] if is_single else [self.writer, self._writer()]

    def empty_into(self, report: Report, writer: Writer) -> None:
        """Move what was met since the last time into a report."""
        report.merge(writer.seen)
        writer.seen.clear()
        seen, self.cleaner.seen = self.cleaner.seen, Counter()
        report.merge(seen)

    def close(self, report: Report) -> None:
        """What the reader itself met."""
        kinds: Counter[str] = Counter(_(n.message) % n.params for n in self.table.notices[:50])
        for sentence, count in kinds.items():
            report.add(Problem(problems.FILE, "", sentence), count)


# -- the real run ------------------------------------------------------------------------------------------------------
def run(actor: Actor, import_id: uuid.UUID, *, tell: Tell = _silent) -> Result:
    """Run an import, or go on where it stopped. Done rows are done once, however often this is called."""
    actor = actor.through("import")
    job = get(actor, import_id)
    if job.state in ("undoing", "undone"):
        raise Refused(_("This import was undone."))
    with alone(import_id), for_bulk():
        Import.objects.filter(pk=job.pk).update(state="running", error="")
        try:
            for file in job.files.all():
                if file.finished_at is None:
                    _run_file(actor, job, file, tell)
        except Exception as error:
            Import.objects.filter(pk=job.pk).update(state="failed", error=_said(error))
            raise
        Import.objects.filter(pk=job.pk).update(state="done", finished_at=timezone.now())
    return result(actor, import_id)


resume = run


def _said(error: Exception) -> str:
    return (_(error.message) % error.params if isinstance(error, Unreadable) else str(error))[:2000]


class alone:  # noqa: N801  # reads as a verb
    """Holds the import: two processes never run the same one. The lock goes with the connection, however it ends."""

    def __init__(self, import_id: uuid.UUID) -> None:
        self.key = f"import:{import_id}"

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [self.key])
            if not cursor.fetchone()[0]:
                raise Refused(_("This import is running already."))

    def __exit__(self, *_error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [self.key])


def _run_file(actor: Actor, job: Import, file: ImportFile, tell: Tell) -> None:
    if _digest(Path(file.path)) != file.digest:
        raise Refused(_("“%s” is not the file it was when the import began.") % file.name)
    options = Options.of(job.options)
    with attributed(actor, "import.prepare"):
        plan = FilePlan.of(file.plan)
        report = Report(file.report)
        reading = _Reading(actor, plan, options, job.pk, report)
        if not file.chunks:
            _keep_chunk(file, 0, Outcomes(), [])
        ImportFile.objects.filter(pk=file.pk).update(
            plan=plan.to_json(), report=report.to_json(), chunks=max(file.chunks, 1)
        )
        file.chunks = max(file.chunks, 1)
    try:
        _write_rows(actor, file, reading, report, tell, reading.writers())
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        # Two chunks waited for each other, in a rule that locks what no row names. One by one they cannot.
        reading.begin()
        _write_rows(actor, file, reading, report, tell, [reading.writer])
    reading.close(report)
    ImportFile.objects.filter(pk=file.pk).update(
        finished_at=timezone.now(), report=report.to_json(), total=file.rows
    )


def _write_rows(
    actor: Actor, file: ImportFile, reading: _Reading, report: Report, tell: Tell, writers: list[Writer]
) -> None:
    writers[0].made |= _made_before(file)
    commit = partial(_commit_chunk, actor, file, reading, report, tell)
    with closing(ahead(reading.chunks(after=file.cursor))) as chunks:
        abreast(chunks, [partial(commit, writer) for writer in writers])


def _commit_chunk(
    actor: Actor,
    file: ImportFile,
    reading: _Reading,
    report: Report,
    tell: Tell,
    writer: Writer,
    rows: list[Prepared],
    turn: Turn,
) -> None:
    """The rows, what became of them, and the place to go on from: all of it or nothing."""
    with attributed(actor, "import.rows"):
        # A commit that is lost in a crash is lost with its cursor; the last one, which waits, makes all durable.
        set_local_durability(wait=False)
        if turn is not ALONE:
            set_local_patience(PATIENCE)
        writer.turn = turn
        outcomes = writer.write(rows)
        turn.alone()
        place = ImportFile.objects.select_for_update().values_list("cursor", flat=True).get(pk=file.pk)
        if place != file.cursor:
            raise Refused(_("This import is running already."))
        reading.empty_into(report, writer)
        counts = Counter(file.counts) + outcomes.counts()
        _keep_chunk(file, file.chunks, outcomes, [each.hex for each in writer.made])
        changed: dict[str, Any] = {
            "cursor": rows[-1].row, "chunks": file.chunks + 1, "rows": file.rows + len(rows), "counts": dict(counts),
        }  # fmt: skip
        ImportFile.objects.filter(pk=file.pk).update(**changed, report=report.to_json())
    for name, value in changed.items():
        setattr(file, name, value)
    tell(Progress(file.name, file.rows, file.total))


def _keep_chunk(file: ImportFile, number: int, outcomes: Outcomes, made: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, now()")
        xid, at = cursor.fetchone()
    packed = {**outcomes.packed(), "made": made}
    ImportChunk.objects.create(file=file, number=number, xid=xid, at=at, outcomes=packed)


def _made_before(file: ImportFile) -> set[uuid.UUID]:
    """Records that links created before the run stopped and whose own rows had not come yet."""
    last = file.pieces.order_by("-number").values_list("outcomes", flat=True).first()
    return {uuid.UUID(each) for each in (last or {}).get("made", ())}


def result(actor: Actor, import_id: uuid.UUID) -> Result:
    """What an import has done so far."""
    job = get(actor, import_id)
    files = [
        FileResult(each.name, each.entity, each.rows, Counter(each.counts), Report(each.report))
        for each in job.files.all()
    ]
    return Result(files, job.pk)
