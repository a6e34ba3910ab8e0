"""Saving the lines of a document as a whole: from the editor, and by every command that changes lines."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clientela.domains.orders import fields, reckoning
from clientela.domains.orders.reckoning import Head
from clientela.domains.pricing.totals import Totals
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.numbers import Amount
from clientela.engine.records import saving
from clientela.engine.records.checks import check
from clientela.engine.records.commands import context_of
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import uuid7

MOST = 500
Rows = Sequence[tuple[str, Mapping[str, Any]]]


def stored(parent: Any, line: str, by: str) -> list[Any]:
    """A document's lines in their order. The caller has passed the gate for the document."""
    rows = gate.unrestricted(registry.get(line).model, reason="who sees a document sees its lines")
    return list(rows.filter(**{f"{by}_id": parent.pk, "deleted_at": None}).order_by("position", "pk"))


def drafted(actor: Actor, parent: Any, line: str, by: str, rows: Rows) -> list[Draft]:
    """Drafts of a document's lines from rows of (key, values), in this order; a key that is a line's id changes it."""
    if len(rows) > MOST:
        raise Refused(_("A document has at most %d lines.") % MOST)
    kind, context = registry.get(line), context_of(actor)
    known = {str(one.pk): one for one in stored(parent, line, by)}
    drafts = []
    for at, (key, values) in enumerate(rows, start=1):
        before = known.get(key)
        draft = Draft(kind, before.pk if before else uuid7(), before)
        draft.take(_cleared(values, parent.currency), context)
        if before is None:
            draft.set(by, parent.pk)
            for field in kind.fields:
                if field.default is not None and not field.read_only:
                    draft.values.setdefault(field.key, field.default)
        draft.set("position", Decimal(at))
        drafts.append(draft)
    return drafts


def _cleared(values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """What was typed, with the document's currency behind the price."""
    given = dict(values)
    price = given.get("price")
    if isinstance(price, str) and price.strip():
        given["price"] = price if any(c.isalpha() for c in price) else f"{price} {currency}"
    return given


def write(actor: Actor, parent: Any, line: str, by: str, rows: Rows) -> list[Any]:
    """Make these the lines of a document: new ones, changed ones; what is missing goes. The document has been locked
    and allowed. Raises Invalid with "<key>.<field>" for what is wrong, Refused."""
    drafts = drafted(actor, parent, line, by, rows)
    for draft in drafts:
        draft.drop_unchanged()
    reckoning.complete(actor, Head.of(parent), drafts)
    _keep(actor, parent, drafts, [key for key, _values in rows])
    kept = [draft.id for draft in drafts]
    model = registry.get(line).model
    gone = gate.unrestricted(model, reason="who may change a document may take its lines away")
    gone.filter(**{f"{by}_id": parent.pk, "deleted_at": None}).exclude(pk__in=kept).update(
        deleted_at=Now(), updated_at=Now(), updated_by_id=actor.user_id, version=F("version") + 1
    )
    found = stored(parent, line, by)
    sum_up(actor, parent, found)
    return found


def _keep(actor: Actor, parent: Any, drafts: Sequence[Draft], keys: Sequence[str]) -> None:
    for draft in drafts:
        if draft.is_new:
            draft.values.setdefault("owner", parent.owner_id)
            draft.values.setdefault("branch", parent.branch_id)
        draft.drop_unchanged()
    check(actor, drafts)
    wrong = {
        f"{key}.{field}": messages
        for key, draft in zip(keys, drafts, strict=True)
        for field, messages in draft.errors.items()
    }
    if wrong:
        raise Invalid(wrong)
    saving.insert(actor, [draft for draft in drafts if draft.is_new])
    saving.update(actor, [draft for draft in drafts if not draft.is_new and draft.values])


def sum_up(actor: Actor, parent: Any, lines: Sequence[Any]) -> Totals:
    """Set what the document comes to; its version rises even where the sums stay, because its lines were saved."""
    found = reckoning.sums_of_rows(Head.of(parent), lines)
    put(
        actor,
        parent,
        always=True,
        net=Amount(found.net, parent.currency),
        tax=Amount(found.tax, parent.currency),
        total=Amount(found.total, parent.currency),
    )
    return found


def put(actor: Actor, record: Any, *, always: bool = False, **values: Any) -> None:
    """Set fields of a locked record that people do not set by hand. The command that calls has asked permission."""
    draft = Draft(registry.of(record), record.pk, record)
    for key, value in values.items():
        draft.set(key, value)
    draft.drop_unchanged()
    if draft.values or always:
        saving.update(actor, [draft])
        record.refresh_from_db()


def by_parent(drafts: Sequence[Draft], by: str) -> dict[uuid.UUID, list[Draft]]:
    """Line drafts by the document they are on."""
    found: dict[uuid.UUID, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.get(by):
            found[draft.get(by)].append(draft)
    return found


def refuse_if(reason: str) -> None:
    if reason:
        raise Refused(reason)


def copy(actor: Actor, lines: Sequence[Any], parent: Any, line: str, by: str, **more: Any) -> list[Any]:
    """The lines of one document on another, exactly as they are; `more` gives further values by field key, for each."""
    kind = registry.get(line)
    drafts = []
    for one in lines:
        source = registry.of(one)
        values = {field.key: source.field(field.key).load(one) for field in fields.line()}
        given = {key: value(one) if callable(value) else value for key, value in more.items()}
        draft = Draft(kind, uuid7(), None, {**values, **given, by: parent.pk})
        draft.values |= {"owner": parent.owner_id, "branch": parent.branch_id}
        drafts.append(draft)
    saving.insert(actor, drafts)
    found = stored(parent, line, by)
    sum_up(actor, parent, found)
    return found
