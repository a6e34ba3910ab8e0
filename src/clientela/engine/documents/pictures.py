"""Small pictures of pictures."""

from __future__ import annotations

import io
import warnings

WIDE, HIGH = 320, 240
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# A picture of more pixels than any camera has is made to exhaust memory.
MOST_PIXELS = 60_000_000


def thumbnail(data: bytes, media_type: str) -> bytes | None:
    """A WebP of at most 320 × 240 px, None for what is no picture or a broken one."""
    if not media_type.startswith("image/"):
        return None
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (WIDE * 2, HIGH * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((WIDE, HIGH))
            small = io.BytesIO()
            has_holes = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            upright.convert("RGBA" if has_holes else "RGB").save(small, "WEBP", quality=80)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
    return small.getvalue()
