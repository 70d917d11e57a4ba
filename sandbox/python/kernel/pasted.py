"""Code as models paste it, which is no Python yet: fenced, with a notebook's plotting line, or indented as a whole."""

from __future__ import annotations

import contextlib
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final

_FENCE: Final = "```"
_OPENING: Final = re.compile(_FENCE + r"[\w+-]*[ \t]*\n")
_PLOTTING: Final = re.compile(r"^[ \t]*%matplotlib\b", re.MULTILINE)
_BEFORE_STATEMENT: Final = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
_NO_CODE: Final = (tokenize.NL, tokenize.COMMENT)
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
    """A line of a text that looks like one is no statement, and stays."""
    if not _PLOTTING.search(source):
        return source
    lines = source.split("\n")
    for number in _lines_of_percent_statements(source):
        if _PLOTTING.match(lines[number - 1]):
            lines[number - 1] = ""
    return "\n".join(lines)


def _lines_of_percent_statements(source: str) -> Iterator[int]:
    begins = True
    # Past what cannot be read at all, nothing need be mended.
    with contextlib.suppress(tokenize.TokenError, SyntaxError, UnicodeError):
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if begins and token.string == "%":
                yield token.start[0]
            if token.type not in _NO_CODE:
                begins = token.type in _BEFORE_STATEMENT


def _without_indentation(source: str) -> str:
    """The first line's, of those that have it. Unlike `textwrap.dedent` it takes no blanks out of a text's empty lines."""
    blank = _BLANK.match(source)
    first = _INDENTATION.match(source, blank.end() if blank else 0)
    return re.sub(f"^{first[0]}", "", source, flags=re.MULTILINE) if first else source
