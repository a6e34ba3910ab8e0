"""How a call is begun. A dialler that places calls by itself registers here; without one, the device's own telephone does.

Whether the number may be called has been asked by the time start() is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from clientela.domains.telesales.models import CallEntry
from clientela.engine.access.actor import Actor


@dataclass(frozen=True)
class Dialled:
    """What the screen does next: opens `href` where there is one."""

    href: str = ""


class Dialler(Protocol):
    """`start` begins a call to an E.164 number on behalf of the actor. Raises Refused with what went wrong."""

    def start(self, actor: Actor, entry: CallEntry, phone: str) -> Dialled: ...


class OwnTelephone:
    """The telephone or the softphone of the device: whatever opens tel: addresses (RFC 3966)."""

    def start(self, actor: Actor, entry: CallEntry, phone: str) -> Dialled:
        return Dialled(f"tel:{phone}")


_diallers: list[Dialler] = [OwnTelephone()]


def register(dialler: Dialler) -> None:
    """The one that was registered last is used."""
    _diallers.append(dialler)


def withdraw(dialler: Dialler) -> None:
    _diallers.remove(dialler)


def current() -> Dialler:
    return _diallers[-1]
