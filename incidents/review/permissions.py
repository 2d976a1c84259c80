"""Who may do which verb: the one table that the browser, the API and commands ask.

A role is a group of this name; ``manage.py migrate`` makes the groups and keeps them as this table says.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incidents.models import Incident, User
from incidents.vocabulary import Scope

CATALOGUES = ("actor", "tie", "base", "presence", "place", "trigger", "source", "campaign")

VIEWER = {"view_incident", *(f"view_{name}" for name in CATALOGUES)}
SUBMITTER = VIEWER | {"submit_article"}
ANALYST = SUBMITTER | {
    "view_draft",
    "view_article",
    "reread_article",
    "add_incident",
    "change_incident",
    "publish_incident",
    "reject_incident",
    "reopen_incident",
    *(f"{verb}_{name}" for verb in ("add", "change") for name in CATALOGUES),
}
EDITOR = ANALYST | {
    "view_restricted",
    "undo_others",
    "view_batch",
    "view_receipt",
    "view_snapshot",
    "add_snapshot",
    "withdraw_snapshot",
    *(f"delete_{name}" for name in CATALOGUES),
}
ADMIN = EDITOR | {
    *(
        f"{verb}_{name}"
        for verb in ("view", "add", "change", "delete")
        for name in ("user", "token", "group")
    ),
    "view_webhook",
    "change_webhook",
    "view_delivery",
}

ROLES: dict[str, set[str]] = {
    "viewer": VIEWER,
    "submitter": SUBMITTER,
    "analyst": ANALYST,
    "editor": EDITOR,
    "admin": ADMIN,
}

USES: dict[Scope, str] = {
    Scope.READ: "view_incident",
    Scope.DRAFTS: "view_draft",
    Scope.SUBMIT: "submit_article",
    Scope.REVIEW: "change_incident",
    Scope.WEBHOOKS: "view_incident",
    Scope.ADMIN: "change_user",
}
"""The right that a token of this scope is of use to; its owner has it, or the scope is not offered."""


def scopes_of(user: User) -> list[Scope]:
    return [scope for scope, codename in USES.items() if user.has_perm(f"incidents.{codename}")]


def access_groups(user: User) -> QuerySet[Group]:
    """The groups to which this person may restrict incidents: all his that are no roles; any, for a superuser."""
    groups = Group.objects.all() if user.is_superuser else user.groups.all()
    return groups.exclude(name__in=ROLES).order_by("name")


def own_group(incident: Incident, columns: Mapping[str, Any], *, by: User) -> None:
    """Nobody restricts an incident to a role, or to a group that is not his; the group that it has may stay."""
    group = columns.get("restricted_to")
    if group is None or group.pk == incident.restricted_to_id:
        return
    if not (own := access_groups(by)).filter(pk=group.pk).exists():
        names = ", ".join(group.name for group in own)
        raise ValidationError(
            {
                "restricted_to": _("expected one of your access groups: %(names)s.") % {"names": names}
                if names
                else _(
                    "expected none: you are in no access group. Admins make them, and choose their members."
                )
            }
        )


def sync_roles() -> None:
    """Make the groups and give each exactly the permissions of the table."""
    # post_migrate runs app by app, before the permissions of later apps exist: make sure of ours
    from django.contrib.auth.management import create_permissions

    for label in ("auth", "incidents"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    ours = Permission.objects.filter(content_type__app_label__in=("incidents", "auth"))
    by_codename = {permission.codename: permission for permission in ours}
    for role, codenames in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([by_codename[codename] for codename in sorted(codenames)])
