"""Advice about a value whose shape the code guessed wrong: what a tool's result is, and what this one has in it."""

from __future__ import annotations

import re
from typing import Final

from mcp.servers import servers

from .error_places import failed_line
from .failed_values import indexed, what_it_is

_A_VALUE: Final = "A tool's result is the Python value that you see when you print it; `call_tool(..., raw=True)` returns the whole answer as a dict."
_ONE_CHARACTER: Final = "It is one character of a str: `text.splitlines()` has its lines."
_OF_JSON_TEXT: Final = "; `json.loads` parses it"
_SERVER_NAME: Final = "It is a server's name: `runtime.discovered_servers(detailed=True)` has descriptions, `await runtime.query_tool_docs(name)` its tools."
_TOOL_NAME: Final = '; `await runtime.query_tool_docs("server")` has descriptions and schemas of tools, by name'
_OF_JSON: Final = re.compile(r"\{\s*\".*\}|\[.*[\"}\d\]]\s*\]", re.DOTALL)
_OF_RESULTS: Final = {"content", "structuredContent", "structured_content", "isError", "is_error", "text", "result"}
_RESULT_KEY: Final = re.compile(r"""\[["'](content|structuredContent|structured_content|isError|text|result)["']\]""")
_OF_DOCS: Final = {"description", "inputSchema", "input_schema", "schema", "parameters", "signature"}


def hint_of_json(error: ValueError) -> str | None:
    """What the text is that `json` could not read."""
    text = getattr(error, "doc", None)
    return f"This is no JSON: it is {what_it_is(text)}." if isinstance(text, str) else None


def hint_of_index(error: IndexError) -> str | None:
    return hint_of_shape(indexed(error)[0], None)


def hint_of_index_type(error: TypeError) -> str | None:
    """For a key that a list or str was asked for."""
    value, name = indexed(error)
    return hint_of_shape(value, name) or (_A_VALUE if _RESULT_KEY.search(failed_line(error)) else None)


def hint_of_key(error: KeyError) -> str | None:
    key = error.args[0] if error.args else None
    value, _ = indexed(error)
    if isinstance(value, dict):
        return hint_of_shape(value, key) if not dict.__contains__(value, key) else None  # else it has changed, or has keys of its own
    return _A_VALUE if isinstance(key, str) and key in _OF_RESULTS else None


def hint_of_shape(value: object, name: object) -> str | None:
    """What a dict, list or str is, for code that took it for something else."""
    what = what_it_is(value)
    if what is None:
        return None
    if isinstance(name, str) and name in _OF_RESULTS:
        return f"{_A_VALUE} Here it is {what}."
    if isinstance(value, str) and value in servers:
        return _SERVER_NAME
    if isinstance(value, str) and str.__len__(value) == 1:
        return _ONE_CHARACTER
    if isinstance(value, (str, list)) and name in _OF_DOCS:
        return f"It is {what}{_TOOL_NAME}."
    return f"It is {what}{_OF_JSON_TEXT if _is_json(value) else ''}."


def _is_json(value: object) -> bool:
    """Whether it looks like the text of a JSON object or list, by its ends alone."""
    return isinstance(value, str) and _OF_JSON.fullmatch(str.strip(value)) is not None
