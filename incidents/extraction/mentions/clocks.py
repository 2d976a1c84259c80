"""Times of day: "about 6:30 p.m. local time", "at 2330", "shortly before noon"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from incidents.extraction.mentions.moments import (
    Context,
    Moment,
    Rule,
    reader,
)

RULES: list[Rule] = []
reads = reader(RULES)


# --- clock times -------------------------------------------------------------------------------

_ZONE = (
    r"(?P<zone>,? ?\(?(?:local(?: time)?|(?:[A-Z][a-z]+|Iraqi|Moscow|Kabul|Baghdad) time|(?:GMT|UTC|gmt"
    r"|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?|Z|EST|EDT|CET|CEST|EET|IST|ET|BST)\b\)?)?"
)
_ABOUT_TIME = (
    r"(?:(?:at|around|about|approximately|roughly|shortly after|shortly before|just after"
    r"|just before|soon after|by|from) )*"
)


def _clock(match: re.Match[str], hour: int, minute: int) -> Moment | None:
    if hour == 24:
        hour = 0
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    words = (match["zone"] or "").strip(" ,()")
    zone = (
        "local"
        if "local" in words.lower()
        else "UTC"
        if re.match(r"(?i)gmt|utc|z$", words)
        else words.removesuffix(" time")
    )
    return Moment(time=time(hour, minute), zone=zone)


# The same moment given again in another zone: "13:40 local time (0040 UTC)", "2 a.m. on Friday (0100 UTC".
_SAID_AGAIN = re.compile(
    r"(?i)\d\s?(?:[ap]\.?m\.?)?(?: local(?: time)?| [A-Z]{3,4}| [A-Z][a-z]+ time| hours| hrs)?"
    r"(?: (?:on )?[A-Z][a-z]+day)?[ ,;]*[(\[]$"
)


@reads(rf"{_ABOUT_TIME}(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.? ?m\b\.?{_ZONE}")
def _twelve_hours(match: re.Match[str], context: Context) -> Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return _clock(match, hour, int(match["minute"] or 0))


@reads(
    rf"{_ABOUT_TIME}(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?![\d:%]|\.\d)(?: ?(?:hours|hrs"
    rf"|h)\b)?{_ZONE}"
)
def _twenty_four_hours(match: re.Match[str], context: Context) -> Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    if ":" not in match[0] and not match["zone"]:
        return None  # "3.45" may be anything
    return _clock(match, int(match["hour"]), int(match["minute"]))


@reads(
    rf"(?:(?:at|around|about|approximately|by|from|shortly after) )+(?P<hour>[01]\d"
    rf"|2[0-4])(?P<minute>[0-5]\d)(?! ?(?:people|men|km|\d))(?: ?(?:hours|hrs)\b)?{_ZONE}(?!\w)"
)
@reads(
    rf"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d) ?(?:hours|hrs)?(?= ?(?:local|GMT|UTC|gmt|utc|hrs|hours"
    rf"|Z\b)){_ZONE}(?!\w)"
)
def _military(match: re.Match[str], context: Context) -> Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    if (
        int(match["hour"]) in (19, 20)
        and not match["zone"]
        and "hour" not in match[0]
        and not re.search(r"\bat\b", match[0])
    ):
        return None  # "around 2010" is a year
    return _clock(match, int(match["hour"]), int(match["minute"]))


_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@reads(
    rf"{_ABOUT_TIME}(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?: o['’]clock)?"
    r" (?P<half>in the (?:early )?(?:morning|afternoon|evening)|at night)\b"
)
def _spelt_out(match: re.Match[str], context: Context) -> Moment | None:
    said = match["hour"].lower()
    hour = _HOURS.index(said) + 1 if said in _HOURS else int(said)
    late = match["half"].split()[-1]
    if late != "morning" and not (late == "night" and hour < 5):
        hour = hour % 12 + 12
    return Moment(time=time(hour % 24, 0))


@reads(
    r"(?:at|around|about|shortly after|shortly before|just after|just before|before|after) (?:around "
    r"|about )?(?P<word>noon|midday|midnight|dawn|dusk|sunset|sunrise|daybreak"
    r"|nightfall)(?P<zone> local time)?\b"
)
def _noon(match: re.Match[str], context: Context) -> Moment | None:
    word = match["word"].lower()
    if word in ("noon", "midday"):
        return replace(_clock(match, 12, 0) or Moment(), part="noon")
    if word == "midnight":
        return replace(_clock(match, 0, 0) or Moment(), part="midnight")
    return Moment(
        part={"sunrise": "dawn", "daybreak": "dawn", "sunset": "dusk", "nightfall": "dusk"}.get(word, word)
    )
