"""A page that reads slowly, or not at all, costs no memory and no time of the others."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any
from unittest.mock import patch

from clientela.engine.access.actor import SYSTEM
from clientela.engine.live import asgi
from clientela.engine.live.stream import LONGEST, Event, Stream
from clientela.engine.live.topics import Topics


def stream() -> Stream:
    return Stream(SYSTEM, "", Topics(entities={"deal": "entity:deal"}))


def test_a_page_that_is_far_behind_is_told_to_start_over() -> None:
    async def fall_behind() -> bytes:
        page = stream()
        for number in range(LONGEST + 1):
            page.tell([Event("entity:deal", {"record": str(number)})], f"7.{number}")
        return page.take()

    taken = asyncio.run(fall_behind())
    assert taken.startswith(b"event: reset\nid: 7.200\n") and taken.count(b"\n\n") == 1


def test_a_page_that_takes_nothing_is_let_go() -> None:
    async def never_read(_message: MutableMapping[str, Any]) -> None:
        await asyncio.Event().wait()

    async def ignore() -> bool:
        try:
            await asgi._send(never_read, b"news")
        except TimeoutError:
            return True
        return False

    with patch.object(asgi, "PATIENCE", 0.05):
        assert asyncio.run(ignore())
