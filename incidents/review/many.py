"""What can be done to many incidents at once: for each verb its right, what it asks for, and what it will do.

Nothing is decided here. A forecast tells beforehand what the verb will say; the verb itself says it again when it
is the row's turn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Campaign, Incident, User
from incidents.review.assign import assign
from incidents.review.campaign import add_to_campaign
from incidents.review.confirm import confirm
from incidents.review.edit import edit
from incidents.review.publish import four_eyes, publish
from incidents.review.reject import reject
from incidents.review.values import cleaned, countries
from incidents.vocabulary import LIVING, OPEN, RowOutcome, Sensitivity, Status

SETTABLE = (
    "sub_event_type",
    "certainty",
    "country",
    "admin1",
    "civilian_targeting",
    "intercepted",
    "damage",
    "origin_of_fire",
    "sensitivity",
    "embargo_until",
)
"""Of what can be edited, that of which many incidents may have the same."""

Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Forecast:
    outcome: RowOutcome
    words: str = ""
    is_seen: bool = True
    """By who asks; then there is nothing to say of it."""


@dataclass(frozen=True, slots=True)
class Verb:
    """``asks`` names what it is told, beside why; ``clean`` makes of that what ``do`` and ``foresee`` take."""

    label: str
    permission: str
    do: Callable[..., Incident]
    foresee: Callable[[Incident, Any, User], Forecast]
    asks: tuple[str, ...] = ()
    clean: Callable[[Asked], Any] = lambda asked: None
    needs_reason: bool = False


def refused(words: str) -> Forecast:
    return Forecast(RowOutcome.REFUSED, words)


def _from_to(before: object, after: object) -> str:
    return _("%(before)s → %(after)s") % {"before": before, "after": after}


def _is_open(incident: Incident) -> Forecast | None:
    if incident.status in OPEN:
        return None
    return refused(
        _("It is %(status)s: only drafts and what is in review can be changed.")
        % {"status": incident.get_status_display().lower()}
    )


# --- publish and reject -----------------------------------------------------------------------------


def _to(status: Status) -> Callable[[Incident, Any, User], Forecast]:
    def foresee(incident: Incident, told: Any, by: User) -> Forecast:
        if refusal := _is_open(incident):
            return refusal
        if status == Status.PUBLISHED and (why_not := four_eyes(incident, by)):
            return refused(str(why_not))
        return Forecast(RowOutcome.CHANGED, _from_to(incident.get_status_display(), status.label))

    return foresee


def _told_nothing(verb: Callable[..., Incident]) -> Callable[..., Incident]:
    return lambda incident, told, **who: verb(incident, **who)


# --- set a field, assign ------------------------------------------------------------------------------


def _value(asked: Asked) -> tuple[str, Any]:
    name = asked.get("field", "")
    if name not in SETTABLE:
        raise ValidationError({"field": _("expected one of %(names)s.") % {"names": ", ".join(SETTABLE)}})
    try:
        return name, cleaned(Incident, name, asked.get("value", ""))
    except ValidationError as problem:
        raise ValidationError({"value": problem.messages}) from None


def _assignee(asked: Asked) -> User | None:
    who = asked.get("assignee", "")
    if not who:
        raise ValidationError({"assignee": _("expected a user name, or nobody.")})
    try:
        found = None if who == "nobody" else cleaned(Incident, "assignee", who)
    except ValidationError as problem:
        raise ValidationError({"assignee": problem.messages}) from None
    if found and not found.has_perm("incidents.change_incident"):
        raise ValidationError(
            {"assignee": _("expected somebody who may review; %(found)s may not.") % {"found": found}}
        )
    return found


def _set(incident: Incident, told: tuple[str, Any], **who: Any) -> Incident:
    name, value = told
    return edit(incident, {name: value}, **who)


def _will_set(incident: Incident, told: tuple[str, Any], by: User) -> Forecast:
    name, value = told
    if refusal := _is_open(incident):
        return refusal
    before = getattr(incident, name)
    if before == value:
        return Forecast(RowOutcome.UNCHANGED, _("It is so already."))
    if name == "sensitivity" and incident.restricted_to_id and value != Sensitivity.RESTRICTED:
        return refused(_("restricted_to: expected none, where the sensitivity is not restricted."))
    return Forecast(RowOutcome.CHANGED, _from_to(_said(incident, name, before), _said(incident, name, value)))


def _will_assign(incident: Incident, told: User | None, by: User) -> Forecast:
    if incident.status not in LIVING:
        return refused(_("It is %(status)s.") % {"status": incident.get_status_display().lower()})
    if incident.assignee == told:
        return Forecast(RowOutcome.UNCHANGED, _("It is so already."))
    return Forecast(RowOutcome.CHANGED, _from_to(incident.assignee or _("nobody"), told or _("nobody")))


def _said(incident: Incident, name: str, value: Any) -> str:
    if value in (None, ""):
        return _("not stated")
    if name == "country":
        return countries().get(value, value)
    return str(dict(incident._meta.get_field(name).flatchoices).get(value, value))


# --- campaigns, confirming ----------------------------------------------------------------------------


def _campaign(asked: Asked) -> Campaign:
    key = str(asked.get("campaign", ""))
    found = Campaign.objects.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    if found is None:
        raise ValidationError({"campaign": _("expected one of the campaigns that we know.")})
    return found


def _will_belong(incident: Incident, told: Campaign, by: User) -> Forecast:
    if incident.status == Status.MERGED:
        return refused(_("It was merged into another."))
    if told in incident.campaigns.all():
        return Forecast(RowOutcome.UNCHANGED, _("It belongs to it already."))
    return Forecast(RowOutcome.CHANGED, _("belongs to %(told)s") % {"told": told})


def _least(asked: Asked) -> float:
    least = str(asked.get("confidence", ""))
    if not (least.isascii() and least.isdigit() and int(least) <= 100):
        raise ValidationError({"confidence": _("expected per cent, from 0 to 100.")})
    return int(least) / 100


def _sure(incident: Incident, least: float) -> list[str]:
    """Fields in which the reader is followed, is so sure at least, and has not been judged. In Python, so that a
    page of them takes one query."""
    judged = {verdict.field for verdict in incident.verdicts.all()}
    found = {
        statement.field
        for statement in incident.statements.all()
        if statement.is_chosen and statement.article_id and statement.confidence >= least
    }
    return sorted(found - judged)


def _confirm(incident: Incident, told: float, **who: Any) -> Incident:
    return confirm(incident, _sure(incident, told), **who)


def _will_confirm(incident: Incident, told: float, by: User) -> Forecast:
    if refusal := _is_open(incident):
        return refusal
    fields = _sure(incident, told)
    if not fields:
        return Forecast(RowOutcome.UNCHANGED, _("Nothing in it is so sure and not yet confirmed."))
    return Forecast(RowOutcome.CHANGED, _("confirms %(names)s") % {"names": ", ".join(fields)})


VERBS: dict[str, Verb] = {
    "publish": Verb(
        gettext_lazy("Publish"), "publish_incident", _told_nothing(publish), _to(Status.PUBLISHED)
    ),
    "reject": Verb(
        gettext_lazy("Reject"),
        "reject_incident",
        _told_nothing(reject),
        _to(Status.REJECTED),
        needs_reason=True,
    ),
    "assign": Verb(
        gettext_lazy("Assign"),
        "change_incident",
        lambda incident, told, **who: assign(incident, told, **who),
        _will_assign,
        ("assignee",),
        _assignee,
    ),
    "edit": Verb(
        gettext_lazy("Set a field"), "change_incident", _set, _will_set, ("field", "value"), _value, True
    ),
    "link": Verb(
        gettext_lazy("Add to a campaign"),
        "change_incident",
        lambda incident, told, **who: add_to_campaign(incident, told, **who),
        _will_belong,
        ("campaign",),
        _campaign,
    ),
    "confirm": Verb(
        gettext_lazy("Confirm what the reader is sure of"),
        "change_incident",
        _confirm,
        _will_confirm,
        ("confidence",),
        _least,
    ),
}
"""By the name that a job keeps."""
BELOW = {"link": ("campaigns",), "confirm": ("statements", "verdicts")}
"""What a forecast looks at beside the incident itself."""
