"""What is known of tools, as dicts that say what they have when they are asked for something else."""

from __future__ import annotations

from typing import Any, Final

_MOST_NAMED: Final = 30


class Facts(dict[str, Any]):
    def __missing__(self, key: object) -> Any:
        names = list(self)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        error = KeyError(key)
        error.add_note(f"It has: {', '.join(names[:_MOST_NAMED])}{more}.")
        raise error
