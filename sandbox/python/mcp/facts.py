"""What is known of tools, as dicts that say what they have when they are asked for something else."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

_MOST_NAMED: Final = 30


class Facts(dict[str, Any]):
    def __missing__(self, key: object) -> Any:
        # Code may have put keys of its own into it.
        names = printable(", ".join(map(str, islice(self, _MOST_NAMED))))
        more = f" and {len(self) - _MOST_NAMED} more" if len(self) > _MOST_NAMED else ""
        error = KeyError(key)
        error.add_note(f"It has: {names}{more}.")
        raise error


def printable(text: str) -> str:
    """A server's text can neither begin a line of its own nor reach a terminal."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
