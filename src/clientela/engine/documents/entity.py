from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clientela.engine.documents import rules
from clientela.engine.documents.kinds import DocumentKind
from clientela.engine.documents.models import File, Template
from clientela.engine.entities.entity import Entity, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Option
from clientela.engine.fields.contact import Url
from clientela.engine.fields.link import Reference
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text

FILE = register(
    Entity(
        key="file",
        model=File,
        slug="files",
        label=_("File"),
        label_plural=_("Files"),
        icon="paperclip",
        describe=_("Files on records, and links to documents that live elsewhere."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("file name", "title")),
            Reference(key="about", label=_("Belongs to")),
            Url(key="link", label=_("Address"), aliases=("url",)),
            LongText(key="description", label=_("Description"), search="D"),
            Text(key="media_type", label=_("Type"), read_only=True),
            Number(key="size", label=_("Size in bytes"), places=0, read_only=True),
            Text(key="sha256", label=_("SHA-256"), column="content_id", read_only=True),
        ),
        columns=("name", "about", "media_type", "size", "created_at", "created_by"),
        sections=(Section(_("File"), ("about", "description", "link", "media_type", "size", "sha256")),),
        rules=(rules.belongs,),
        timeline=False,
    )
)

TEMPLATE = register(
    Entity(
        key="template",
        model=Template,
        slug="templates",
        label=_("Document template"),
        label_plural=_("Document templates"),
        icon="file-type",
        describe=_("How quotes, contracts and other documents look. Without one of yours, ours is used."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            DocumentKind(key="kind", label=_("Kind of document"), required=True),
            Choice(
                key="language",
                label=_("Language"),
                options=tuple(Option(code, name) for code, name in settings.LANGUAGES),
                help=_("Empty: for every language that has none of its own."),
            ),
            Boolean(key="is_standard", label=_("Used unless another is chosen"), default=False),
            LongText(key="description", label=_("Description"), search="D"),
            LongText(key="source", label=_("Source")),
            Text(key="sha256", label=_("SHA-256"), column="content_id", read_only=True),
        ),
        columns=("name", "kind", "language", "is_standard", "updated_at", "updated_by"),
        sort="name",
        nav="settings",
        sections=(Section(_("Template"), ("kind", "language", "is_standard", "description")),),
        quick=("name", "kind", "language", "is_standard"),
        rules=(rules.fits_its_kind,),
        timeline=False,
    )
)
