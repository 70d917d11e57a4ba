"""Lists from the host that print one line for each entry, since a model reads them. To code they are plain lists and dicts.

`dict(docs)`, `list(resources)` or `json.dumps(...)` print all of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from .facts import Facts, printable

_LONGEST_TEXT: Final = 120
_READ: Final = 1_000
_MOST_CHARACTERS: Final = 10_000
_MOST_NAMES: Final = 5_000
_SENTENCE: Final = re.compile(r".+?(?:[.!?](?= )|[。！？])")


class Listing(list[Any]):
    """A list of dicts, printed as a line for each."""

    def __repr__(self) -> str:
        try:
            return "\n".join(map(self._line, self)) or "[]"
        except Exception:  # user code put something else into it, or the server is gone
            return super().__repr__()

    def _line(self, entry: dict[str, Any]) -> str:
        raise NotImplementedError


class Resources(Listing):
    """Resources, or templates of them: the URI, its type, what it is."""

    def _line(self, entry: dict[str, Any]) -> str:
        uri = entry["uriTemplate"] if "uriTemplate" in entry else entry["uri"]
        kind = f" ({entry['mimeType']})" if entry.get("mimeType") else ""
        name = entry.get("title") or entry["name"]
        what = ": ".join(part for part in ("" if uri.endswith(name) else name, _sentence_of(entry)) if part)
        return printable(f"{uri}{kind} {what}".rstrip())


class Prompts(Listing):
    """Prompts: the name, its arguments (optional ones with a `?`), what it is for."""

    def _line(self, entry: dict[str, Any]) -> str:
        arguments = ", ".join(each["name"] if each.get("required") else f"{each['name']}?" for each in entry.get("arguments", ()))
        return printable(f"{entry['name']}({arguments}) {_sentence_of(entry)}".rstrip())


class SavedListing(Listing):
    """Saved tools: the first line of each definition, and its description."""

    def _line(self, entry: dict[str, Any]) -> str:
        description = f"  # {entry['description']}" if entry["description"] else ""
        return printable(f"{entry['signature'] or entry['name']}{description}")


class ToolDocs(Facts):
    """The tools of a server by name, printed as a line for each: the call to write, and what it does."""

    def __init__(self, docs: dict[str, Any], server: str) -> None:
        super().__init__(docs)
        self.server = server

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self), self.server)

    def __repr__(self) -> str:
        try:
            return "\n".join([self._head(), *self._lines()]) if self else "{}"
        except Exception:  # user code put something else into it
            return super().__repr__()

    def _head(self) -> str:
        how = f'one with its schema: await runtime.query_tool_docs("{self.server}", "tool")'
        return f"{len(self)} tool{'s' if len(self) > 1 else ''} of {self.server}; {how}"

    def _lines(self) -> Iterator[str]:
        room = _MOST_CHARACTERS
        for shown, (name, tool) in enumerate(self.items()):
            line = printable(f"{tool.get('signature') or name} {_sentence_of(tool)}".rstrip())
            room -= len(line)
            if room < 0:
                yield from self._rest(list(self)[shown:])
                return
            yield line

    def _rest(self, names: list[str]) -> Iterator[str]:
        text = printable(", ".join(names))
        if len(text) > _MOST_NAMES:
            text = text[: text.rindex(", ", 0, _MOST_NAMES)] + ", …"
        yield f"{len(names)} more: {text}"
        yield f'Find one by what it does: await runtime.search_tool_docs("…", server="{self.server}")'


def _sentence_of(entry: dict[str, Any]) -> str:
    """The first sentence of the description, on one line and cut at a word; empty where there is none."""
    text = " ".join((entry.get("description") or "")[:_READ].split())
    sentence = _SENTENCE.match(text)
    first = sentence[0] if sentence else text
    if len(first) <= _LONGEST_TEXT:
        return first
    cut = first[: _LONGEST_TEXT - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
