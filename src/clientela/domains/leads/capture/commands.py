"""A public form becomes a lead. Nobody has signed in, so nobody's rights are used: the form's maker allowed this much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.leads import assignment
from clientela.domains.leads.assignment import Share
from clientela.domains.leads.capture import sending
from clientela.domains.leads.models import Lead, LeadForm
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid, NotFound
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

VISITOR = Actor(user=None, source="form")


def find(slug: str) -> LeadForm:
    """The form at an address; one that is closed is not there."""
    form = LeadForm.objects.filter(slug=slug, is_active=True).first()
    if form is None:
        raise NotFound(f"form {slug[:80]}")
    return form


@command("lead.capture")
def capture(actor: Actor, form: LeadForm, values: Mapping[str, Any], *, consented: bool) -> Lead:
    """Make a lead of what a visitor sent. Raises Invalid."""
    gate.require(actor, Lead, to="create")
    _require(form, values, consented=consented)
    more = {"source": form.source, "campaign": values.get("campaign") or form.campaign}
    given = {**values, **{key: value for key, value in more.items() if value}}
    lead = records.create(actor, "lead", given)
    own = gate.unrestricted(Lead, reason="the lead that this visitor has just made").filter(pk=lead.pk)
    marks: dict[str, Any] = {"form": form}
    if form.consent:
        marks |= {"consent_text": form.consent, "consent_at": timezone.now()}
    own.update(**marks)
    found = own.get()
    if found.assignment is None and form.owner_id:
        _to_owner(found, form)
    return own.get()


def receive(
    form: LeadForm, values: Mapping[str, Any], *, own: str, who: str, spam: bool, consented: bool
) -> Lead | None:
    """Count a sending and make its lead, both or neither; None when nothing came of it. Raises Invalid, TooMany."""
    with transaction.atomic():
        if not spam:
            _require(form, values, consented=consented)
        if not sending.count(form, own, who, spam=spam) or spam:
            return None
        return capture(VISITOR, form, values, consented=consented)


def _require(form: LeadForm, values: Mapping[str, Any], *, consented: bool) -> None:
    errors = {
        asked["key"]: [_("Please fill this in.")]
        for asked in form.fields
        if asked.get("required") and values.get(asked["key"]) in (None, "", [], {})
    }
    if form.consent and not consented:
        errors["consent"] = [_("Please agree, or do not send this.")]
    if not errors and not any(
        values.get(key)
        for key in ("name", "given_name", "family_name", "company_name", "email", "phone", "mobile")
    ):
        errors[""] = [_("Please tell us who you are: a name, an e-mail address or a telephone number.")]
    if errors:
        raise Invalid(errors)  # fmt: skip


def _to_owner(lead: Lead, form: LeadForm) -> None:
    """No rule fits: whoever the form names gets it."""
    assert form.owner_id is not None
    shares = {lead.pk: Share(form.owner_id, {"rule": form.name, "way": "form", "detail": ""})}
    assignment.write(shares)
    assignment.announce(shares)
