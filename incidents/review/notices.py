"""Lines for inboxes: who is told what, and what of it he may still see."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.models import Comment, Incident, Notice, User
from incidents.models.revisions import revision_model
from incidents.vocabulary import NoticeKind, Sensitivity, Status


def tell(
    people: Iterable[User | None],
    kind: NoticeKind,
    *,
    by: User,
    incident: Incident,
    comment: Comment | None = None,
) -> list[User]:
    """Who is told: nobody of what he did himself, and nobody of what he may not see."""
    told = [
        person
        for person in dict.fromkeys(people)
        if person and person != by and person.is_active and may_see(person, incident)
    ]
    Notice.objects.bulk_create(
        Notice(user=person, kind=kind, by=by, incident=incident, comment=comment) for person in told
    )
    return told


def may_see(person: User, incident: Incident) -> bool:
    if not person.has_perm("incidents.view_draft"):
        return False
    return Incident.objects.visible_to(person).filter(pk=incident.pk).exists()


def colleagues(incident: Incident) -> QuerySet[User]:
    """Everybody who may see this incident at the desk: who can be mentioned, and given it. In one query."""
    people = _with("view_draft")
    is_embargoed = incident.embargo_until and incident.embargo_until > timezone.now()
    if is_embargoed or incident.sensitivity == Sensitivity.RESTRICTED:
        people = people.filter(pk__in=_with("view_restricted"))
        if incident.restricted_to_id:
            people = people.filter(Q(is_superuser=True) | Q(groups=incident.restricted_to_id)).distinct()
    return people.order_by("username")


def _with(right: str) -> QuerySet[User]:
    return User.objects.with_perm(  # type: ignore[no-any-return] -- of whatever user model
        f"incidents.{right}", backend="django.contrib.auth.backends.ModelBackend"
    )


def publisher(incident: Incident) -> User | None:
    """Who made it public as it was public last."""
    revisions = revision_model(Incident).objects.filter(pgh_obj=incident.pk, status=Status.PUBLISHED)
    found = revisions.filter(pgh_context__metadata__verb="publish")
    revision = found.select_related("pgh_context").order_by("pgh_id").last()
    said = revision.pgh_context.metadata if revision and revision.pgh_context else {}
    return User.objects.filter(pk=said.get("user")).first()


def inbox(user: User) -> QuerySet[Notice]:
    """The newest first. What became restricted meanwhile is not there, nor counted."""
    visible = Incident.objects.visible_to(user) if user.has_perm("incidents.view_draft") else ()
    return Notice.objects.filter(Q(incident=None) | Q(incident__in=visible), user=user)


def unread(user: User) -> int:
    return inbox(user).filter(read_at=None).count()


def mark_read(notices: QuerySet[Notice]) -> int:
    return notices.filter(read_at=None).update(read_at=timezone.now())
