"""By which names a field may stand at the head of a column: key, label in every language, aliases, hints."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from rapidfuzz import fuzz

from clientela.engine.entities import shape
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.contact import Address
from clientela.engine.fields.link import Link, Reference
from clientela.engine.fields.numbers import Money
from clientela.engine.imports import hints
from clientela.engine.imports.words import plain, squashed

_PARTS = {
    "street": "street|street address|address line 1|address line 2|address 1|address 2|address1|address2|extra line|po box|улица|ulica|街道|straße|strasse|straße und hausnummer|anschrift",
    "postcode": "postcode|postal code|zip|zip code|zipcode|zip postal code|plz|postleitzahl|индекс|kod pocztowy|郵遞區號|邮编",
    "city": "city|town|locality|city town|ort|stadt|wohnort|город|miasto|城市|miejscowość",
    "region": "state|province|state province|county|region|state region|bundesland|область|регион|województwo|省",
    "country": "country|country region|country name|country code|land|staat|страна|kraj|國家|国家|country iso code",
}
_PREFIXES = (
    "",
    "address",
    "billing",
    "billing address",
    "mailing",
    "mailing address",
    "work",
    "work address",
    "office",
    "primary",
    "primary address",
    "main",
    "company",
    "home",
    "home address",
    "address work",
    "address home",
    "visiting",
    "visiting address",
    "business address",
    "business",
)


@dataclass(frozen=True)
class Name:
    """A target and one of its names, in plain words; `weight` under 1 for the less telling ones."""

    words: str
    target: str
    weight: float = 1.0


_known: dict[str, tuple[shape.Shape, tuple[Name, ...]]] = {}


def of(entity: Entity) -> tuple[Name, ...]:
    """All names, most telling first; made anew when the shape has changed."""
    now = shape.current()
    if entity.key not in _known or _known[entity.key][0] is not now:
        best: dict[tuple[str, str], Name] = {}
        for name in _names(entity):
            key = (name.words, name.target)
            if name.words and (key not in best or best[key].weight < name.weight):
                best[key] = name
        _known[entity.key] = (now, tuple(best.values()))
    return _known[entity.key][1]


def kept(entity: Entity) -> frozenset[str]:
    """Names of what Clientela itself notes about a record: a file cannot set it."""
    own = [(field, _of_field(entity, field)) for field in entity.fields if field.read_only]
    names = {plain(name): isinstance(field, Money) for field, all_names in own for name in all_names}
    return frozenset(names) | {f"{name} currency" for name, is_money in names.items() if is_money}


def _names(entity: Entity) -> Iterator[Name]:
    for words in ("id", "external id", "record id", "uuid"):
        yield Name(words, "@id", 0.98)
    for words, target in hints.of(entity.key).aliases.items():
        yield Name(plain(words), target, 1.1)
    for field in entity.fields:
        if field.read_only or isinstance(field, Reference):
            continue
        for name in _of_field(entity, field):
            yield Name(plain(name), field.key)
        yield from _of_parts(field)
        if isinstance(field, Link):
            yield from _of_link(field)


def _of_field(entity: Entity, field: Field) -> Iterator[str]:
    yield field.key
    yield from field.aliases
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            yield str(field.label)
            if field.key == entity.title:
                yield str(entity.label)
                yield f"{entity.label} {field.label}"


def _of_parts(field: Field) -> Iterator[Name]:
    if isinstance(field, Money) and not field.custom:
        for word in ("currency", "currency code", "iso code", "currency iso code"):
            yield Name(f"{plain(field.key)} {word}", f"{field.key}.currency")
            yield Name(word, f"{field.key}.currency", 0.8)
    if isinstance(field, Address):
        for part, words in _PARTS.items():
            for word in words.split("|"):
                for index, prefix in enumerate(_PREFIXES):
                    yield Name(f"{prefix} {word}".strip(), f"{field.key}.{part}", 0.97 - index / 500)
                    if index > 1:
                        yield Name(f"{word} {prefix}", f"{field.key}.{part}", 0.95 - index / 500)


def _of_link(field: Link) -> Iterator[Name]:
    for word in (plain(field.key), *map(plain, field.aliases)):
        yield Name(f"{word} name", field.key, 0.98)
        yield Name(f"{word} id", f"{field.key}.@id", 0.98)
        yield Name(f"{word} email", f"{field.key}.email", 0.9)


def alike(entity: Entity, column: str) -> tuple[tuple[Name, float, str], ...]:
    """The names that a column's name may be, each with how surely (0–1) and how ("name", "near")."""
    return _alike(entity, column, shape.current().version)


@functools.lru_cache(maxsize=10_000)
def _alike(entity: Entity, column: str, _version: int) -> tuple[tuple[Name, float, str], ...]:
    """Kept, because the same columns come again: at each look at a file, and in the next file of the same origin."""
    words, own = plain(column), owners(entity)
    # Words for the entity itself say nothing: "Deal name" is the name of a deal.
    bare = " ".join(word for word in words.split() if word not in own)
    judged = ((name, *_likeness(words, squashed(words), bare, name)) for name in of(entity))
    return tuple(each for each in judged if each[1] > 0)


def _likeness(words: str, run_together: str, bare: str, name: Name) -> tuple[float, str]:
    if words == name.words:
        return name.weight, "name"
    if run_together == squashed(name.words):
        return 0.98 * name.weight, "name"
    if bare and bare == name.words:
        return 0.95 * name.weight, "name"
    if len(name.words) >= 5 and len(words) >= 5:
        score = fuzz.token_sort_ratio(words, name.words, score_cutoff=86)
        if score:
            return 0.85 * score / 100 * name.weight, "near"
    return 0.0, ""


def owners(entity: Entity) -> frozenset[str]:
    """The words by which other systems call records of this entity, in singular and plural."""
    words = {
        entity.key,
        plain(str(entity.label)),
        plain(str(entity.label_plural)),
        *map(plain, entity.aliases),
    }
    return frozenset(
        words
        | {word.removesuffix("s") for word in words}
        | {word[:-3] + "y" for word in words if word.endswith("ies")}
    )
