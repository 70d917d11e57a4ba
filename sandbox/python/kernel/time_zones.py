"""Time zones for `zoneinfo` under Pyodide, which does not include their data.

If a system has no data, `zoneinfo` reads the package `tzdata`. This module stands in for it: a zone's file (TZif,
RFC 8536) is made on demand from JavaScript's Temporal and Intl, which use the same database.
"""

from __future__ import annotations

import importlib.machinery
import io
import re
import struct
import types
from typing import IO, TYPE_CHECKING, Any

import js

if TYPE_CHECKING:
    from .zone_times import ZoneTime


class TimeZoneFinder:
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
    from .zone_names import OTHER_NAMES  # few ask for them

    return "\n".join([*js.Intl.supportedValuesOf("timeZone"), *OTHER_NAMES.split()]).encode()


def _zone_file(name: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z][\w+/-]*", name):  # Temporal takes an offset for a zone, too
        raise FileNotFoundError(name)
    from .zone_times import zone_times  # most sessions ask for none

    try:
        return _tzif(zone_times(name))
    except LookupError:
        raise FileNotFoundError(name) from None


def _tzif(times: list[ZoneTime]) -> bytes:
    # zoneinfo determines the daylight saving once per kind of time; for old times it may differ from the same kind later.
    of_each = [(time.offset, time.is_saving, time.abbreviation, time.start < 0) for time in times]
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(of_each))}
    indexes = [numbers[kind] for kind in of_each[1:]]
    names = "".join(f"{written}\0" for _, _, written, _ in numbers).encode()
    places = [names.index(f"{written}\0".encode()) for _, _, written, _ in numbers]
    empty = b"TZif2" + bytes(15) + bytes(24)
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(indexes), len(numbers), len(names))
    body = struct.pack(f">{len(indexes)}q{len(indexes)}B", *(time.start for time in times[1:]), *indexes)
    described = b"".join(
        struct.pack(">lbB", offset, is_saving, place) for (offset, is_saving, *_), place in zip(numbers, places)
    )
    return empty + head + body + described + names + b"\n\n"
