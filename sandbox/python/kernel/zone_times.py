"""What JavaScript knows of a time zone: when its offset changes, and what its time is called.

Temporal tells the offsets. Whether it is summer time is told by what English calls it (Intl), and so is the abbreviation,
which JavaScript has for few zones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Final, NamedTuple

import js
from pyodide.ffi import JsException, to_js

_MOST_SAVED: Final = 2 * 3600
_YEAR: Final = 366 * 86_400
_FIRST: Final = int(datetime(1840, 1, 1, tzinfo=timezone.utc).timestamp())
# Rules without an end are followed this far.
_LAST: Final = int(datetime(2100, 1, 1, tzinfo=timezone.utc).timestamp())
# Of earlier times JavaScript knows the offsets alone.
_FIRST_CALLED: Final = 0
# How the time zone database abbreviates what English has names for, standard time and summer time; the rest are numbers.
_ABBREVIATIONS: Final = {
    "Alaska": "AKST AKDT",
    "American Samoa": "SST SST",
    "Atlantic": "AST ADT",
    "Australian Central": "ACST ACDT",
    "Australian Eastern": "AEST AEDT",
    "Australian Western": "AWST AWDT",
    "British": "GMT BST",
    "Central": "CST CDT",
    "Central Africa": "CAT CAT",
    "Central European": "CET CEST",
    "Central Indonesia": "WITA WITA",
    "Chamorro": "ChST GDT",
    "China": "CST CDT",
    "Coordinated Universal": "UTC UTC",
    "Cuba": "CST CDT",
    "East Africa": "EAT EAT",
    "Eastern": "EST EDT",
    "Eastern European": "EET EEST",
    "Eastern Indonesia": "WIT WIT",
    "Greenwich Mean": "GMT GMT",
    "Guam": "ChST GDT",
    "Hawaii-Aleutian": "HST HDT",
    "Hong Kong": "HKT HKST",
    "India": "IST IST",
    "Irish": "IST IST",
    "Israel": "IST IDT",
    "Japan": "JST JDT",
    "Korean": "KST KDT",
    "Macao": "CST CDT",
    "Mexican Pacific": "MST MDT",
    "Moscow": "MSK MSD",
    "Mountain": "MST MDT",
    "New Zealand": "NZST NZDT",
    "Newfoundland": "NST NDT",
    "North Korea": "KST KST",
    "Northern Mariana Islands": "ChST ChST",
    "Pacific": "PST PDT",
    "Pakistan": "PKT PKST",
    "Philippine": "PST PDT",
    "Samoa": "SST SST",
    "South Africa": "SAST SAST",
    "Taipei": "CST CDT",
    "Taiwan": "CST CDT",
    "Volgograd": "MSK MSD",
    "West Africa": "WAT CAT",
    "Western European": "WET WEST",
    "Western Indonesia": "WIB WIB",
    "Yukon": "MST MST",
}
_IN_NUMBERS: Final = {
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Antarctica/Casey",
    "Asia/Colombo",
    "Asia/Dili",
    "Asia/Thimbu",
    "Asia/Thimphu",
    "Europe/Astrakhan",
    "Europe/Minsk",
    "Europe/Samara",
    "Europe/Saratov",
    "Europe/Ulyanovsk",
    "Pacific/Apia",
}
"""Of these the database has numbers all the same."""
_IRISH_SINCE: Final = 57_722_400
_MOROCCAN_SINCE: Final = 1_540_692_000
_SAVED_IN_WINTER: Final = {
    "Africa/Casablanca": (_MOROCCAN_SINCE, _LAST, 0),
    "Africa/El_Aaiun": (_MOROCCAN_SINCE, _LAST, 0),
    "Africa/Windhoek": (764_200_800, 1_508_799_600, 3600),
    "Eire": (_IRISH_SINCE, _LAST, 0),
    "Europe/Dublin": (_IRISH_SINCE, _LAST, 0),
}
"""From when to when the database takes summer time for standard time, and for saving time what has this offset."""
_CALLED_LIKE: Final = {"Europe/Guernsey": "Europe/London", "Europe/Isle_of_Man": "Europe/London", "Europe/Jersey": "Europe/London"}
# Which JavaScript takes for UTC.
_GREENWICH: Final = re.compile(r"(Etc/)?(GMT[+-]?0?|Greenwich)")
_NAME: Final = re.compile(r"(.+?)( Standard| Summer| Daylight)? Time")


class ZoneTime(NamedTuple):
    """From its start on. `start` is in seconds since 1970, `offset` in seconds east of Greenwich."""

    start: int
    offset: int
    is_saving: bool
    abbreviation: str


class _Called(NamedTuple):
    start: int
    end: int
    offset: int
    name: str
    """In English; `GMT+01:00` or nothing where it has none."""


def zone_times(name: str) -> list[ZoneTime]:
    """From 1840 to 2100. Raises LookupError where there is no such zone."""
    called = list(_called_times(name))
    if _GREENWICH.fullmatch(name):
        return [ZoneTime(called[0].start, 0, False, "GMT")]
    own = ["" if name in _IN_NUMBERS else _abbreviation_of(each.name) for each in called]
    summers = [_is_summer(called, index) for index in range(len(called))]
    # A time that has no name for some years, as before 1970, has mostly the one of later years.
    later = {(each.offset, summer): written for each, summer, written in zip(called[::-1], summers[::-1], own[::-1]) if written}
    times = [
        ZoneTime(
            each.start,
            each.offset,
            _is_saving(name, each, summer),
            written or later.get((each.offset, summer)) or _number(each.offset),
        )
        for each, summer, written in zip(called, summers, own)
    ]
    if len(times) == 1:
        return times
    # A zone's first time is that of its place's sun, where anybody lived there.
    first = "LMT" if times[0].offset else "-00"
    return [times[0]._replace(abbreviation=first), *times[1:]]


def _is_saving(name: str, time: _Called, is_summer: bool) -> bool:
    first, last, saved = _SAVED_IN_WINTER.get(name, (_LAST, _LAST, 0))
    return time.offset == saved if first <= time.start < last else is_summer


def _called_times(name: str) -> Iterator[_Called]:
    changes = list(_offset_changes(name))
    english = _english_of(_CALLED_LIKE.get(name, name))
    for index, (start, offset) in enumerate(changes):
        end = changes[index + 1][0] if index + 1 < len(changes) else _LAST
        if end <= _FIRST_CALLED:
            yield _Called(start, end, offset, "")
            continue
        # Where summer time becomes another zone's standard time, Temporal tells of no change.
        low, last = max(start, _FIRST_CALLED), english(end - 1)
        while (called := english(low)) != last:
            high = end - 1
            at = low
            while high - at > 1:
                middle = (at + high) // 2
                at, high = (middle, high) if english(middle) == called else (at, middle)
            yield _Called(start, high, offset, called)
            start = low = high
        yield _Called(start, end, offset, called)


def _offset_changes(name: str) -> Iterator[tuple[int, int]]:
    """When it begins, and the offset."""
    try:
        moment = js.Temporal.Instant.fromEpochMilliseconds(_FIRST * 1000).toZonedDateTimeISO(name)
    except JsException:
        raise LookupError(name) from None
    yield _FIRST, moment.offsetNanoseconds // 10**9
    while (moment := moment.getTimeZoneTransition("next")) and moment.epochMilliseconds < _LAST * 1000:
        yield int(moment.epochMilliseconds // 1000), moment.offsetNanoseconds // 10**9


def _english_of(name: str) -> Callable[[int], str]:
    """What the zone's time is called at a moment, such as `Central European Summer Time`."""
    options = to_js({"timeZone": name, "timeZoneName": "long"}, dict_converter=js.Object.fromEntries)
    write = js.Intl.DateTimeFormat.new("en-US", options).format

    def english(seconds: int) -> str:
        written: str = write(seconds * 1000)
        return written.partition(", ")[2]

    return english


def _abbreviation_of(name: str) -> str:
    """Nothing where it has none."""
    found = _NAME.fullmatch(name)
    both = _ABBREVIATIONS.get(found[1]) if found else None
    return both.split()[_names_summer(found[2])] if found and both else ""


def _names_summer(word: str | None) -> bool:
    return word in (" Summer", " Daylight")


def _is_summer(called: list[_Called], index: int) -> bool:
    each = called[index]
    found = _NAME.fullmatch(each.name)
    if found:
        return _names_summer(found[2])
    # Where English has no name: the clocks go forward by an hour or two, and back within the year.
    beside = called[index - 1 : index] + called[index + 1 : index + 2]
    return len(beside) == 2 and each.end - each.start < _YEAR and all(0 < each.offset - other.offset <= _MOST_SAVED for other in beside)


def _number(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}" + (f"{minutes:02}" if minutes else "")
