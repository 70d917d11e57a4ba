"""Time zones for `zoneinfo` under Pyodide, which comes without their data.

Where a system has none, `zoneinfo` reads the package `tzdata`. This stands in its place: a zone's file (TZif, RFC 8536)
is made, when it is asked for, from what JavaScript's Temporal and Intl know, which have the same database.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import io
import re
import struct
import types
from collections.abc import Callable
from datetime import datetime, timezone
from typing import IO, Any, Final

import js
from pyodide.ffi import JsException, to_js

_MOST_SAVED: Final = 2 * 3600
_YEAR: Final = 366 * 86_400
_FIRST: Final = datetime(1840, 1, 1, tzinfo=timezone.utc).timestamp()
# Rules without an end are followed this far.
_LAST: Final = datetime(2100, 1, 1, tzinfo=timezone.utc).timestamp()
# A zone's letters, such as CET, are told in the English of those who use them.
_ENGLISH: Final = ("en-US", "en-GB", "en-AU", "en-CA", "en-IN", "en-ZA", "en-NZ", "en-IE")


class TimeZoneFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the package `tzdata` and whatever is below it."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] != "tzdata":
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        pass

    def get_resource_reader(self, name: str) -> _Folder:
        return _Folder(name.removeprefix("tzdata.zoneinfo").replace(".", "/").lstrip("/"))


class _Folder:
    def __init__(self, name: str) -> None:
        self._name = name

    def files(self) -> _Folder:
        return self

    def joinpath(self, name: str) -> _File:
        return _File(f"{self._name}/{name}".lstrip("/"))


class _File:
    def __init__(self, name: str) -> None:
        self._name = name

    def is_dir(self) -> bool:
        return False

    def open(self, mode: str = "r", *_: Any, **options: Any) -> IO[Any]:
        file = io.BytesIO(_names() if self._name == "tzdata/zones" else _zone_file(self._name))
        return file if "b" in mode else io.TextIOWrapper(file, encoding="utf-8")


def _names() -> bytes:
    return "\n".join([*js.Intl.supportedValuesOf("timeZone"), "UTC"]).encode()


def _zone_file(name: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z][\w+/-]*", name):  # Temporal takes an offset for a zone, too
        raise FileNotFoundError(name)
    try:
        moment = js.Temporal.Instant.fromEpochMilliseconds(_FIRST * 1000).toZonedDateTimeISO(name)
    except JsException:
        raise FileNotFoundError(name) from None
    moments, offsets = [_FIRST], [moment.offsetNanoseconds // 10**9]
    while (moment := moment.getTimeZoneTransition("next")) and moment.epochMilliseconds < _LAST * 1000:
        moments.append(moment.epochMilliseconds / 1000)
        offsets.append(moment.offsetNanoseconds // 10**9)

    letters = _letters_of(name)
    kinds: dict[tuple[int, bool, str], int] = {}
    indexes = []
    for index, (seconds, offset) in enumerate(zip(moments, offsets)):
        is_summer = 0 < index < len(moments) - 1 and _is_summer(*moments[index : index + 2], *offsets[index - 1 : index + 2])
        # A zone's first time is that of its place's sun.
        written = "LMT" if index == 0 and len(moments) > 1 else letters(seconds, offset)
        indexes.append(kinds.setdefault((offset, is_summer, written), len(kinds)))
    return _tzif(moments[1:], indexes[1:], list(kinds))


def _is_summer(start: float, end: float, before: int, offset: int, after: int) -> bool:
    """Temporal does not say it: the clocks go forward by an hour or two, and back within the year."""
    return end - start < _YEAR and all(0 < offset - other <= _MOST_SAVED for other in (before, after))


def _letters_of(name: str) -> Callable[[float, int], str]:
    options = to_js({"timeZone": name, "timeZoneName": "short"}, dict_converter=js.Object.fromEntries)
    formats = [js.Intl.DateTimeFormat.new(language, options) for language in _ENGLISH]

    def letters(seconds: float, offset: int) -> str:
        for each in formats:
            parts = each.formatToParts(js.Date.new(seconds * 1000))
            written: str = next(part.value for part in parts if part.type == "timeZoneName")
            if re.fullmatch("[A-Z]+", written):
                return written
        hours, minutes = divmod(abs(offset) // 60, 60)
        return f"{'-' if offset < 0 else '+'}{hours:02}" + (f"{minutes:02}" if minutes else "")

    return letters


def _tzif(moments: list[float], indexes: list[int], kinds: list[tuple[int, bool, str]]) -> bytes:
    names = "".join(f"{letters}\0" for *_, letters in kinds).encode()
    places = [names.index(f"{letters}\0".encode()) for *_, letters in kinds]
    empty = b"TZif2" + bytes(15) + bytes(24)
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(moments), len(kinds), len(names))
    body = struct.pack(f">{len(moments)}q{len(indexes)}B", *(int(seconds) for seconds in moments), *indexes)
    described = b"".join(
        struct.pack(">lbB", offset, is_summer, place) for (offset, is_summer, _), place in zip(kinds, places)
    )
    return empty + head + body + described + names + b"\n\n"
