"""What must hold for options, rules and configurations, for whole sets of drafts, whoever writes them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.domains.configurator import editions, pricing
from clientela.domains.configurator.guidance import Guide
from clientela.domains.configurator.model import COMPARISONS, Choices, Model, comparison, plain
from clientela.engine.access.actor import Actor
from clientela.engine.fields.numbers import Amount
from clientela.engine.records.draft import Draft


def countable(actor: Actor, drafts: list[Draft]) -> None:
    """How many may be chosen, and the limits of a number, make sense."""
    for draft in drafts:
        least, most = draft.get("least"), draft.get("most")
        if least is not None and most is not None and most < max(least, 1):
            draft.refuse("most", _("At least one, and not less than the least, must be allowed."))
        low, high = draft.get("lowest"), draft.get("highest")
        if draft.get("kind") == "number":
            if high is None:
                draft.refuse("highest", _("Say how large the number may be."))
            elif high < (low or 0):
                draft.refuse("highest", _("The highest is below the lowest."))
        if draft.get("step") is not None and draft.get("step") <= 0:
            draft.refuse("step", _("This must be more than zero."))


def sensible_rule(actor: Actor, drafts: list[Draft]) -> None:
    """A rule names options and numbers that the product has, and says what follows."""
    models = editions.present({draft.get("product") for draft in drafts} - {None})
    for draft in drafts:
        model = models.get(draft.get("product"))
        if model is None:
            continue
        for key in ("when", "then"):
            if draft.is_new or key in draft.values:
                draft.set(key, _tidied(draft, key, model))
        _whole(draft)


def _tidied(draft: Draft, key: str, model: Model) -> list[str] | None:
    found = []
    for text in draft.get(key) or ():
        compared = comparison(text)
        if compared is not None and compared.code in model.numbers:
            found.append(f"{compared.code} {compared.sign} {plain(compared.bound)}")
        elif text in model.options:
            found.append(text)
        else:
            draft.refuse(key, _unknown(text, model))
    return found or None


def _unknown(text: str, model: Model) -> str:
    known = [*model.options, *(f"{code} {sign} …" for code in model.numbers for sign in COMPARISONS)]
    return _("“%(text)s” is no option of this product; there are: %(known)s.") % {
        "text": text[:50],
        "known": ", ".join(known[:12]),
    }


def _whole(draft: Draft) -> None:
    when, then, kind = draft.get("when"), draft.get("then"), draft.get("kind")
    if kind == "exclusive":
        if len(when or ()) < 2 and "when" not in draft.errors:
            draft.refuse("when", _("Name two options at least, of which only one may be chosen."))
        return
    if not when and "when" not in draft.errors:
        draft.refuse("when", _("Say when the rule holds."))
    if not then and "then" not in draft.errors:
        draft.refuse("then", _("Say what follows."))


# -- configurations --------------------------------------------------------------------------------------------------
def possible_only(actor: Actor, drafts: list[Draft]) -> None:
    """Only what is possible is saved; price, delivery, description and edition follow from the choices."""
    concerned = [draft for draft in drafts if draft.is_new or any(map(draft.changes, ("choices", "product")))]
    settle(actor, [draft for draft in concerned if draft.get("product") is not None])


def settle(actor: Actor, concerned: list[Draft]) -> None:
    models = editions.present({draft.get("product") for draft in concerned})
    good = [draft for draft in concerned if _check(draft, models[draft.get("product")])]
    for draft in good:
        if draft.get("currency") is None:
            draft.set("currency", getattr(actor.user, "currency", None) or "EUR")
    for draft, found in zip(good, pricing.priced(actor, [_ask(one, models) for one in good]), strict=True):  # type: ignore[arg-type]  # a priced wish that is good has all
        draft.set("price", Amount(found.price, found.currency) if found.price is not None else None)
        draft.set("lead_days", found.lead_days)
        draft.set("description", found.description)
        draft.set("edition", editions.number_of(draft.get("product"), models[draft.get("product")]))
        draft.set("is_valid", True)
        if not draft.get("name"):
            draft.set("name", found.name)


def _ask(draft: Draft, models: dict[object, Model]) -> pricing.Wish:
    return pricing.Wish(
        product=draft.get("product"),
        model=models[draft.get("product")],
        choices=Choices.read(draft.get("choices") or ()),
        company=draft.get("company"),
        currency=draft.get("currency"),
    )


def _check(draft: Draft, model: Model) -> bool:
    """Whether the choices may be saved; if not, which rule forbids it, and what would help, in words."""
    if not model.groups and not model.quantities:
        draft.refuse(
            "product", _("There is nothing to choose for this product; add groups of options first.")
        )
        return False
    try:
        choices = Choices.read(draft.get("choices") or ())
    except ValueError as bad:
        draft.refuse("choices", _("“%s” is not a number.") % str(bad)[:30])
        return False
    guide = Guide(model, choices)
    for fault in guide.faults:
        draft.refuse("choices", fault.words)
    if guide.faults:
        helpful = [one.words for one in guide.suggestions()]
        if helpful:
            draft.refuse("choices", _("Possible would be: %s.") % "; ".join(helpful))
        return False
    draft.set("choices", choices.written(model) or None)
    return True
