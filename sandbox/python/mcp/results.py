"""Converts a tool's answer to a Python value."""

from __future__ import annotations

import json
from typing import Any

from .content import content_object
from .errors import ToolCallError


def value_of(result: dict[str, Any], server: str, tool: str) -> Any:
    """Structured content if there is any, else the text (parsed if it is a JSON object or array).

    Several blocks become a list, and an empty answer None. Raises ToolCallError if the answer is an error.
    """
    blocks = result.get("content") or []
    # Most answers are one text.
    if len(result) == 1 and len(blocks) == 1:
        return _block_value(blocks[0], server)
    if result.get("isError"):
        raise _error(result, blocks, server, tool)
    structured = result.get("structuredContent")
    if structured:
        others = [content_object(block, server) for block in blocks if block.get("type") != "text"]
        value = _unwrap(structured, blocks)
        return [value, *others] if others else value
    values = [_block_value(block, server) for block in blocks]
    if not values:
        return structured
    return values[0] if len(values) == 1 else values


def _unwrap(structured: dict[str, Any], blocks: list[dict[str, Any]]) -> Any:
    if len(structured) != 1:
        return structured
    ((key, value),) = structured.items()
    texts = [block["text"] for block in blocks if block.get("type") == "text"]
    return value if key == "result" or texts == [value] else structured


def _block_value(block: dict[str, Any], server: str) -> Any:
    if block.get("type") != "text":
        return content_object(block, server)
    text = block["text"]
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def _error(result: dict[str, Any], blocks: list[dict[str, Any]], server: str, tool: str) -> ToolCallError:
    text = "\n".join(block["text"] for block in blocks if block.get("type") == "text").strip()
    error = ToolCallError(f"{server}.{tool}: {text or 'the tool reported an error without a text'}", code="tool-error", server=server, tool=tool)
    error.result = result
    return error
