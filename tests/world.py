"""The cast of every test, and a small world for them to act in.

Ann owns what is there, Ben is on her team, Cat is in another branch, Dan may only read, Root administers.
Nobody else has signed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import Role, User
from clientela.engine.records import commands

PASSWORD = "correct horse battery staple"

OWN = dict.fromkeys(("view", "create", "change", "delete", "export", "merge", "import"), "own")
SELLER = {**OWN, "view": "team"}
READER = {"view": "all", "export": "none"}


@dataclass
class World:
    """Everybody and everything, by name."""

    users: dict[str, User] = field(default_factory=dict)
    branches: dict[str, Any] = field(default_factory=dict)
    team: Any = None
    pipeline: Any = None
    stages: dict[str, Any] = field(default_factory=dict)
    company: Any = None
    person: Any = None
    deal: Any = None

    def actor(self, name: str, source: str = "ui") -> Actor:
        return Actor(user=self.users[name], source=source)


def build() -> World:
    """The world, made through the same commands that people use."""
    world = World()
    for name in ("Warszawa", "Taipei"):
        world.branches[name] = commands.create(SYSTEM, "branch", {"name": name})
    world.team = commands.create(SYSTEM, "team", {"name": "Industry"})
    _people(world)
    _pipeline(world)
    _records(world)
    return world


def _people(world: World) -> None:
    roles = {
        "seller": Role.objects.create(name="Seller", grants={"*": SELLER}),
        "reader": Role.objects.create(name="Reader", grants={"*": READER}),
        "admin": Role.objects.create(name="Administrator", is_admin=True),
    }
    home, away, team = world.branches["Warszawa"], world.branches["Taipei"], world.team
    for name, role, branch, their_team in (
        ("ann", "seller", home, team),
        ("ben", "seller", home, team),
        ("cat", "seller", away, None),
        ("dan", "reader", home, None),
        ("root", "admin", home, None),
    ):
        user = User.objects.create_user(
            f"{name}@example.org", None, name=name.title(), branch=branch, team=their_team
        )
        user.roles.add(roles[role])
        world.users[name] = user


def _pipeline(world: World) -> None:
    pipeline = commands.create(SYSTEM, "pipeline", {"name": "Direct sales"})
    world.pipeline = pipeline
    for position, (name, probability, kind) in enumerate(
        [
            ("Qualified", 10, "open"),
            ("Proposal", 40, "open"),
            ("Negotiation", 60, "open"),
            ("Won", 100, "won"),
            ("Lost", 0, "lost"),
        ]
    ):
        stage = commands.create(
            SYSTEM,
            "stage",
            {
                "name": name,
                "pipeline": pipeline.pk,
                "position": position,
                "probability": probability,
                "kind": kind,
            },
        )
        world.stages[name] = stage


def _records(world: World) -> None:
    ann = world.actor("ann")
    world.company = commands.create(
        ann,
        "company",
        {"name": "Zakłady Łódź", "address.city": "Łódź", "phone": "+48 42 555 01 10", "state": "customer"},
    )
    world.person = commands.create(
        ann, "person", {"name": "Игорь Петренко", "company": world.company.pk, "email": "Igor@Example.org"}
    )
    world.deal = commands.create(
        ann,
        "deal",
        {"name": "CNC line", "company": world.company.pk, "person": world.person.pk, "amount": "148 000 EUR"},
    )


RECORDS = (Company, Person, Deal)
