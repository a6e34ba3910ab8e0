"""Eight callers at once, in real transactions: nobody is called by two, nobody is lost."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from clientela.domains.telesales import calling, entries, outcomes
from clientela.domains.telesales.tests.conftest import ALWAYS, desk, lead
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Role, User
from tests import world as cast

CALLERS, LEADS = 8, 200


@pytest.mark.django_db(transaction=True)
def test_nobody_twice_and_nobody_lost() -> None:
    world = cast.build()
    names = [f"caller{at}" for at in range(CALLERS)]
    for name in names:
        user = User.objects.create_user(
            f"{name}@example.org", None, name=name, branch=world.branches["Warszawa"], team=world.team
        )
        user.roles.add(Role.objects.get(name="Seller"))
        world.users[name] = user
    for number in range(LEADS):
        lead(world, f"Lead {number}", number)
    here = desk(world, tuple(names), "Fair", hours=ALWAYS)
    # Of nobody, so that all of them reach for the same ones.
    entries.of(here.call_list).update(assigned_to=None)
    outcome = here.outcome("Interested").pk
    called: list[Any] = []
    threads = [
        threading.Thread(target=_call, args=(world.actor(name), here.call_list.pk, outcome, called))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(200)
    _call(world.actor(names[0]), here.call_list.pk, outcome, called)
    assert Counter(called).most_common(1)[0][1] == 1
    assert len(called) == LEADS
    assert set(entries.of(here.call_list).values_list("state", flat=True)) == {"done"}


def _call(actor: Actor, list_id: Any, outcome: Any, called: list[Any]) -> None:
    try:
        while (entry := calling.pick(actor, list_id)) is not None:
            outcomes.note(actor, entry.pk, outcome)
            called.append(entry.pk)
    finally:
        connection.close() if threading.current_thread() is not threading.main_thread() else None
