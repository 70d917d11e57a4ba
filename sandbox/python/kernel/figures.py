"""matplotlib figures that a cell made: each is shown once, when the cell ends, even without `plt.show()`."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from typing import Any, Final

_WIDEST_PIXELS: Final = 1200


def new_figures() -> Iterator[tuple[str, str]]:
    """MIME type and base64 data of every open figure; each is closed, so that the next cell starts with none."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        pyplot.close(number)
        yield "image/png", base64.b64encode(_png(figure)).decode("ascii")


def _png(figure: Any) -> bytes:
    inches = max(figure.get_size_inches())
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=min(figure.dpi, _WIDEST_PIXELS / inches))
    return buffer.getvalue()
