"""Code as models paste it, which is no Python yet: fenced, with a notebook's plotting line, or indented as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_FENCE: Final = "```"
_OPENING: Final = re.compile(_FENCE + r"[\w+-]*[ \t]*\n")
_PLOTTING: Final = re.compile(r"^[ \t]*%matplotlib\b.*$", re.MULTILINE)
_INDENTATION: Final = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_BLANK: Final = re.compile(r"\s*\n")


def repairs(source: str) -> Iterator[str]:
    """The code without the first of these, the first two, and all, where they are there: no more is changed than must be.

    Every line keeps its number, but for lines before a fence.
    """
    for repair in (_without_fence, _without_plotting, _without_indentation):
        repaired = repair(source)
        if repaired != source:
            source = repaired
            yield source


def _without_fence(source: str) -> str:
    text = source.strip()
    opening = _OPENING.match(text)
    is_fenced = opening is not None and text.endswith(_FENCE, opening.end())
    return "\n" + text[opening.end() : -len(_FENCE)] if opening and is_fenced else source


def _without_plotting(source: str) -> str:
    return _PLOTTING.sub("", source)


def _without_indentation(source: str) -> str:
    """The first line's, of those that have it. Unlike `textwrap.dedent` it takes no blanks out of a text's empty lines."""
    blank = _BLANK.match(source)
    first = _INDENTATION.match(source, blank.end() if blank else 0)
    return re.sub(f"^{first[0]}", "", source, flags=re.MULTILINE) if first else source
