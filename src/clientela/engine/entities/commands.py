"""Changing the shape: fields that an administrator adds, and options of open choices."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from anyascii import anyascii
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry, shape
from clientela.engine.entities.models import CustomField, ExtraOption, ShapeVersion
from clientela.engine.errors import Invalid, NotFound, Refused
from clientela.engine.fields.choice import TONES, Choice, MultiChoice
from clientela.engine.fields.registry import KINDS
from clientela.engine.fields.text import one_line
from clientela.engine.records.command import command

# Computed values and links to any record are declared in code; a country is an address or a choice of countries.
ADDABLE = tuple(kind for kind in KINDS if kind not in ("computed", "reference", "country"))
MOST_FIELDS = 200


@command("shape.add_field")
def add_field(
    actor: Actor,
    entity: str,
    *,
    label: str,
    kind: str,
    options: Sequence[str] = (),
    target: str = "",
    help: str = "",
    required: bool = False,
    unique: bool = False,
    in_list: bool = False,
) -> str:
    """Add a field to an entity and give its key. It is in every list, form, filter, import and API call at once."""
    gate.require_admin(actor)
    owner = registry.get(entity)
    label = one_line(label)
    errors = _problems(entity, label, kind, options, target)
    if errors:
        raise Invalid(errors)
    taken = {field.key for field in owner.fields} | set(
        CustomField.objects.filter(entity=entity).values_list("key", flat=True)
    )
    stored = CustomField(
        entity=entity,
        key=_key(label, taken),
        label=label,
        help=help.strip()[:500],
        kind=kind,
        target=target if kind == "link" else "user" if kind == "user" else "",
        options=_options(options) if kind in ("choice", "multichoice") else [],
        required=required,
        unique=unique,
        in_list=in_list,
        position=CustomField.objects.filter(entity=entity).count(),
    )
    stored.save(force_insert=True)
    _raise_version()
    return stored.key


def _problems(
    entity: str, label: str, kind: str, options: Sequence[str], target: str
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not label or len(label) > 200:
        errors["label"] = [_("Give the field a name of at most 200 characters.")]
    if kind not in ADDABLE:
        errors["kind"] = [_("There is no kind of field “%s”.") % kind[:30]]
    if kind in ("choice", "multichoice") and not [option for option in options if option.strip()]:
        errors["options"] = [_("Name at least one option.")]
    if kind == "link" and target not in {known.key for known in registry.every()}:
        errors["target"] = [_("Say what the field links to.")]
    if CustomField.objects.filter(entity=entity, archived_at=None).count() >= MOST_FIELDS:
        errors[""] = [_("%d fields are the most that one kind of record can have.") % MOST_FIELDS]
    return errors


def slug(text: str) -> str:
    """A key in plain Latin for a label in any script."""
    return re.sub(r"[^a-z0-9]+", "_", anyascii(text).casefold()).strip("_")[:50]


def _key(label: str, taken: set[str]) -> str:
    """The key is for ever: renaming the field later does not change it. It begins with a letter, for the API."""
    base = slug(label) or "field"
    base = base if base[0].isalpha() else f"f_{base}"
    # Two underscores separate a path's steps in filters.
    base = re.sub(r"_{2,}", "_", base)
    number, key = 1, base
    while key in taken or key == "id":
        number += 1
        key = f"{base}_{number}"
    return key


def _options(labels: Sequence[str]) -> list[dict[str, str]]:
    seen: dict[str, dict[str, str]] = {}
    for label in labels:
        text = one_line(label)[:200]
        if text:
            key = slug(text) or text.casefold()
            seen.setdefault(key, {"key": key, "label": text})
    return list(seen.values())


@command("shape.change_field")
def change_field(actor: Actor, entity: str, key: str, /, **changes: Any) -> None:
    """Change label, help, required, in_list, position or options of a user-defined field. Its kind stays."""
    gate.require_admin(actor)
    stored = _stored(entity, key)
    if "options" in changes:
        changes["options"] = _merged(stored.options, changes["options"])
    for name in changes.keys() - {"label", "help", "required", "in_list", "position", "options", "indexed"}:
        raise Invalid({name: [_("This cannot be changed.")]})
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(changes))
    _raise_version()


def _merged(present: list[dict[str, str]], labels: Sequence[str]) -> list[dict[str, str]]:
    """Options by their labels; one that is there keeps its key, because records hold it."""
    by_label = {option["label"].casefold(): option for option in present}
    return [by_label.get(option["label"].casefold(), option) for option in _options(labels)]


@command("shape.archive_field")
def archive_field(actor: Actor, entity: str, key: str) -> None:
    """Hide a user-defined field everywhere. Values stay in the records, and restore_field() shows them again."""
    gate.require_admin(actor)
    stored = _stored(entity, key)
    stored.archived_at = timezone.now()
    stored.save(update_fields=["archived_at"])
    _raise_version()


@command("shape.restore_field")
def restore_field(actor: Actor, entity: str, key: str) -> None:
    gate.require_admin(actor)
    stored = _stored(entity, key)
    stored.archived_at = None
    stored.save(update_fields=["archived_at"])
    _raise_version()


@command("shape.add_option")
def add_option(actor: Actor, entity: str, field: str, label: str, *, tone: str = "neutral") -> str:
    """Add an option to a choice field, declared or user-defined; gives its key, an existing one if it is there."""
    gate.require_admin(actor)
    found = registry.get(entity).field(field)
    if not isinstance(found, (Choice, MultiChoice)):
        raise Refused(_("“%s” has no options.") % found.label)
    label = one_line(label)[:200]
    if not label or tone not in TONES:
        raise Invalid({"label": [_("Name the option.")]})
    known = next((o for o in found.options if str(o.label).casefold() == label.casefold()), None)
    if known:
        return known.key
    key = slug(label) or label.casefold()
    if found.custom:
        stored = _stored(entity, field)
        stored.options = [*stored.options, {"key": key, "label": label, "tone": tone}]
        stored.save(update_fields=["options"])
    else:
        ExtraOption.objects.get_or_create(
            entity=entity, field=field, key=key, defaults={"label": label, "tone": tone}
        )
    _raise_version()
    return key


@command("shape.remove_option")
def remove_unused_option(actor: Actor, entity: str, field: str, key: str) -> bool:
    """Take an added option away; an option that any record has, seen or deleted, stays. Tells whether it went."""
    gate.require_admin(actor)
    kind = registry.get(entity)
    found = kind.field(field)
    if not isinstance(found, (Choice, MultiChoice)):
        raise Refused(_("“%s” has no options.") % found.label)
    rows = gate.unrestricted(kind.model, reason="whether an option is used, nobody's values are told")
    if rows.filter(found.condition(found.operator("eq"), found.operand(found.operator("eq"), key))).exists():
        return False
    if found.custom:
        stored = _stored(entity, field)
        stored.options = [option for option in stored.options if option["key"] != key]
        stored.save(update_fields=["options"])
    else:
        ExtraOption.objects.filter(entity=entity, field=field, key=key).delete()
    _raise_version()
    return True


def _stored(entity: str, key: str) -> CustomField:
    stored = CustomField.objects.select_for_update().filter(entity=entity, key=key).first()
    if stored is None:
        raise NotFound(f"{entity}.{key}")
    return stored


def _raise_version() -> None:
    """Every process reads the shape anew at its next request; this one at once."""
    version = secrets.randbits(60)
    ShapeVersion.objects.filter(pk=1).update(number=version)
    shape.adopt(version)
