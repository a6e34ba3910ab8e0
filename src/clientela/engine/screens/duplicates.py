"""Records that may be the same: while one types a new one, and on the page of one that is there.

Numbers, addresses and codes match exactly; names by likeness of their folded form, so that «Заклады Лодзь», "Zaklady Lodz"
and "Zakłady Łódź" are found to be alike. Candidates come from the search index: beginnings of words, one word left out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii
from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import EQ, Field
from clientela.engine.fields.contact import Email, Phone, Url
from clientela.engine.query import folding
from clientela.engine.records import distinct
from clientela.engine.records.models import Record

LIKE = 86
MOST = 5
CANDIDATES = 60
WORDS = 6
# Words of names that say what kind of company it is, not which.
FORMS = frozenset(
    [
        "sp",
        "z",
        "o",
        "o",
        "zoo",
        "sa",
        "spolka",
        "spk",
        "sk",
        "gmbh",
        "ag",
        "kg",
        "ohg",
        "mbh",
        "co",
        "company",
        "corp",
        "corporation",
        "inc",
        "llc",
        "ltd",
        "limited",
        "plc",
        "bv",
        "nv",
        "srl",
        "spa",
        "sas",
        "sarl",
        "ooo",
        "oao",
        "zao",
        "pao",
        "ao",
        "ip",
        "the",
        "and",
        "und",
        "i",
        "und",
    ]
)
# Addresses there say nothing about where somebody works.
PUBLIC = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
        "mail.ru",
        "yandex.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "rambler.ru",
        "wp.pl",
        "o2.pl",
        "onet.pl",
        "interia.pl",
        "op.pl",
        "qq.com",
        "163.com",
        "126.com",
        "yahoo.com.tw",
        "hinet.net",
        "proton.me",
        "protonmail.com",
    ]
)


@dataclass
class Likeness:
    """A record that may be the same, and what of it matched, in words."""

    entity: Entity
    record: Any
    matched: list[str] = field(default_factory=list)
    score: float = 0.0

    @property
    def title(self) -> str:
        return self.entity.title_of(self.record)

    @property
    def path(self) -> str:
        return self.entity.path(self.record.pk)

    @property
    def flags(self) -> tuple[Field, ...]:
        return self.entity.flags_of(self.record)


def like_values(
    actor: Actor, entity: Entity, values: Mapping[str, Any], but: Iterable[uuid.UUID] = ()
) -> list[Likeness]:
    """Records like one with these (clean) values, the likest first."""
    found: dict[uuid.UUID, Likeness] = {}
    left_out = set(but)
    for words, score, rows in (
        *_exact(actor, entity, values),
        *_named(actor, entity, values),
        *_sites(actor, entity, values),
    ):
        for row in rows:
            if row.pk not in left_out:
                likeness = found.setdefault(row.pk, Likeness(entity, row))
                likeness.matched += [words] if words not in likeness.matched else []
                likeness.score += score
    return sorted(found.values(), key=lambda one: -one.score)[:MOST]


def like_record(actor: Actor, entity: Entity, record: Record) -> list[Likeness]:
    """Records like this one, without those that somebody said are not the same."""
    values = {one.key: one.load(record) for one in entity.fields}
    return like_values(actor, entity, values, but={record.pk, *distinct.from_record(record.pk)})


def like_others(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> list[Likeness]:
    """Records of other kinds that the one with these (clean) values may be known as (see Entity.same_as)."""
    found: list[Likeness] = []
    for key, fields in entity.same_as:
        other = registry.get(key)
        theirs = {theirs: values[ours] for theirs, ours in fields.items() if values.get(ours) is not None}
        if theirs and gate.can(actor, other.model, "view"):
            found += like_values(actor, other, theirs)
    return found


Found = tuple[str, float, Sequence[Any]]


def _exact(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> Iterable[Found]:
    """Equal values, those of one kind in whichever field they stand (a mobile number typed as the other)."""
    fields = [entity.field(key) for key in entity.similar if key != entity.title]
    for one in fields:
        value = values.get(one.key)
        if value in (None, "", []) or isinstance(one, Url):
            continue
        same_kind = (
            [other for other in entity.fields if other.kind == one.kind]
            if isinstance(one, (Phone, Email))
            else [one]
        )
        condition = Q()
        for other in same_kind:
            condition |= other.condition(EQ, other.compared(value))
        yield _words(one, value), 100, list(gate.visible(actor, entity.model).filter(condition)[:MOST])


def _words(one: Field, value: Any) -> str:
    if isinstance(one, Phone):
        return str(_("telephone ending %s") % one.display(value)[-5:].strip())
    if isinstance(one, Email):
        return str(_("e-mail %s") % value)
    return str(one.label).lower()


def _named(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> Iterable[Found]:
    name = str(values.get(entity.title) or "") if entity.title in entity.similar else ""
    query = candidates_query(name) if name else ""
    if not query:
        return
    wanted = core(name)
    rows = gate.visible(actor, entity.model).filter(search__matches=query)[:CANDIDATES]
    alike = [
        (likeness, row)
        for row in rows
        if (likeness := fuzz.token_sort_ratio(wanted, core(entity.title_of(row)))) >= LIKE
        and not _belongs_elsewhere(entity, row, values)
    ]
    for likeness, row in sorted(alike, key=lambda pair: -pair[0])[:MOST]:
        yield _("name") if likeness == 100 else _("similar name"), likeness, [row]


def _belongs_elsewhere(entity: Entity, row: Any, values: Mapping[str, Any]) -> bool:
    """Two companies may each have a deal of the same name; one person may have changed the company."""
    if entity.person:
        return False
    links = [
        link
        for link in entity.links()
        if any({entity.title, link.key} == set(keys) for keys in entity.unique)
    ]
    return any(
        values.get(link.key) and link.load(row) and values[link.key] != link.load(row) for link in links
    )


def _sites(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> Iterable[Found]:
    """The same host, of the web site or behind the @ of an address at the company's own domain."""
    urls = [one for one in entity.fields if isinstance(one, Url) and one.key in entity.similar]
    hosts = {_host(values.get(one.key)) for one in urls}
    if urls:
        hosts |= {
            str(values.get(one.key) or "").rpartition("@")[2]
            for one in entity.fields
            if isinstance(one, Email)
        }
    for host in hosts - {""} - PUBLIC:
        query = folding.tsquery(host)
        rows = gate.visible(actor, entity.model).filter(search__matches=query)[:CANDIDATES] if query else []
        same = [row for row in rows if any(_host(one.load(row)) == host for one in urls)]
        yield _("domain %s") % host, 90, same[:MOST]


def _host(url: Any) -> str:
    match = re.match(r"https?://(?:www\.)?([^/:?#]+)", str(url or "").casefold())
    return match[1] if match else ""


def core(name: str) -> str:
    """A name as it is compared: folded, in Latin letters, without legal forms."""
    words = re.findall(
        r"\w+", anyascii(" ".join(folding.fold(word) for word in re.findall(r"\w+", name))).casefold()
    )
    return " ".join([word for word in words if word not in FORMS] or words)


def candidates_query(name: str) -> str:
    """Text of a tsquery for names like this one: beginnings of all words, or of all but one of three and more."""
    if folding.CJK.search(name):
        return folding.tsquery(name)
    words = list(dict.fromkeys(f"'{word[:4]}':*" for word in core(name).split() if len(word) > 1))[:WORDS]
    if len(words) < 3:
        return " & ".join(words)
    return " | ".join("(" + " & ".join(words[:i] + words[i + 1 :]) + ")" for i in range(len(words)))
