"""Code as models paste it, which is no Python yet: fenced, indented as a whole, or with a notebook's plotting line."""

from __future__ import annotations

import re
import textwrap
from typing import Final

_FENCED: Final = re.compile(r"\s*```[\w+-]*[ \t]*(\n.*?)\n?[ \t]*```\s*", re.DOTALL)
_PLOTTING: Final = re.compile(r"^[ \t]*%matplotlib\b.*$", re.MULTILINE)


def as_python(source: str) -> str:
    """The code without these. Every line keeps its number, but for lines before a fence."""
    fenced = _FENCED.fullmatch(source)
    return textwrap.dedent(_PLOTTING.sub("", fenced[1] if fenced else source))
