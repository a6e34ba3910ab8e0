"""What people do with configurations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from clientela.domains.catalog.models import Product
from clientela.domains.configurator import editions, pricing, rules
from clientela.domains.configurator.guidance import Fault, Guide
from clientela.domains.configurator.model import Choices, Model
from clientela.domains.configurator.models import Configuration
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.records import commands as records
from clientela.engine.records import saving
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft


@command("configuration.save")
def save(
    actor: Actor,
    product_id: UUID,
    choices: Sequence[str],
    *,
    company: UUID | None = None,
    currency: str | None = None,
    name: str | None = None,
) -> Configuration:
    """Keep choices as a configuration. Raises Invalid with the words of the rules that forbid it, and what would help."""
    gate.require(actor, Configuration, to="create")
    product = gate.get(actor, Product, product_id)
    values = {
        "product": product.pk,
        "choices": list(choices),
        "company": company,
        "currency": currency,
        "name": name,
    }
    return cast(Configuration, records.create(actor, "configuration", values))


@dataclass(frozen=True)
class Recheck:
    """A configuration beside the present options: what is wrong now, and what it would cost now."""

    is_changed: bool
    faults: tuple[Fault, ...]
    now: pricing.Priced


def compared(actor: Actor, configuration: Configuration) -> Recheck:
    """How a configuration stands today; writes nothing."""
    key = (configuration.product_id, int(configuration.edition or 0))
    model = editions.present({configuration.product_id})[configuration.product_id]
    choices = Choices.read(configuration.choices or ())
    (now,) = pricing.priced(actor, [_wish(configuration, model, choices)])
    return Recheck(editions.past({key}).get(key) != model, Guide(model, choices).faults, now)


def _wish(configuration: Configuration, model: Model, choices: Choices) -> pricing.Wish:
    currency = configuration.currency or configuration.price_currency or "EUR"
    return pricing.Wish(configuration.product_id, model, choices, configuration.company_id, currency)


@command("configuration.recheck")
def recheck(actor: Actor, configuration_id: UUID) -> Configuration:
    """Note whether a configuration is still possible. Its price and edition stay as they were agreed."""
    configuration = gate.get(actor, Configuration, configuration_id, to="change", lock=True)
    faults = compared(actor, configuration).faults
    draft = Draft(registry.get("configuration"), configuration.pk, configuration)
    draft.set("is_valid", not faults)
    draft.drop_unchanged()
    saving.update(actor, [draft] if draft.values else [])
    return gate.get(actor, Configuration, configuration_id)


@command("configuration.renew")
def renew(actor: Actor, configuration_id: UUID) -> Configuration:
    """Take the options, prices and rules of today for a configuration. Raises Invalid when it is no longer possible."""
    configuration = gate.get(actor, Configuration, configuration_id, to="change", lock=True)
    draft = Draft(registry.get("configuration"), configuration.pk, configuration)
    draft.set("choices", configuration.choices)
    rules.settle(actor, [draft])
    if draft.errors:
        raise Invalid(draft.errors)
    draft.drop_unchanged()
    saving.update(actor, [draft] if draft.values else [])
    return gate.get(actor, Configuration, configuration_id)
