from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.encyclopedia import choices, rules
from clientela.domains.encyclopedia.models import Article, ArticleUse, Passage
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.link import Link, User
from clientela.engine.fields.moments import DateTime
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

ARTICLE = register(
    Entity(
        key="article",
        model=Article,
        slug="encyclopedia-pages",
        label=_("Encyclopedia page"),
        label_plural=_("Encyclopedia pages"),
        icon="book-open",
        describe=_("What a seller should know about a product: what it is, for whom, proof, objections, competitors."),
        native=(
            Text(key="name", label=_("Title"), required=True, search="A", aliases=("title", "page")),
            Link(key="product", label=_("Product"), entity="product"),
            Link(key="line", label=_("Product line"), entity="productline", aliases=("family",)),
            LongText(key="summary", label=_("In short"), search="C", aliases=("summary", "abstract")),
            Choice(key="state", label=_("State"), options=choices.STATES, default=choices.INTERNAL, read_only=True),
            DateTime(key="published_at", label=_("Published on"), read_only=True),
            User(key="published_by", label=_("Published by"), read_only=True),
        ),
        columns=("name", "product", "line", "state", "updated_at", "updated_by"),
        sort="name",
        nav="catalogue",
        state="state",
        sections=(
            Section(_("Page"), ("product", "line", "summary")),
            Section(_("Publication"), ("state", "published_at", "published_by")),
        ),
        panels=(
            Panel("passage", "article", _("Passages"), ("kind",), sort="position"),
            Panel("articleuse", "article", _("Used on"), ("deal", "way")),
        ),
        quick=("name", "product", "line", "summary"),
        similar=("name",),
        unique=(("name",),),
        rules=(rules.about_one,),
        aliases=("encyclopedia", "battle cards", "knowledge", "articles"),
    )
)  # fmt: skip

PASSAGE = register(
    Entity(
        key="passage",
        model=Passage,
        slug="passages",
        label=_("Passage"),
        label_plural=_("Passages"),
        icon="quote",
        describe=_("Parts of the encyclopedia's pages: explanations, proof, answers to objections, comparisons."),
        native=(
            Text(key="name", label=_("Heading"), search="A", aliases=("title", "heading", "objection"), help=_("For an objection: what the customer says.")),
            Link(key="article", label=_("Page"), entity="article", required=True, aliases=("page",)),
            Choice(key="kind", label=_("Kind"), options=choices.KINDS, default=choices.WHAT, required=True),
            LongText(key="text", label=_("Text"), search="D", aliases=("body", "answer", "content")),
            Link(key="competitor", label=_("Competitor"), entity="competitor"),
            Text(key="counterpart", label=_("Their product"), search="B"),
            LongText(key="our_strengths", label=_("What speaks for us"), search="D"),
            LongText(key="their_strengths", label=_("What speaks for them"), search="D"),
            Money(key="their_price", label=_("Their price")),
            Number(key="position", label=_("Position"), places=0, default=Decimal(0)),
        ),
        columns=("name", "kind", "article", "competitor", "updated_at"),
        sort="name",
        nav="catalogue",
        state="kind",
        sections=(
            Section(_("Passage"), ("article", "kind", "text", "position")),
            Section(_("Comparison"), ("competitor", "counterpart", "our_strengths", "their_strengths", "their_price")),
        ),
        quick=("article", "kind", "name", "text"),
        unique=(("article", "kind", "name"),),
        rules=(rules.fit_their_kind,),
        aliases=("objections", "arguments"),
    )
)  # fmt: skip

USE = register(
    Entity(
        key="articleuse",
        model=ArticleUse,
        slug="page-uses",
        label=_("Use of a page"),
        label_plural=_("Uses of pages"),
        icon="circle-check-big",
        title="title",
        describe=_("On which deals and quotes pages of the encyclopedia were used."),
        native=(
            Text(key="title", label=_("Title"), read_only=True, search="A"),
            Link(key="article", label=_("Page"), entity="article", required=True),
            Link(key="deal", label=_("Deal"), entity="deal"),
            Link(key="quote", label=_("Quote"), entity="quote"),
            Choice(key="way", label=_("How"), options=choices.WAYS, default=choices.USED, required=True),
            LongText(key="note", label=_("Note")),
        ),
        columns=("title", "way", "deal", "quote", "created_at", "created_by"),
        state="way",
        sections=(Section(_("Use"), ("article", "way", "deal", "quote", "note")),),
        rules=(rules.somewhere, rules.say_what),
        timeline=False,
    )
)  # fmt: skip
