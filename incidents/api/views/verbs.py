"""What can be done to incidents: each call is the verb of the review desk, with its rights and checks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents import review
from incidents.api.filters.statements import FIELDS
from incidents.api.permissions import LoggedIn, demand, in_scope
from incidents.api.serializers import verbs
from incidents.api.serializers.changes import Changes, IncidentChange, VerbSerializer
from incidents.api.serializers.incidents import IncidentSerializer
from incidents.api.views.parts import another
from incidents.api.views.seen import IF_MATCH, given
from incidents.models import Campaign, Incident, User
from incidents.review.campaign import add_to_campaign, take_from_campaign
from incidents.review.hold import release
from incidents.review.steps import last_step, steps_of
from incidents.vocabulary import Scope

Verb = Callable[..., Incident]


@contextmanager
def named(own_name: Callable[[str], str]) -> Iterator[None]:
    """What is wrong is told by the names in which it was sent."""
    try:
        yield
    except (review.WrongStatus, review.ChangedSince):
        raise
    except ValidationError as problem:
        if not hasattr(problem, "error_dict"):
            raise
        raise ValidationError({own_name(name): said for name, said in problem.message_dict.items()}) from None


class MayReview(LoggedIn):
    """Which verbs a role may do is for review to say; a token needs the scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not in_scope(request, Scope.REVIEW):
            self.message = f"This token lacks the scope {Scope.REVIEW}."
            return False
        return True


def verb(of: str, takes: type[VerbSerializer] = VerbSerializer, answers: Any = IncidentSerializer) -> Any:
    """A POST below the incident's address. The answer is the incident as it then stands."""

    def decorate(method: Callable[..., Response]) -> Any:
        described = extend_schema(request=takes, responses=answers, parameters=[IF_MATCH], description=of)
        return described(action(detail=True, methods=["post"])(method))

    return decorate


class Verbs:
    """For the view of incidents, which finds the one that is meant and tells how it stands."""

    @extend_schema(
        request=verbs.IncidentNew,
        responses={201: OpenApiResponse(IncidentSerializer, "The draft. Location is its address.")},
        description="A new draft, of what you type. sub_event_type and a reason are needed.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "add_incident", Scope.REVIEW)
        body = verbs.IncidentNew(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        told = dict(body.validated_data)
        reason = told.pop("reason")
        changes = Changes(None, told)
        with named(changes.own_name):
            new = review.create(changes.terms, by=request.user, reason=reason)
        return self._new(new)

    @extend_schema(
        request=IncidentChange,
        responses=IncidentSerializer,
        parameters=[IF_MATCH],
        description="Correct fields of a draft, or of what is in review. Each corrected field becomes a statement"
        " of yours, with the reason.",
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(IncidentChange)
        changes = Changes(incident, told)
        with named(changes.own_name):
            return self._as_it_stands(review.edit(incident, changes.terms, **who))

    # --- where it stands ----------------------------------------------------------------------------

    @verb("Take a draft into review.")
    def accept(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._do(review.accept)

    @verb("Say that its new sources were looked at, and that it stays as it is.")
    def acknowledge(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._done_with(review.acknowledge)

    @verb("Make it public. With the first publication it gets its public id.")
    def publish(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._done_with(review.publish)

    @verb("Put a draft aside, for a reason.")
    def reject(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._done_with(review.reject)

    @verb("Take a published incident back into review, or make a rejected one a draft again, for a reason.")
    def reopen(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._do(review.reopen)

    @verb("Make it somebody's task, or nobody's. Who gets it is told.", verbs.AssignSerializer)
    def assign(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.AssignSerializer)
        assignee = None
        if told["assignee"] is not None:
            assignee = User.objects.filter(username__iexact=told["assignee"], is_active=True).first()
            if assignee is None:
                raise ValidationError({"assignee": _("expected a user name, or null.")})
        return self._as_it_stands(review.assign(incident, assignee, **who))

    # --- what is said -------------------------------------------------------------------------------

    @verb("Let its value follow this statement, and none of its rivals.", verbs.ChooseSerializer)
    def choose(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._do(review.choose, verbs.ChooseSerializer)

    @verb("Vouch for what the reader has found. No value changes, nor the version.", verbs.ConfirmSerializer)
    def confirm(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.ConfirmSerializer)
        fields = told.get("fields")
        if unknown := sorted(set(fields or ()) - FIELDS.keys()):
            expected = _("expected names of %(names)s; not %(unknown)s.")
            raise ValidationError({"fields": expected % {"names": ", ".join(FIELDS), "unknown": unknown[0]}})
        named_so = None if fields is None else [FIELDS[name] for name in fields]
        return self._as_it_stands(review.confirm(incident, named_so, **who))

    # --- what it is to others -----------------------------------------------------------------------

    @verb(
        "Make it one with another incident, which stays and is the answer; this one then leads there.",
        verbs.MergeSerializer,
    )
    def merge(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.MergeSerializer)
        into = another(request, "into", told["into"])
        which = {name: verbs.columns(told.get(name, ())) for name in ("take", "unite")}
        with named(verbs.own_name):
            stays = review.merge(incident, into, into_version=told["into_version"], **which, **who)
        release(incident, by=request.user)
        return self._as_it_stands(stays)

    @verb(
        "Make two of a draft that tells of two events. The answer is the new one.",
        verbs.SplitSerializer,
        {201: OpenApiResponse(IncidentSerializer, "The new draft. Location is its address.")},
    )
    def split(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.SplitSerializer)
        told |= verbs.keys_of(incident, told.get("rows", {}), told.get("shared", {}))
        return self._new(review.split(incident, **told, **who))

    @verb("Say that it is not the other one: nobody is asked again. No version grows.", verbs.ApartSerializer)
    def apart(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._with_another(review.apart, verbs.ApartSerializer)

    @verb("Bind it to another: it retaliates for it, follows it up, is part of it.", verbs.LinkSerializer)
    def link(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._with_another(review.link, verbs.LinkSerializer)

    @verb("Take such a bond away.", verbs.LinkSerializer)
    def unlink(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._with_another(review.unlink, verbs.LinkSerializer)

    @verb("Count it to a campaign.", verbs.CampaignOfIncident)
    def add_to_campaign(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._of_campaign(add_to_campaign)

    @verb("Count it to a campaign no more.", verbs.CampaignOfIncident)
    def take_from_campaign(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._of_campaign(take_from_campaign)

    # --- back ---------------------------------------------------------------------------------------

    @verb(
        "Take back all that one step changed, a merge as well. 204 where that was its creation.",
        verbs.UndoSerializer,
        {
            200: IncidentSerializer,
            204: OpenApiResponse(description="The step had made it: it is there no more."),
        },
    )
    def undo(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.UndoSerializer)
        if (seen := who.pop("seen_version")) != incident.version:
            raise review.Stale(incident, incident, seen)
        step = told.get("step")
        if step is None:
            last = last_step(incident, by=request.user)
            step = last and last.step
        if step is None or step not in {why.step for why in steps_of(incident)}:
            raise ValidationError({"step": _("expected a step of this incident's history.")})
        done = review.undo_step(step, partly=told["partly"], **who)
        if not Incident.objects.filter(pk=done.pk).exists():
            return Response(status=204)
        return self._as_it_stands(done)

    @verb("Put back what fields had in an earlier version. It is an edit of yours.", verbs.RevertSerializer)
    def revert(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident, told, who = self._told_of(verbs.RevertSerializer)
        fields = verbs.columns(told["fields"]) if "fields" in told else None
        return self._as_it_stands(review.revert(incident, told["to"], fields, **who))

    # --- how ----------------------------------------------------------------------------------------

    def _told_of(self, takes: type[VerbSerializer]) -> tuple[Incident, dict[str, Any], dict[str, Any]]:
        incident = self.get_object()
        body = takes(data=self.request.data, context=self.get_serializer_context())
        return incident, *given(self.request, body, incident)

    def _do(self, act: Verb, takes: type[VerbSerializer] = VerbSerializer) -> Response:
        incident, told, who = self._told_of(takes)
        return self._as_it_stands(act(incident, *told.values(), **who))

    def _done_with(self, act: Verb) -> Response:
        """Whoever had it open for that has it no more."""
        incident, _told, who = self._told_of(VerbSerializer)
        done = act(incident, **who)
        release(done, by=self.request.user)
        return self._as_it_stands(done)

    def _with_another(self, act: Verb, takes: type[VerbSerializer]) -> Response:
        incident, told, who = self._told_of(takes)
        other = another(self.request, "other", told.pop("other"))
        return self._as_it_stands(act(incident, other, *told.values(), **who))

    def _of_campaign(self, act: Verb) -> Response:
        incident, told, who = self._told_of(verbs.CampaignOfIncident)
        campaign = Campaign.objects.filter(pk=told["campaign"]).first()
        if campaign is None:
            raise ValidationError({"campaign": _("expected one of the campaigns that we know.")})
        return self._as_it_stands(act(incident, campaign, **who))

    def _as_it_stands(self, incident: Incident) -> Response:
        # not among those visible: who may reopen with a narrow token need not see what it then is
        return self._told(self.with_rows(Incident.objects.filter(pk=incident.pk)).get())

    def _new(self, incident: Incident) -> Response:
        response = self._as_it_stands(incident)
        response.status_code = 201
        response.headers["Location"] = self.request.build_absolute_uri(incident.get_absolute_url())
        return response
