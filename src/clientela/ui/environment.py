"""What every Jinja2 template can use: text in the reader's language, links, built files, icons, faces, figures."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from clientela.ui import cards, cells, faces, words

MANIFEST = Path(__file__).parent / "static" / "manifest.json"


def environment(**options: Any) -> Environment:
    """Django calls this once per process with the loader and the options of its TEMPLATES setting."""
    options.setdefault("extensions", ["jinja2.ext.i18n", "jinja2.ext.do"])
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    # A misspelt name must not pass as an empty string.
    options["undefined"] = StrictUndefined
    env = Environment(autoescape=True, **_without(options, "autoescape"))
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.filters.update(words.FILTERS)
    env.globals.update(
        static=static,
        icon=icon,
        glyph=icon,  # for macros that have a parameter called icon
        url=url,
        initials=faces.initials,
        tint=faces.tint,
        languages=settings.LANGUAGES,
        **cells.FUNCTIONS,
        **cards.FUNCTIONS,
    )
    return env


def _without(options: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != key}


@lru_cache
def _manifest() -> dict[str, str]:
    """Read once: a process serves the files that were there when it started."""
    if not MANIFEST.exists():
        return {}
    manifest: dict[str, str] = json.loads(MANIFEST.read_text())
    return manifest


def static(name: str) -> str:
    """The address of a built file by its plain name; the hash in it lets browsers keep the file forever."""
    return settings.STATIC_URL + _manifest().get(name, name)


@cache
def icon(name: str, size: str = "", label: str = "") -> Markup:
    """A lucide icon from the sprite. `size`: "" 16 px, "s" 14 px, "l" 20 px. Hidden from readers unless labelled."""
    role = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    kind = f"i i-{size}" if size else "i"
    return Markup('<svg class="{}" {}><use href="{}#{}"/></svg>').format(
        kind, role, static("icons.svg"), name
    )


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
