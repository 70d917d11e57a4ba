"""A time zone's data from JavaScript: when its offset changes, and what its time is called.

Temporal has the offsets. Whether it is summer time, and the abbreviation, are derived from the English name (Intl),
since JavaScript has abbreviations for few zones.
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
# For earlier times JavaScript knows only the offsets.
_FIRST_CALLED: Final = 0
# The time zone database's abbreviations of English names, for standard and summer time; the others are numbers.
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
"""Zones for which the database uses numbers although English has a name."""
_IRISH_SINCE: Final = 57_722_400
_MOROCCAN_SINCE: Final = 1_540_692_000
_SAVED_IN_WINTER: Final = {
    "Africa/Casablanca": (_MOROCCAN_SINCE, _LAST, 0),
    "Africa/El_Aaiun": (_MOROCCAN_SINCE, _LAST, 0),
    "Africa/Windhoek": (764_200_800, 1_508_799_600, 3600),
    "Eire": (_IRISH_SINCE, _LAST, 0),
    "Europe/Dublin": (_IRISH_SINCE, _LAST, 0),
}
"""Periods in which the database treats summer time as standard time, and this offset as daylight saving time."""
_CALLED_LIKE: Final = {"Europe/Guernsey": "Europe/London", "Europe/Isle_of_Man": "Europe/London", "Europe/Jersey": "Europe/London"}
# Names that JavaScript treats as UTC.
_GREENWICH: Final = re.compile(r"(Etc/)?(GMT[+-]?0?|Greenwich)")
_NAME: Final = re.compile(r"(.+?)( Standard| Summer| Daylight)? Time")


class ZoneTime(NamedTuple):
    """A period of a zone's time. `start` is in seconds since 1970, `offset` in seconds east of Greenwich."""

    start: int
    offset: int
    is_saving: bool
    abbreviation: str


class _Called(NamedTuple):
    start: int
    end: int
    offset: int
    name: str
    """The English name; `GMT+01:00` or empty if there is none."""


def zone_times(name: str) -> list[ZoneTime]:
    """The zone's times from 1840 to 2100. Raises LookupError if there is no such zone."""
    called = list(_called_times(name))
    if _GREENWICH.fullmatch(name):
        return [ZoneTime(called[0].start, 0, False, "GMT")]
    own = ["" if name in _IN_NUMBERS else _abbreviation_of(each.name) for each in called]
    summers = [_is_summer(called, index) for index in range(len(called))]
    # A time without a name for some years, such as before 1970, usually has the name of later years.
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
    # A zone's first time is local mean time, if the place was inhabited.
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
        # If summer time becomes another zone's standard time, Temporal reports no change.
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
    """The start of each period, and its offset."""
    try:
        moment = js.Temporal.Instant.fromEpochMilliseconds(_FIRST * 1000).toZonedDateTimeISO(name)
    except JsException:
        raise LookupError(name) from None
    yield _FIRST, moment.offsetNanoseconds // 10**9
    while (moment := moment.getTimeZoneTransition("next")) and moment.epochMilliseconds < _LAST * 1000:
        yield int(moment.epochMilliseconds // 1000), moment.offsetNanoseconds // 10**9


def _english_of(name: str) -> Callable[[int], str]:
    """A function from a moment to the zone's English name then, such as `Central European Summer Time`."""
    options = to_js({"timeZone": name, "timeZoneName": "long"}, dict_converter=js.Object.fromEntries)
    write = js.Intl.DateTimeFormat.new("en-US", options).format

    def english(seconds: int) -> str:
        written: str = write(seconds * 1000)
        return written.partition(", ")[2]

    return english


def _abbreviation_of(name: str) -> str:
    """The abbreviation, or an empty string."""
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
    # Without an English name: it is summer time if the clocks go forward by an hour or two, and back within the year.
    beside = called[index - 1 : index] + called[index + 1 : index + 2]
    return len(beside) == 2 and each.end - each.start < _YEAR and all(0 < each.offset - other.offset <= _MOST_SAVED for other in beside)


def _number(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}" + (f"{minutes:02}" if minutes else "")
