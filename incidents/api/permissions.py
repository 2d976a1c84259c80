"""An action takes the person's permission *and* the token's scope; a session has every scope."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from incidents.models import Token
from incidents.vocabulary import Scope


def in_scope(request: Request, *scopes: Scope) -> bool:
    """Does the token, if it is one that asks, have any of these scopes?"""
    token = request.auth
    return not isinstance(token, Token) or any(token.allows(scope) for scope in scopes)


def may(request: Request, codename: str, *scopes: Scope) -> bool:
    return in_scope(request, *scopes) and request.user.has_perm(f"incidents.{codename}")


def demand(request: Request, codename: str, *scopes: Scope) -> None:
    """Refuse, naming what is missing, unless the person has the right and the token one of the scopes."""
    if not in_scope(request, *scopes):
        raise PermissionDenied(f"This token lacks the scope {' or '.join(scopes)}.")
    if not request.user.has_perm(f"incidents.{codename}"):
        raise PermissionDenied(f"Your role lacks the right {codename}.")


def sees_drafts(request: Request) -> bool:
    """The ``drafts`` of ``Incident.objects.visible_to``: a narrow token sees what is public, whoever owns it."""
    return in_scope(request, Scope.DRAFTS)


class MayRead(BasePermission):
    """For what is published, and the catalogues: with the right to view them, or for all where PUBLIC_READ."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if settings.PUBLIC_READ:
            return True
        if not request.user.is_authenticated:
            return False
        demand(request, view.right_to_view, Scope.READ)
        return True


class LoggedIn(BasePermission):
    """Some account or token, with the right and the scope that ``takes`` names; what each action takes beside is
    for the view itself to say."""

    takes: tuple[str, Scope] | None = None

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if self.takes:
            demand(request, *self.takes)
        return True
