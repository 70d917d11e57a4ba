"""Repairs code that a model pasted: inside a Markdown fence, with `%matplotlib inline`, or indented as a whole."""

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
    """Versions of the code with one, two and all of these removed, so that no more is changed than necessary.

    Every line keeps its number, unless there are lines before a fence.
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
    """Removes plotting lines. A line inside a string that looks like one stays."""
    if not _PLOTTING.search(source):
        return source
    lines = source.split("\n")
    for number in _lines_of_percent_statements(source):
        if _PLOTTING.match(lines[number - 1]):
            lines[number - 1] = ""
    return "\n".join(lines)


def _lines_of_percent_statements(source: str) -> Iterator[int]:
    begins = True
    # Code that cannot be tokenized is not repaired.
    with contextlib.suppress(tokenize.TokenError, SyntaxError, UnicodeError):
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if begins and token.string == "%":
                yield token.start[0]
            if token.type not in _NO_CODE:
                begins = token.type in _BEFORE_STATEMENT


def _without_indentation(source: str) -> str:
    """Removes the first line's indentation from all lines that have it. Unlike `textwrap.dedent` it leaves blank lines in strings alone."""
    blank = _BLANK.match(source)
    first = _INDENTATION.match(source, blank.end() if blank else 0)
    return re.sub(f"^{first[0]}", "", source, flags=re.MULTILINE) if first else source
