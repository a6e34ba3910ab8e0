"""An import that is prepared in the browser: its files, what its person says against the guesses, and what follows."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.levels import Level
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Denied, NotFound, Refused
from clientela.engine.imports import packs, run
from clientela.engine.imports.analysis import READING, Nowhere, analyse, require_place
from clientela.engine.imports.models import Import, ImportFile
from clientela.engine.imports.plan import FilePlan, Options, Plan
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.tables import open_table

MOST_FILES = 40
RECENT = 50
SURE = 0.85
Unread = tuple[str, str]  # the name of a file, and why it cannot be read


@dataclass
class DraftFile:
    """A file with its plan, or the reason why there is none."""

    stored: ImportFile
    plan: FilePlan | None = None
    reason: str = ""


@dataclass
class Draft:
    """`files` stand in the order in which they will be read. `reset`: what was said before did not fit any more."""

    job: Import
    options: Options
    files: list[DraftFile] = field(default_factory=list)
    reset: bool = False

    @property
    def plan(self) -> Plan:
        return Plan([file.plan for file in self.files if file.plan is not None], self.options)

    @property
    def signature(self) -> str:
        """Equal for plans that do the same."""
        told = [self.options.to_json(), *(each.to_json() for each in self.plan.files)]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def file(self, file_id: str) -> DraftFile:
        return next((file for file in self.files if str(file.stored.pk) == file_id), self.files[0])


# -- who may ---------------------------------------------------------------------------------------------------------
def importable(actor: Actor) -> list[Entity]:
    """What the actor may import. Raises Denied when that is nothing."""
    # Parts of records (a line of a deal) follow the rights of the whole, so a role must also name some.
    named = [entity for entity in registry.every() if actor.level(entity.key, "import") != Level.NONE]
    found = [entity for entity in named if entity.creatable and gate.can(actor, entity.model, "import")]
    if not found:
        raise Denied("import")
    return found


def get(actor: Actor, import_id: uuid.UUID) -> Import:
    """An import that has not begun. Raises NotFound, Refused."""
    job = run.get(actor, import_id)
    if job.state != "planned":
        raise Refused(_("This import has begun already; what it does cannot be changed any more."))
    return job


def recent(actor: Actor) -> QuerySet[Import]:
    """The actor's last imports, begun or not; for an administrator everybody's."""
    jobs = Import.objects.prefetch_related("files")
    return (jobs if actor.is_admin else jobs.filter(by=actor.user))[:RECENT]


def file_of(job: Import, file_id: uuid.UUID) -> ImportFile:
    file = job.files.filter(pk=file_id).first()
    if file is None:
        raise NotFound(f"file {file_id}")
    return file


# -- uploading -------------------------------------------------------------------------------------------------------
def stage(
    actor: Actor, uploads: Sequence[UploadedFile[Any]], entity: str = ""
) -> tuple[Import | None, list[Unread]]:
    """Keep the files that can be read, privately; say of the others why not. `entity` is what they are likely to hold."""
    importable(actor)
    job = Import(by=actor.user, options=_options(actor).to_json())
    folder = _folder(job)
    folder.mkdir(parents=True, mode=0o700)
    files, unread = _kept(job, folder, uploads, entity)
    if not files:
        shutil.rmtree(folder)
        return None, unread
    job.given = {"unread": [list(each) for each in unread]} if unread else {}
    with transaction.atomic():
        job.save(force_insert=True)
        ImportFile.objects.bulk_create(files)
    save(_hinted(actor, job, entity))
    return job, unread


def _kept(
    job: Import, folder: Path, uploads: Sequence[UploadedFile[Any]], entity: str
) -> tuple[list[ImportFile], list[Unread]]:
    files: list[ImportFile] = []
    unread: list[Unread] = []
    for upload in uploads:
        name = _unlike(Path(upload.name or _("file")).name[:200], [file.name for file in files])
        path = folder / f"{len(files)}{''.join(Path(name).suffixes[-2:])[:20]}"
        _write(upload, path)
        try:
            found = _tables_in(path, name)
        except Unreadable as problem:
            path.unlink()
            unread.append((name, _(problem.message) % problem.params))
            continue
        room = MOST_FILES - len(files)
        for table, title in found[:room]:
            _keep_table(job, files, unread, table, _unlike(title, [file.name for file in files]), entity)
        for table, title in found[room:]:
            table.unlink()
            unread.append((title, _("At most %d files are imported together. Choose fewer.") % MOST_FILES))
    return files, unread


def _tables_in(path: Path, name: str) -> list[tuple[Path, str]]:
    """The file itself, or the tables that it packs. Raises Unreadable."""
    if not packs.is_pack(path):
        return [(path, name)]
    found = packs.unpack(path, path.with_suffix(".d"), limit=4 * settings.UPLOAD_LIMIT, name=name)
    path.unlink()
    return found


def _keep_table(
    job: Import, files: list[ImportFile], unread: list[Unread], path: Path, name: str, entity: str
) -> None:
    try:
        table = open_table(path, name)
        if not entity:
            require_place(table, name)
    except (Unreadable, Nowhere) as problem:
        path.unlink()
        said = _(problem.message) % problem.params if isinstance(problem, Unreadable) else str(problem)
        unread.append((name, said))
        return
    with path.open("rb") as stored:
        digest = hashlib.file_digest(stored, "sha256").hexdigest()
    files.append(ImportFile(run=job, position=len(files), name=name, path=str(path), digest=digest, plan={}))


def _write(upload: UploadedFile[Any], path: Path) -> None:
    with path.open("xb") as out:
        path.chmod(0o600)
        for piece in upload.chunks():
            out.write(piece)


def _unlike(name: str, others: Iterable[str]) -> str:
    """A name that no other file of the import has: they are told apart by it."""
    taken, number, path = set(others), 1, Path(name)
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def _folder(job: Import) -> Path:
    return Path(settings.FILES) / "imports" / str(job.pk)


def _options(actor: Actor) -> Options:
    """Only administrators shape the system, so nobody else's import adds fields and options."""
    zone = actor.user.timezone if actor.user else "UTC"
    return Options(add_fields=actor.is_admin, add_options=actor.is_admin, timezone=zone)


def _hinted(actor: Actor, job: Import, entity: str) -> Draft:
    """Where a person came from says what a file is that tells little of itself."""
    draft = read(actor, job)
    unsure = [file for file in draft.files if file.plan is None or file.plan.confidence < SURE]
    if not entity or not unsure or entity not in {known.key for known in importable(actor)}:
        return draft
    for file in unsure:
        tell(job, file.stored.name, entity=entity)
    return read(actor, job)


# -- planning --------------------------------------------------------------------------------------------------------
def read(actor: Actor, job: Import) -> Draft:
    """The plan as guessed and changed. Raises NotFound when the files are gone."""
    stored = list(job.files.all())
    if not stored or not all(Path(file.path).is_file() for file in stored):
        raise Expired
    options = Options.of(job.options)
    try:
        plan, reset = _analysed(actor, stored, job.given, options), False
    except (Refused, NotFound):
        # A field was taken away or renamed meanwhile: what was said of it means nothing any more.
        job.given = {**job.given, "files": {name: _only(said, READING) for name, said in _said(job).items()}}
        plan, reset = _analysed(actor, stored, job.given, options), True
    by_name = {file.name: file for file in stored}
    planned = [DraftFile(by_name.pop(each.name), each) for each in plan.files]
    reasons = dict(plan.unplaced)
    return Draft(
        job, options, planned + [DraftFile(f, None, reasons.get(f.name, "")) for f in by_name.values()], reset
    )


def read_anew(actor: Actor, job: Import) -> Draft:
    """The plan after something was said. A file that tells nothing any more holds what it held before."""
    draft = read(actor, job)
    lost = [file.stored for file in draft.files if file.plan is None and file.stored.entity]
    for stored in lost:
        tell(job, stored.name, entity=stored.entity)
    return read(actor, job) if lost else draft


class Expired(Exception):
    """The files of an import are not there any more."""


def _analysed(actor: Actor, stored: Sequence[ImportFile], given: dict[str, Any], options: Options) -> Plan:
    files = [(Path(file.path), file.name) for file in stored]
    return analyse(actor, files, given={"files": given.get("files", {})}, options=options)


def _said(job: Import) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = job.given.setdefault("files", {})
    return found


def _only(said: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key in keys}


def tell(job: Import, name: str, **said: Any) -> None:
    """What a person says of a file, beside what was said before; another entity or reading begins anew."""
    before = _said(job).get(name, {})
    if "entity" in said and said["entity"] != before.get("entity"):
        before = _only(before, READING)
    if any(key in said and said[key] != before.get(key) for key in READING):
        before = _only(before, ("entity", *READING))
    for key, value in said.items():
        is_named = key in ("columns", "fixes", "dates", "constants")
        before[key] = {**before.get(key, {}), **value} if is_named else value
    _said(job)[name] = {key: value for key, value in before.items() if value not in (None, "", [])}


def save(draft: Draft) -> None:
    """Store what is said and what follows from it, in the order of reading."""
    job = draft.job
    with transaction.atomic():
        Import.objects.filter(pk=job.pk, state="planned").update(
            given=job.given, options=draft.options.to_json()
        )
        # Positions are unique at every moment, so all move out of the way first.
        for position, file in enumerate(draft.files):
            ImportFile.objects.filter(pk=file.stored.pk).update(position=1000 + position)
        for position, file in enumerate(draft.files):
            file.stored.position = position
            file.stored.entity = file.plan.entity if file.plan else ""
            file.stored.plan = file.plan.to_json() if file.plan else {}
            file.stored.save(update_fields=["position", "entity", "plan"])


# -- leaving out and throwing away -----------------------------------------------------------------------------------
def leave_out(job: Import, file: ImportFile) -> None:
    """Import the others without this file."""
    if job.files.count() < 2:
        raise Refused(_("This is the only file. Discard the import instead."))
    Path(file.path).unlink(missing_ok=True)
    _said(job).pop(file.name, None)
    with transaction.atomic():
        file.delete()
        Import.objects.filter(pk=job.pk).update(given=job.given)


def discard(job: Import) -> None:
    """Forget an import that has not begun, with its files."""
    folder = _folder(job)
    job.delete()
    shutil.rmtree(folder, ignore_errors=True)


# -- beginning -------------------------------------------------------------------------------------------------------
def obstacles(actor: Actor, draft: Draft) -> list[str]:
    """Why it cannot begin yet."""
    may = {entity.key for entity in importable(actor)}
    found = [
        _("Say what “%s” holds, or leave it out.") % file.stored.name
        for file in draft.files
        if file.plan is None
    ]
    for plan in draft.plan.files:
        if plan.entity not in may:
            entity = registry.get(plan.entity)
            found.append(
                _("You may not import %(what)s; leave out “%(file)s”.")
                % {"what": entity.label_plural, "file": plan.name}
            )
        if all(column.target == "" for column in plan.columns):
            found.append(_("No column of “%s” goes anywhere.") % plan.name)
    return found
