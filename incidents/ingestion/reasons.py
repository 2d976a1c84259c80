"""Why two tellings may be of one event, and how much each reason counts.

The points are guesses of people who read such news, not weights fitted to data; they are explained in
docs/matching.md and measured by ``python -m benchmarks.matching``. Two rules are stronger than any sum. Only
what agrees on the day and on the place can be the same for certain, and nothing can against which a ``CONTRARY``
reason speaks. Rival figures are weak reasons: a toll rises from one story to the next.
"""

from enum import StrEnum


class Reason(StrEnum):
    """As an analyst reads it, where there is no more to say."""

    SAME_DAY = "same day"
    DAYS_OVERLAP = "days overlap"
    ANOTHER_DAY = "another day"
    HOURS_APART = "hours apart"
    SAME_HOUR = "same hour"
    SAME_BASE = "same base"
    ANOTHER_BASE = "another base"
    SAME_PLACE = "same place"
    NEAR = "a few km apart"
    ANOTHER_PLACE = "another place"
    FAR = "far apart"
    SAME_REGION = "same region"
    ANOTHER_COUNTRY = "another country"
    SAME_TYPE = "same type"
    SAME_KIND = "same kind of event"
    ANOTHER_KIND = "another kind of event"
    UNLIKE_KIND = "quite another kind of event"
    SAME_ACTORS = "same actors"
    RIVAL_ACTORS = "rival accounts of who did it"
    OTHER_ACTORS = "other actors"
    OTHER_DIRECTION = "fire the other way"
    SAME_TARGETS = "same targets"
    OTHER_TARGETS = "other targets"
    SAME_KILLED = "same number killed"
    NEAR_KILLED = "nearly as many killed"
    OTHER_KILLED = "other numbers killed"
    SAME_WOUNDED = "same number wounded"
    OTHER_WOUNDED = "other numbers wounded"
    SAME_WEAPON = "same weapon"
    OTHER_WEAPON = "other weapons"


R = Reason
POINTS: dict[Reason, float] = {
    R.SAME_DAY: 3,
    R.DAYS_OVERLAP: 0,
    R.ANOTHER_DAY: -3,
    R.SAME_HOUR: 1,
    R.HOURS_APART: -2,
    R.SAME_BASE: 4,
    R.ANOTHER_BASE: -6,
    R.SAME_PLACE: 3,
    R.NEAR: 2,
    R.ANOTHER_PLACE: -1,
    R.FAR: -5,
    R.SAME_REGION: 1,
    R.ANOTHER_COUNTRY: -4,
    R.SAME_TYPE: 1.5,
    R.SAME_KIND: 0.5,
    R.ANOTHER_KIND: -0.5,
    R.UNLIKE_KIND: -4,
    R.SAME_ACTORS: 2,
    R.RIVAL_ACTORS: -0.5,
    R.OTHER_ACTORS: -3,
    R.OTHER_DIRECTION: -5,
    R.SAME_TARGETS: 1,
    R.OTHER_TARGETS: -2,
    R.SAME_KILLED: 1.5,
    R.NEAR_KILLED: 0.5,
    R.OTHER_KILLED: -1.5,
    R.SAME_WOUNDED: 1,
    R.OTHER_WOUNDED: -0.5,
    R.SAME_WEAPON: 1,
    R.OTHER_WEAPON: -1,
}
CONTRARY = {
    *(R.ANOTHER_DAY, R.HOURS_APART, R.ANOTHER_BASE, R.ANOTHER_PLACE, R.FAR, R.ANOTHER_COUNTRY),
    *(R.UNLIKE_KIND, R.OTHER_ACTORS, R.OTHER_DIRECTION),
}
CLEAR = 7.0  # the day, the place and the type, with nothing against them
LEAD = 1.5  # over the next best, so that one of them is clear
LISTED = 4.0  # below this it is not worth an analyst's look
