"""What a search for tools found, printed as a line for each."""

from __future__ import annotations

from typing import Any

from .facts import printable
from .listings import Listing
from .servers import servers


class Hits(Listing):
    """What a search found: how well it fits, the call to write, what it does."""

    def _line(self, entry: dict[str, Any]) -> str:
        alias = servers[entry["server"]]._label.removeprefix("mcp_")
        return printable(f"{entry['score']:.2f} {alias}.{entry['signature']} {entry['description']}").removeprefix("0")
