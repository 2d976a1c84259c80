"""Talking about an incident. A comment changes no value, so that nobody's page goes stale by it."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Comment, Incident, User
from incidents.review.change import recorded
from incidents.review.errors import NotAllowed
from incidents.review.notices import colleagues, may_see, tell
from incidents.vocabulary import NoticeKind

FOR = timedelta(days=1)
"""How long its author may reword or delete it; then others have read it and answered."""
LONGEST = 5000
MENTION = re.compile(r"(?<![\w@.+-])@([\w.@+-]+)")


def comment(incident: Incident, text: str, *, by: User) -> Comment:
    """Tells whom it mentions (``@alice``), and the one whose task the incident is."""
    _allowed(incident, by)
    with recorded(user=by.pk, verb="comment", reason="", incident=incident.pk), transaction.atomic():
        made = Comment.objects.create(incident=incident, author=by, text=_cleaned(text))
        mentioned = tell(
            mentioned_in(made.text, incident), NoticeKind.MENTIONED, by=by, incident=incident, comment=made
        )
        if incident.assignee not in mentioned:
            tell([incident.assignee], NoticeKind.COMMENTED, by=by, incident=incident, comment=made)
        return made


def reword(written: Comment, text: str, *, by: User) -> Comment:
    """One's own, for a day. Whom it mentioned before is not told again."""
    _own(written, by)
    with recorded(user=by.pk, verb="reword", reason="", incident=written.incident_id), transaction.atomic():
        before = set(mentioned_in(written.text, written.incident))
        written.text, written.edited_at = _cleaned(text), timezone.now()
        written.save(update_fields=["text", "edited_at"])
        newly = [who for who in mentioned_in(written.text, written.incident) if who not in before]
        tell(newly, NoticeKind.MENTIONED, by=by, incident=written.incident, comment=written)
        return written


def delete_comment(written: Comment, *, by: User) -> None:
    """One's own, for a day. What it said stays in the history; the notices of it go."""
    _own(written, by)
    with recorded(user=by.pk, verb="delete_comment", reason="", incident=written.incident_id):
        written.delete()


def is_ones_own(written: Comment, by: User) -> bool:
    return written.author_id == by.pk and timezone.now() - written.at < FOR


def mentioned_in(text: str, incident: Incident) -> list[User]:
    """Of those who may see the incident; ``@alice.`` at the end of a sentence is alice."""
    names = set()
    for found in MENTION.findall(text):
        names |= {found.lower(), found.rstrip(".,+-@").lower()}
    if not names:
        return []
    return [person for person in colleagues(incident) if person.username.lower() in names]


def unheard(text: str, incident: Incident) -> list[str]:
    """The names in it that are nobody's here: a slip of the pen, or somebody who may not see the incident."""
    heard = {person.username.lower() for person in mentioned_in(text, incident)}
    found = (name.rstrip(".,+-@") for name in MENTION.findall(text))
    return [name for name in dict.fromkeys(found) if name and name.lower() not in heard]


def _allowed(incident: Incident, by: User) -> None:
    if not may_see(by, incident):
        raise NotAllowed(_("%(by)s may not comment on %(incident)s.") % {"by": by, "incident": incident})


def _own(written: Comment, by: User) -> None:
    _allowed(written.incident, by)
    if written.author_id != by.pk:
        raise NotAllowed(_("A comment is its author's to change."))
    if not is_ones_own(written, by):
        raise NotAllowed(_("A comment can be changed for a day; add another one."))


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise ValidationError({"text": _("expected a comment.")})
    if len(text) > LONGEST:
        raise ValidationError(
            {
                "text": _("expected at most %(longest)s characters; these are %(n)s.")
                % {"longest": LONGEST, "n": len(text)}
            }
        )
    return text
