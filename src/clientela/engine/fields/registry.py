"""Every kind of field by its name: what an administrator may choose from and what is stored for a field."""

from __future__ import annotations

from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Boolean, Choice, MultiChoice, Tags
from clientela.engine.fields.contact import Address, Country, Email, Phone, Url
from clientela.engine.fields.link import Computed, Link, Reference, User
from clientela.engine.fields.moments import Date, DateTime, Time
from clientela.engine.fields.numbers import Money, Number, Percent, Rating
from clientela.engine.fields.text import LongText, Text

ALL: tuple[type[Field], ...] = (
    Text, LongText, Number, Money, Date, DateTime, Time, Boolean, Choice, MultiChoice, Tags, Email, Phone, Url,
    Address, Country, Link, User, Percent, Rating, Computed, Reference,
)  # fmt: skip
KINDS: dict[str, type[Field]] = {field.kind: field for field in ALL}
