"""JSON that the host can read: values that Python code passes in calls are converted, or refused with a reason."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from json import encoder
from typing import Any, Final

EXACT_INTEGER: Final = 2**53
_MOST_VALUES: Final = 999_000
"""The host ends a sandbox whose line has a million, the frame around the arguments included. A key counts as four."""
_LONGEST_LINE: Final = (128 << 20) - 1_000
"""The host ends a sandbox that writes 128 MiB in one line, the frame around the arguments included."""
_TEXT: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_LONG_TEXT: Final = 1 << 18
_LONG_NAMES: Final = 1 << 9
"""What is written for longer ones is not kept: no tool has them, and a text passed instead of a name may have any size."""
_MANY_DIGITS: Final = re.compile(r"\d{16}")
_DIGIT: Final = re.compile(r"\d")
_text_of: Final = encoder.encode_basestring_ascii
# Implemented in C; some interpreters do not have it.
_make_encoder: Final[Any] = getattr(encoder, "c_make_encoder", None)


def encode(frame: dict[str, Any]) -> str:
    """Returns one line of JSON. Raises TypeError or ValueError, which say what cannot be passed and what to pass instead."""
    text = _json_of(frame)
    if _has_many_digits(text):
        _refuse_inexact(frame)
    _refuse_too_long(len(text))
    # A value has at least one character.
    if len(text) > _MOST_VALUES and _values_in(text) > _MOST_VALUES and _values_in(_TEXT.sub("", text)) > _MOST_VALUES:
        raise ValueError("more than a million values cannot be passed in one call (a key counts as four): pass them in several calls, or as the text of a file")
    return text


def encode_texts(frame: dict[str, Any]) -> str:
    """As `encode`, for a frame that contains only texts, which cannot lose digits."""
    return _json_of(frame)


def encode_call(
    call_id: int, run: str, method: str, params: dict[str, Any], reports: list[str] | None = None
) -> Sequence[str]:
    """Returns the line of a call in parts: JSON, and, between each two parts of it, a long text that is still to be written as JSON.
    Raises like `encode`.
    """
    arguments = params.get("arguments")
    # The text around the arguments is always the same: writing it directly takes less time than encoding it.
    start = f'{{"type":"call","id":{call_id},"run":{_text_of(run)},"method":'
    end = "}" if reports is None else f',"reports":{_json_of(reports)}}}'
    if not isinstance(arguments, dict):
        return (f"{start}{_text_of(method)},\"params\":{encode(params)}{end}",)
    start += _before_arguments(method, params)
    if not arguments:
        return (f"{start}{{}}}}{end}",)
    for value in arguments.values():
        if type(value) is str and len(value) > _LONG_TEXT:
            break
    else:
        return (f"{start}{encode(arguments)}}}{end}",)
    long = {name: value for name, value in arguments.items() if type(value) is str and len(value) > _LONG_TEXT}
    # As JSON they have no fewer characters.
    _refuse_too_long(sum(map(len, long.values())))
    # A random mark, which cannot occur in anything that code passes.
    mark = os.urandom(16).hex()
    between = encode({**arguments, **dict.fromkeys(long, mark)}).split(f'"{mark}"')
    between[0] = start + between[0]
    between[-1] += "}" + end
    texts = zip(long.values(), between[1:], strict=True)
    return (between[0], *(part for text_and_json in texts for part in text_and_json))


def _before_arguments(method: str, params: dict[str, Any]) -> str:
    if method == "tools.call":
        server, tool = params["server"], params["tool"]
        if type(server) is str and type(tool) is str and len(server) + len(tool) < _LONG_NAMES:
            return _before_arguments_of(server, tool)
    others = encode({name: value for name, value in params.items() if name != "arguments"})
    return f'{_text_of(method)},"params":{others[:-1]},"arguments":'


@functools.lru_cache(maxsize=256)
def _before_arguments_of(server: str, tool: str) -> str:
    return f'"tools.call","params":{{"server":{_text_of(server)},"tool":{_text_of(tool)},"arguments":'


def in_json(parts: Sequence[str]) -> Iterator[str]:
    """The line of those parts in pieces; those of long texts are created when they are requested."""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            yield part
            continue
        yield '"'
        for start in range(0, len(part), _LONG_TEXT):
            yield json.dumps(part[start : start + _LONG_TEXT])[1:-1]
        yield '"'


def _has_many_digits(text: str) -> bool:
    # Of sixteen consecutive digits, one is at an index divisible by sixteen. Most texts have no digit there and need no
    # further search.
    if len(text) < 64:
        return len(text) > 15 and _MANY_DIGITS.search(text) is not None
    return _DIGIT.search(text[::16]) is not None and _MANY_DIGITS.search(text) is not None


def _refuse_too_long(characters: int) -> None:
    if characters > _LONGEST_LINE:
        raise ValueError("more than 128 MiB cannot be passed in one call: pass it in several calls")


def _values_in(text: str) -> int:
    """Of JSON without its texts; with them, no fewer."""
    return 1 + 4 * text.count(":") + sum(map(text.count, ",[{"))


def _convert(value: Any) -> Any:
    if _is_of(value, "datetime", "datetime", "date", "time"):
        return value.isoformat()
    if _is_of(value, "pathlib", "PurePath"):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    if hasattr(type(value), "__dataclass_fields__"):
        from dataclasses import asdict

        return asdict(value)
    for name in ("tolist", "to_dict"):  # numpy arrays and scalars; pandas objects
        method = getattr(value, name, None)
        if callable(method) and not isinstance(value, type):
            return method()
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("bytes cannot be passed to a tool: decode them to str, or base64.b64encode(...).decode()")
    raise TypeError(f"a {type(value).__name__} cannot be passed to a tool: pass str, numbers, bool, None, list or dict")


def _is_of(value: Any, module: str, *names: str) -> bool:
    """Whether it is of one of those classes. There is nothing of a module that was never imported, and the kernel imports none for this."""
    classes = (getattr(sys.modules.get(module), name, None) for name in names)
    return isinstance(value, tuple(found for found in classes if isinstance(found, type)))


_encoder: Final = json.JSONEncoder(default=_convert, allow_nan=False, separators=(",", ":"))


class _QuickEncoder:
    """The last encoder, unless it is in use. It remembers the values that it is in, and would take one for circular that is encoded once more
    meanwhile: what converts a value may itself call a tool, and a failure ends it within them.
    """

    idle: Any = None


def _json_of(value: dict[str, Any] | list[str]) -> str:
    """The encoder's result without its preparations, which take as long as encoding a call's arguments."""
    if _make_encoder is None:
        return _encoder.encode(value)
    quick, _QuickEncoder.idle = _QuickEncoder.idle, None
    if quick is None:
        quick = _make_encoder({}, _convert, _text_of, None, ":", ",", False, False, False)
    text = "".join(quick(value, 0))
    _QuickEncoder.idle = quick
    return text


def _refuse_inexact(value: Any) -> None:
    if isinstance(value, int) and abs(value) > EXACT_INTEGER:
        raise ValueError(f"{value} is beyond 2**53 and would lose digits in JSON: pass it as a str")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_inexact(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_inexact(item)
