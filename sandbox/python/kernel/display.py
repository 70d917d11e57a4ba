"""How values are shown: text as `repr` gives it, images as images."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

_TEXT_LIMIT = 20_000
_LIST_LIMIT = 20
_IMAGE_METHODS = (
    ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"),
    # Not an IPython method: the objects of mcp.content have it.
    ("_repr_gif_", "image/gif"),
    ("_repr_webp_", "image/webp"),
)
_WITHOUT_IMAGES = frozenset({bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset})
"""Types that most cells end with. Values of any other type are checked for image methods."""
IMAGE_LIMIT = 8 * 1024 * 1024


def image_of(value: Any) -> tuple[str, str] | None:
    """MIME type and base64 data, if the value is one that shows itself as an image."""
    if type(value) in _WITHOUT_IMAGES:
        return None
    for method_name, mime_type in _IMAGE_METHODS:
        if isinstance(value, type):
            return None
        method = getattr(value, method_name, None)
        data = method() if callable(method) else None
        if isinstance(data, tuple):  # (data, metadata), as notebooks allow
            data = data[0]
        if isinstance(data, str):
            return mime_type, data
        if isinstance(data, (bytes, bytearray)):
            return mime_type, base64.b64encode(data).decode("ascii")
    return None


def images_in(value: Any) -> list[tuple[str, str]]:
    """The value itself if it is an image, or the images in a list of a tool's content blocks."""
    items = value if isinstance(value, (list, tuple)) and len(value) <= _LIST_LIMIT else [value]
    found = [image_of(item) for item in items]
    return [image for image in found if image is not None and len(image[1]) <= IMAGE_LIMIT]


def text_of(value: Any) -> str:
    """`repr(value)`, with the middle cut where it is long; `_` still holds the whole value."""
    text = repr(value)
    if len(text) <= _TEXT_LIMIT:
        return text
    half = _TEXT_LIMIT // 2
    cut = len(text) - _TEXT_LIMIT
    return f"{text[:half]}\n[... {cut:,} characters cut; the whole value is in the variable _ ...]\n{text[-half:]}"


def make_display(send_image: Callable[[str, str], None]) -> Callable[..., None]:
    def display(*values: Any) -> None:
        """Shows each value as a notebook would: images as images, everything else as text."""
        for value in values:
            image = image_of(value)
            if image is None:
                print(value if isinstance(value, str) else text_of(value))
                # Images in a list of a tool's content blocks.
                for part in images_in(value):
                    send_image(*part)
            elif len(image[1]) > IMAGE_LIMIT:
                print(f"[an image of {len(image[1]):,} base64 characters is too large to show: make it smaller]")
            else:
                send_image(*image)

    return display
