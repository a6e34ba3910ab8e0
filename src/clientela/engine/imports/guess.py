"""What a file is about and where each of its columns goes: from its name, its columns' names and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.contact import Address
from clientela.engine.imports import fitting, hints, names, presets, targets
from clientela.engine.imports.plan import Candidate, ColumnPlan
from clientela.engine.imports.reading.profile import ColumnProfile
from clientela.engine.imports.words import plain, stem, unnumbered

LEAST = 0.5
LEAST_SURE = 0.4
LEAST_SHARE = 0.34  # of the filled columns must fit something, or the file is rather about something else
MOST_ALTERNATIVES = 5


@dataclass
class EntityGuess:
    """What the rows are, with the columns mapped accordingly."""

    entity: Entity
    confidence: float
    reason: str
    columns: list[ColumnPlan]
    alternatives: list[Candidate]
    preset: presets.Preset | None = None


def entity(
    columns: Sequence[str], profiles: Sequence[ColumnProfile], file_name: str, given: str = "", kind: str = ""
) -> EntityGuess | None:
    """The best guess of what a file holds; None when nothing fits. `given` names the entity that it is known to be."""
    preset = presets.detect(columns, file_name, kind)
    if preset and not preset[0].nowhere and preset[0].entity == (given or preset[0].entity):
        found = registry.get(preset[0].entity)
        reason = _("an export of %(system)s: %(name)s") % {
            "system": preset[0].system_name,
            "name": preset[0].name,
        }
        mapped = mapping(found, columns, profiles, preset[0])
        return EntityGuess(found, preset[1], reason, mapped, [], preset[0])
    scored = sorted(_scored(columns, profiles, file_name, given), key=lambda each: -each[0])
    if not scored or (scored[0][0] < LEAST and not given):
        return None
    score, found, mapped, reason = scored[0]
    others = [
        Candidate(each[1].key, round(min(each[0], 1.0), 2), each[3]) for each in scored[1:MOST_ALTERNATIVES]
    ]
    return EntityGuess(found, min(score, 1.0), reason, mapped, others)


def _scored(
    columns: Sequence[str], profiles: Sequence[ColumnProfile], file_name: str, given: str
) -> Iterable[tuple[float, Entity, list[ColumnPlan], str]]:
    for each in registry.every():
        if given and each.key != given:
            continue
        mapped = mapping(each, columns, profiles)
        placed = [
            column for column in mapped if not column.target.startswith("+") and column.target != targets.SKIP
        ]
        share = sum(column.confidence for column in placed) / max(1, sum(p.kind != "empty" for p in profiles))
        called = _is_called(each, file_name)
        named = any(column.target.split(".")[0] in _naming(each) for column in placed)
        if share < LEAST_SHARE and not given:
            continue
        reason = _("columns that fit: %(count)d of %(all)d") % {"count": len(placed), "all": len(columns)}
        if called:
            reason = _("the file's name, and %s") % reason
        yield 0.7 * share + (0.35 if called else 0.0) + (0.15 if named else -0.3), each, mapped, reason


def _naming(entity: Entity) -> set[str]:
    """Fields one of which a file must have, or else its records would have no name."""
    composed = {
        key for combination in hints.of(entity.key).compose.get(entity.title, ()) for key in combination
    }
    parts = {"given_name", "family_name"} if entity.person else set()
    return {entity.title} | composed | parts


def _is_called(entity: Entity, file_name: str) -> bool:
    called = stem(file_name)
    return any(f" {word} " in f" {called} " for word in names.owners(entity)) or any(
        word in called for word in hints.of(entity.key).by_file
    )


def mapping(
    entity: Entity,
    columns: Sequence[str],
    profiles: Sequence[ColumnProfile],
    preset: presets.Preset | None = None,
) -> list[ColumnPlan]:
    """A plan for every column, each target given once, the surest first; what fits nothing becomes a new field."""
    candidates = [
        _candidates(entity, name, profile, preset) for name, profile in zip(columns, profiles, strict=True)
    ]
    plans = [_blank(name, profile) for name, profile in zip(columns, profiles, strict=True)]
    ranked = sorted(
        ((each.confidence, -index, index, each) for index, found in enumerate(candidates) for each in found),
        key=lambda item: item[:2],
        reverse=True,
    )
    taken: set[str] = set()
    placed: set[int] = set()
    for _score, _order, index, each in ranked:
        shared = each.confidence > 1.15 or _is_shared(entity, each.target)
        if index not in placed and (shared or each.target not in taken):
            plans[index].target, plans[index].confidence, plans[index].reason = (
                each.target,
                each.confidence,
                each.reason,
            )
            taken.add(each.target)
            placed.add(index)
    for index, plan in enumerate(plans):
        plan.alternatives = [each for each in candidates[index] if each.target != plan.target][
            :MOST_ALTERNATIVES
        ]
        if index not in placed:
            _leave_over(entity, plan)
    return plans


def _is_shared(entity: Entity, target: str) -> bool:
    """Targets that several columns may fill together (see cleaning.join)."""
    return (
        target in (targets.SKIP, targets.NOTE)
        or target.startswith("=")
        or target.endswith(".street")
        or (target == "name" and not entity.has("given_name") and entity.person)
        or (".@id" in target)
    )


def _blank(name: str, profile: ColumnProfile) -> ColumnPlan:
    order = profile.date_order.value if profile.date_order else "dmy"
    return ColumnPlan(
        name,
        "",
        0.0,
        profile=profile,
        date_order=order,
        decimal=profile.decimal,
        currency=profile.currency or "",
    )


def _leave_over(entity: Entity, plan: ColumnPlan) -> None:
    """Nothing is dropped silently: an empty column is left out and said so, another becomes a field of its own."""
    profile = plan.profile
    assert profile is not None
    if profile.kind == "empty":
        plan.target, plan.reason = targets.SKIP, _("the column is empty")
        return
    if plain(plan.name) in names.kept(entity):
        plan.target, plan.reason = targets.SKIP, _("Clientela notes this itself")
        return
    plan.target, plan.confidence, plan.reason = (
        f"+{new_kind(profile)}:{unnumbered(plan.name)}",
        0.5,
        _("fits no field: a new one"),
    )
    if unnumbered(plan.name) != plan.name:
        plan.target = f"+{new_kind(profile)}:{plan.name}"


def new_kind(profile: ColumnProfile) -> str:
    """The kind of field that could hold a column; text where one of its values might not fit."""
    if profile.kind in ("email", "url", "date", "datetime", "boolean"):
        return profile.kind
    if profile.kind in ("number", "money", "percent"):
        return "money" if profile.kind == "money" else "number"
    return "longtext" if profile.longest > 200 else "text"


def _candidates(
    entity: Entity, column: str, profile: ColumnProfile, preset: presets.Preset | None
) -> list[Candidate]:
    known = preset.target(column) if preset else None
    if preset is not None and known is not None and presets.is_usable(preset, known):
        reason = (
            _("as %s calls it") % preset.system_name
            if known
            else _("kept by %s for itself") % preset.system_name
        )
        return [Candidate(known, 1.2, reason)]
    best: dict[str, Candidate] = {}
    for each in (*_by_name(entity, column, profile), *_by_values(entity, profile)):
        if each.target not in best or best[each.target].confidence < each.confidence:
            best[each.target] = each
    return sorted(
        (each for each in best.values() if each.confidence >= LEAST_SURE), key=lambda each: -each.confidence
    )


def _by_name(entity: Entity, column: str, profile: ColumnProfile) -> Iterable[Candidate]:
    found = []
    for name, score, how in names.alike(entity, unnumbered(column)):
        if score < LEAST_SURE:
            continue
        target = _country_of(entity, name.target, profile)
        score *= fitting.fit(entity, target, profile)
        reason = _("by its name") if how == "name" else _("its name is like “%s”") % name.words
        found.append((how == "name", Candidate(target, round(score, 3), reason)))
    is_named = any(exact and each.confidence >= LEAST_SURE for exact, each in found)
    return [each for exact, each in found if exact or not is_named]


def _country_of(entity: Entity, target: str, profile: ColumnProfile) -> str:
    """A column of places that are all countries is the country of an address, not its street."""
    found = entity.field(target) if "." not in target and target[:1].isalpha() else None
    if isinstance(found, Address) and profile.kind != "empty":
        country = found.parts()["country"]
        if fitting.is_countries(profile, country):  # type: ignore[arg-type]  # the country part is a Choice
            return f"{target}.country"
    return target


def _by_values(entity: Entity, profile: ColumnProfile) -> Iterable[Candidate]:
    for index, target in enumerate(fitting.by_values(entity, profile)):
        yield Candidate(target, 0.6 - index / 20, _("by its values"))


def constants(entity: Entity, file_name: str, preset: presets.Preset | None) -> dict[str, str]:
    """Values that all rows of a file share because of what the file is."""
    if preset is not None:
        return dict(preset.constants)
    called = plain(stem(file_name))
    for word, values in hints.of(entity.key).by_file.items():
        if word in called:
            return dict(values)
    return {}
