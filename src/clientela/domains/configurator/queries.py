"""The page of a configuration: every group with its options, how each stands, price and delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.catalog.queries import standings
from clientela.domains.configurator import editions, pricing
from clientela.domains.configurator.guidance import Fault, Finding, Guide, State, Suggestion, findings
from clientela.domains.configurator.model import Choices, Choosable, Group, Model, Quantity, plain
from clientela.domains.configurator.models import Configuration, Option, OptionGroup, OptionRule
from clientela.domains.configurator.sent import Sent
from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused


@dataclass(frozen=True)
class Choice:
    """An option as the page shows it."""

    option: Choosable
    state: State
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A group of options, or a number (`quantity`), with what is wrong or missing there."""

    code: str
    name: str
    help: str
    group: Group | None = None
    quantity: Quantity | None = None
    choices: tuple[Choice, ...] = ()
    value: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def is_single(self) -> bool:
        return self.group is not None and self.group.most == 1


@dataclass(frozen=True)
class Screen:
    """All that the page needs."""

    product: Product
    sent: Sent
    guide: Guide
    priced: pricing.Priced
    questions: tuple[Question, ...]
    company_name: str = ""
    refusal: str = ""
    may_save: bool = False
    errors: Mapping[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> list[Fault]:
        return [fault for fault in self.guide.faults if fault.is_missing]

    @property
    def wrong(self) -> list[Fault]:
        return [fault for fault in self.guide.faults if not fault.is_missing]

    @property
    def is_whole(self) -> bool:
        return not self.guide.faults and not self.sent.bad_numbers and not self.refusal

    @property
    def path(self) -> str:
        return f"/products/{self.product.pk}/configurator/"

    def link(self, choices: Choices) -> str:
        """This page with other choices."""
        return f"{self.path}?{urlencode(self._values(choices))}"

    def suggestions(self) -> list[tuple[str, str]]:
        """(words, address of the page with this change)."""
        return [(one.words, self._suggested(one)) for one in self.guide.suggestions()]

    def completion(self) -> str:
        """The address of this page with everything that is missing chosen; empty when that cannot be."""
        whole = self.guide.completed() if self.missing else None
        return self.link(whole) if whole else ""

    def room_for(self, code: str) -> str:
        """The address of this page with an option that is not possible now, and the others changed to go with it."""
        room = self.guide.making_room(code)
        return self.link(room) if room else ""

    def _suggested(self, one: Suggestion) -> str:
        return self.link(Choices.read(one.choices))

    def _values(self, choices: Choices) -> list[tuple[str, str]]:
        model = self.guide.model
        options = [
            (f"o.{model.group_of[code].code}", code) for code in model.options if code in choices.options
        ]
        numbers = [(f"n.{code}", plain(value)) for code, value in choices.numbers.items()]
        more = [
            ("for", self.sent.back),
            ("company", str(self.sent.company or "")),
            ("currency", self.sent.currency),
        ]
        return [("touched", "1"), *options, *numbers, *((key, value) for key, value in more if value)]


def screen(actor: Actor, product_id: UUID, sent: Sent, *, today: Any) -> Screen:
    """The page for what was sent; opened for the first time it shows the standard product, or a kept configuration."""
    product = gate.get(actor, Product, product_id)
    model = editions.present({product.pk})[product.pk]
    if not model.groups and not model.quantities:
        raise Refused(_nothing(product))
    choices = sent.choices if sent.is_touched else _first(actor, model, sent)
    guide = Guide(model, choices)
    wish = pricing.Wish(product.pk, model, choices, sent.company, sent.currency)
    standing = standings(actor, {product.pk}, on=today)[product.pk]
    return Screen(
        product=product,
        sent=sent,
        guide=guide,
        priced=pricing.priced(actor, [wish])[0],
        questions=_questions(guide, sent),
        company_name=_company(actor, sent.company),
        refusal="" if standing.is_sold else standing.words,
        may_save=gate.can(actor, Configuration, "create"),
    )


def _nothing(product: Product) -> str:
    return _("There is nothing to choose for “%s”; add groups of options first.") % product.name


def _first(actor: Actor, model: Model, sent: Sent) -> Choices:
    if sent.configuration is not None:
        kept = gate.get(actor, Configuration, sent.configuration)
        return Choices.read(kept.choices or ())
    return Guide(model, Choices()).completed() or Choices()


def _company(actor: Actor, company: UUID | None) -> str:
    if company is None:
        return ""
    return gate.get(actor, Company, company).name


def _questions(guide: Guide, sent: Sent) -> tuple[Question, ...]:
    groups = {group.code: _group(guide, group) for group in guide.model.groups}
    numbers = {one.code: _number(guide, one, sent) for one in guide.model.quantities}
    both = {**groups, **numbers}
    return tuple(both[code] for code in guide.model.order if code in both)


def _group(guide: Guide, group: Group) -> Question:
    return Question(
        code=group.code,
        name=group.name,
        help=group.help,
        group=group,
        choices=tuple(
            Choice(option, guide.states[option.code], option.code in guide.choices.options)
            for option in group.options
        ),
        faults=tuple(fault for fault in guide.faults if fault.code == group.code),
    )


def _number(guide: Guide, one: Quantity, sent: Sent) -> Question:
    value = guide.choices.numbers.get(one.code)
    bad = sent.bad_numbers.get(one.code)
    faults = (Fault(bad, one.code),) if bad else tuple(f for f in guide.faults if f.code == one.code)
    return Question(
        code=one.code,
        name=one.name,
        help=one.help,
        quantity=one,
        value="" if value is None else plain(value),
        faults=faults,
    )


# -- for who makes the rules -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Workshop:
    """The page on which options and rules are made."""

    product: Product
    groups: list[tuple[OptionGroup, list[Option]]]
    rules: list[OptionRule]
    findings: list[Finding]
    size: int

    @property
    def options(self) -> list[Option]:
        return [option for _g, options in self.groups for option in options]

    @property
    def names(self) -> dict[str, str]:
        return {option.code or "": option.name for option in self.options}


def workshop(actor: Actor, product_id: UUID) -> Workshop:
    """Groups, options and rules of a product with what is wrong about them, in a constant number of queries."""
    gate.require(actor, OptionRule, to="change")
    product = gate.get(actor, Product, product_id)
    groups = list(gate.visible(actor, OptionGroup).filter(product=product).order_by("position", "created_at"))
    options: dict[UUID, list[Option]] = {group.pk: [] for group in groups}
    for option in gate.visible(actor, Option).filter(group__in=groups).order_by("position", "created_at"):
        options[option.group_id].append(option)
    rules = list(gate.visible(actor, OptionRule).filter(product=product).order_by("created_at", "pk"))
    model = editions.present({product.pk})[product.pk]
    return Workshop(
        product=product,
        groups=[(group, options[group.pk]) for group in groups],
        rules=rules,
        findings=findings(model) if groups else [],
        size=sum(len(some) for some in options.values()),
    )


def is_configurable(actor: Actor, product_id: UUID) -> bool:
    return gate.visible(actor, OptionGroup).filter(product_id=product_id).exists()
