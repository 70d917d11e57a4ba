"""JSON as the host can read it: values that Python users pass in calls are converted or refused with a reason."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib
import re
from typing import Any, Final

EXACT_INTEGER: Final = 2**53
_MANY_DIGITS: Final = re.compile(r"\d{16}")


def encode(frame: dict[str, Any]) -> str:
    """One line of JSON. TypeError or ValueError say which value cannot be passed, and what to pass instead."""
    text = json.dumps(frame, default=_convert, allow_nan=False, separators=(",", ":"))
    if _MANY_DIGITS.search(text):
        _refuse_inexact(frame)
    return text


def _convert(value: Any) -> Any:
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    for name in ("tolist", "to_dict"):  # numpy arrays and scalars; pandas objects
        method = getattr(value, name, None)
        if callable(method) and not isinstance(value, type):
            return method()
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("bytes cannot be passed to a tool: decode them to str, or base64.b64encode(...).decode()")
    raise TypeError(f"a {type(value).__name__} cannot be passed to a tool: pass str, numbers, bool, None, list or dict")


def _refuse_inexact(value: Any) -> None:
    if isinstance(value, int) and abs(value) > EXACT_INTEGER:
        raise ValueError(f"{value} is beyond 2**53 and would lose digits in JSON: pass it as a str")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_inexact(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_inexact(item)
