"""DOCX templates: Word files with {{ fields }}, filled by docxtpl in a sandbox."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import ChainableUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from clientela.engine.documents.typesetting import BadTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_UNPACKED, MOST_PARTS = 100 * 2**20, 2_000
MOST_LOOPS = 10_000


class _Limited(ImmutableSandboxedEnvironment):
    """No attribute that begins with an underscore, nothing that changes a value, no endless range."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=ChainableUndefined)
        self.globals = {"range": _range}


def _range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_LOOPS:
        raise SecurityError("range is too long")
    return found


def fill(data: bytes, values: Mapping[str, Any]) -> bytes:
    """The document with its fields filled; a field that does not exist is empty. Raises BadTemplate."""
    check(data)
    from docx.opc.exceptions import OpcError
    from docxtpl.template import DocxTemplate

    try:
        document = DocxTemplate(io.BytesIO(data))
        document.render(dict(values), _Limited(), autoescape=True)
        filled = io.BytesIO()
        document.save(filled)
    except TemplateError as mistake:
        raise BadTemplate(
            _("The fields of the Word template cannot be filled: %s.") % str(mistake)[:300]
        ) from None
    except (OpcError, KeyError, ValueError, TypeError, OverflowError) as mistake:
        raise BadTemplate(
            _("The Word template cannot be used: %s.") % (str(mistake)[:200] or type(mistake).__name__)
        ) from None
    return filled.getvalue()


def fields(data: bytes) -> set[str]:
    """Names that the template asks for. Raises BadTemplate."""
    check(data)
    from docxtpl.template import DocxTemplate

    try:
        found: set[str] = DocxTemplate(io.BytesIO(data)).get_undeclared_template_variables(_Limited())
    except (TemplateError, KeyError, ValueError) as mistake:
        raise BadTemplate(
            _("The fields of the Word template cannot be read: %s.") % str(mistake)[:300]
        ) from None
    return found


def check(data: bytes) -> None:
    """That this is a Word file, and none made to fill the memory. Raises BadTemplate."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise BadTemplate(_("This is not a Word file (.docx).")) from None
    if not any(part.filename == "word/document.xml" for part in parts):
        raise BadTemplate(_("This is not a Word file (.docx)."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadTemplate(_("This Word file is larger than a template may be."))
