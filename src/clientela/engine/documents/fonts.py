"""Fonts for documents: Latin, Cyrillic and Traditional Chinese come in packages, others from the system.

Roboto (Apache-2.0, package font-roboto) has Polish and Russian; Noto Sans TC (OFL-1.1, package pylopdf-fonts-zh-tw) has
Traditional Chinese and its punctuation. Where the machine has Noto Sans CJK, its bold comes with it.
"""

from __future__ import annotations

import functools
from importlib.util import find_spec
from pathlib import Path

PACKAGES = {"font_roboto": "font-roboto", "pylopdf_fonts_zh_tw": "pylopdf-fonts-zh-tw"}
# Folders where Linux distributions and macOS keep fonts for Chinese, Japanese and Korean.
SYSTEM = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
)
LATIN, CHINESE = "Roboto", ("Noto Sans CJK TC", "Noto Sans TC")
FAMILIES = (LATIN, *CHINESE, "Libertinus Serif")


@functools.cache
def folders() -> tuple[str, ...]:
    """Where the fonts are that documents are set in."""
    packaged = [_packaged(module) for module in PACKAGES]
    return tuple(str(found) for found in packaged if found) + tuple(f for f in SYSTEM if Path(f).is_dir())


def _packaged(module: str) -> Path | None:
    found = find_spec(module)
    if found is None or not found.submodule_search_locations:
        return None
    home = Path(next(iter(found.submodule_search_locations)))
    return home / "files" if (home / "files").is_dir() else home


@functools.cache
def families() -> frozenset[str]:
    """Names of the families that a template can ask for."""
    import typst

    found = typst.Fonts(include_system_fonts=False, font_paths=list(folders()))
    return frozenset(found.families())


def missing() -> list[str]:
    """What cannot be set in type here, in words for `clientela doctor`."""
    known = families()
    lacking = [] if LATIN in known else [f"Latin and Cyrillic letters ({LATIN})"]
    return lacking + ([] if known & set(CHINESE) else ["Chinese characters (Noto Sans TC)"])
