"""Information about tools, as dicts whose KeyErrors name the keys that exist."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

_MOST_NAMED: Final = 30


class Facts(dict[str, Any]):
    def __missing__(self, key: object) -> Any:
        # Code may have added keys that are not strings.
        names = printable(", ".join(map(str, islice(self, _MOST_NAMED))))
        more = f" and {len(self) - _MOST_NAMED} more" if len(self) > _MOST_NAMED else ""
        error = KeyError(key)
        error.add_note(f"It has: {names}{more}.")
        raise error


def printable(text: str) -> str:
    """A server's text without line breaks and terminal control characters."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
