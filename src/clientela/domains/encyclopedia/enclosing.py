"""Files of pages that fit a quote are offered to go along with it; what went out is a use of their page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from clientela.domains.encyclopedia import commands, queries
from clientela.domains.encyclopedia.models import Article
from clientela.domains.orders.enclosing import Enclosure, Paper, Source, register
from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import contents
from clientela.engine.documents.models import File

KEY = "page:"


def offered(actor: Actor, quote: Quote) -> list[Enclosure]:
    articles = {article.pk: article for article in queries.for_quote(actor, quote).articles}
    if not articles:
        return []
    rows = gate.visible(actor, File).filter(
        about_entity="article", about_id__in=articles, content__isnull=False
    )
    return [
        _enclosure(file, articles[file.about_id])
        for file in rows.order_by("name", "pk")[: queries.FOUND]
        if file.about_id
    ]


def _enclosure(file: File, article: Article) -> Enclosure:
    return Enclosure(f"{KEY}{file.pk}", file.name, article.name, int(file.size or 0), _reader(file))


def _reader(file: File) -> Callable[[], Paper]:
    def read() -> Paper:
        return Paper(
            file.name, contents.load(file.content_id or ""), file.media_type or "application/octet-stream"
        )

    return read


def tell(actor: Actor, quote: Quote, keys: Sequence[str]) -> None:
    files = [uuid.UUID(key.removeprefix(KEY)) for key in keys if key.startswith(KEY)]
    rows = gate.visible(actor, File).filter(pk__in=files, about_entity="article")
    commands.sent(actor, {about for about in rows.values_list("about_id", flat=True) if about}, quote)


register(Source(offered, tell))
