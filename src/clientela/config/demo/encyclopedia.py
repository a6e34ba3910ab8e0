"""What the demo company's sellers know: pages about its goods, answers, comparisons, and where they were used."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from clientela.config.demo.pages import PAGES, Page
from clientela.domains.catalog.models import ProductLine
from clientela.domains.deals.models import Competitor
from clientela.domains.encyclopedia import commands as encyclopedia
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.documents import files
from clientela.engine.fields.link import Target
from clientela.engine.records import commands

Rows = list[dict[str, Any]]
# How often a page is used on a deal for its goods: it is brought out more where there is something to win.
USED = {"won": 0.45, "lost": 0.27, "open": 0.2}
PUBLISHED = ("CNC-510", "Measuring")


def build(chance: random.Random, users: dict[str, User], products: Rows, deals: Rows) -> None:
    """Everything of the encyclopedia; the same in every run."""
    anna = Actor(user=users["anna"])
    goods = {row["code"]: row for row in products}
    rivals = dict(gate.unrestricted(Competitor, reason="the demo names them").values_list("name", "pk"))
    made: dict[str, UUID] = {}
    for page in PAGES:
        about = {"product": goods[page.about]["id"]} if page.about in goods else {"line": _line(page.about)}
        made[page.about] = _page(anna, page, about, rivals)
    picture = files.keep(anna, Target("article", made["CNC-510"]), "Spindle load.png", _picture())
    told = {"description": "Spindle load, hour by hour: on the old machine (grey), on this one (blue)"}
    commands.update(anna, "file", picture.pk, told)
    files.keep(
        anna, Target("article", made["CNC-510"]), "Questions before the offer.txt", _QUESTIONS.encode()
    )
    for code in PUBLISHED:
        encyclopedia.publish(anna, made[code])
    _uses(chance, made, products, deals)


def _line(name: str) -> UUID:
    """The product line that demo goods of this name are in."""
    found: UUID = (
        gate.unrestricted(ProductLine, reason="the demo names it").values_list("pk", flat=True).get(name=name)
    )
    return found


def _page(actor: Actor, page: Page, about: dict[str, UUID], rivals: dict[str, UUID]) -> UUID:
    article = commands.create(actor, "article", {"name": page.name, "summary": page.summary, **about})
    rows: Rows = [{"kind": kind, "name": name, "text": text} for kind, name, text in page.passages]
    for rival, counterpart, ours, theirs, price in page.rivals:
        rows.append(
            {"kind": "competitor", "competitor": rivals[rival], "counterpart": counterpart, "our_strengths": ours, "their_strengths": theirs, "their_price": price}
        )  # fmt: skip
    _made(actor, "passage", [{**row, "article": article.pk, "position": at} for at, row in enumerate(rows)])
    return article.pk


def _made(actor: Actor, entity: str, rows: Sequence[dict[str, Any]]) -> None:
    for outcome in commands.create_many(actor, entity, rows):
        outcome.unwrap()


def _uses(chance: random.Random, made: dict[str, UUID], products: Rows, deals: Rows) -> None:
    codes = {row["id"]: row["code"] for row in products}
    rows = [
        {"article": made[codes[deal["product"]]], "deal": deal["id"], "owner": deal["owner"]}
        for deal in deals
        if codes[deal["product"]] in made and chance.random() < USED[deal["_kind"]]
    ]
    _made(SYSTEM, "articleuse", rows)


def _picture() -> bytes:
    """A drawn chart: how busy the spindle is hour by hour, before and after."""
    picture = Image.new("RGB", (960, 480), "#ffffff")
    draw = ImageDraw.Draw(picture)
    for hour in range(8):
        before, after = 190 - (hour % 3) * 32, 330 - (hour % 2) * 18
        left = 70 + hour * 108
        draw.rectangle((left, 430 - before, left + 38, 430), fill="#c3c9d4")
        draw.rectangle((left + 42, 430 - after, left + 80, 430), fill="#2f62c9")
    draw.line((50, 430, 930, 430), fill="#5b6270", width=2)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


_QUESTIONS = """Ten questions before an offer for a machining centre

1. Which parts, in which material, how many a month?
2. Largest and heaviest of them, finest tolerance?
3. On what are they made today, and what annoys people about it?
4. Which control do the operators know?
5. Who programs, with which CAM system?
6. Floor, crane, air, power: what is there?
7. When must the first good part leave the machine?
8. Who decides, and who can say no?
9. Bought, leased or rented?
10. What happens if nothing is bought?
"""
