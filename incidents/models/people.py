"""Who works here, and the keys that their scripts use."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from django.utils.functional import cached_property

from incidents.models.revisions import tracked
from incidents.vocabulary import Scope

HELD = """
    SELECT c.app_label, p.codename FROM auth_permission AS p
    JOIN django_content_type AS c ON c.id = p.content_type_id
    WHERE %(all)s
    OR p.id IN (SELECT permission_id FROM incidents_user_user_permissions WHERE user_id = %(user)s)
    OR p.id IN (
        SELECT g.permission_id FROM auth_group_permissions AS g
        JOIN incidents_user_groups AS mine ON mine.group_id = g.group_id WHERE mine.user_id = %(user)s
    )
"""
"""In SQL: every request asks this, and Django takes longer to word it than PostgreSQL to answer."""


class User(AbstractUser):
    """An account; its roles are its groups (incidents/review/permissions.py)."""

    single_keys = models.BooleanField(
        "keys without Ctrl",
        default=True,
        help_text="Single letters are commands on the review pages, outside of inputs.",
    )
    blurs_graphic = models.BooleanField(
        "graphic words are blurred",
        default=True,
        help_text="Of incidents that are marked as graphic, until they are asked for.",
    )

    class Meta(AbstractUser.Meta):
        db_table = "incidents_user"

    @cached_property
    def group_keys(self) -> list[int]:
        """Of one request: asked for by every list, and few enough to be named in its query."""
        return list(self.groups.values_list("pk", flat=True))

    @cached_property
    def _perm_cache(self) -> set[str]:
        """Where Django looks before it asks, once for the person's own rights and once for those of the groups."""
        with connection.cursor() as cursor:
            cursor.execute(HELD, {"all": self.is_superuser, "user": self.pk})
            return {f"{app}.{name}" for app, name in cursor.fetchall()}

    @property
    def roles(self) -> list[str]:
        return sorted(self.groups.values_list("name", flat=True))

    @cached_property
    def needs_second_factor(self) -> bool:
        """Its role asks for one (REQUIRE_MFA; a superuser counts as admin), and it has none yet."""
        from allauth.mfa.models import Authenticator  # its app is loaded after ours
        from allauth.mfa.utils import is_mfa_enabled

        asked = settings.REQUIRE_MFA
        by_role = self.is_superuser and "admin" in asked
        if not asked or not (by_role or self.groups.filter(name__in=asked).exists()):
            return False
        return not is_mfa_enabled(self, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


class TokenQuerySet(models.QuerySet["Token"]):
    def living_now(self) -> "TokenQuerySet":
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None).filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        )


class TokenManager(models.Manager.from_queryset(TokenQuerySet)):
    def issue(
        self, owner: User, *, name: str, scopes: list[Scope], expires_at: datetime | None = None
    ) -> tuple["Token", str]:
        """Make a token; returns it with its secret, which is shown once and kept only as a hash."""
        secret = f"cit_{secrets.token_urlsafe(32)}"
        token = self.create(
            owner=owner,
            name=name,
            prefix=secret[:10],
            digest=self.model.hash(secret),
            scopes=[str(scope) for scope in scopes],
            expires_at=expires_at,
        )
        return token, secret

    def living(self, secret: str) -> "Token | None":
        """The token of this secret, unless unknown, revoked, expired, or its owner no longer active."""
        owned = self.living_now().select_related("owner")
        return owned.filter(digest=self.model.hash(secret), owner__is_active=True).first()


@tracked(exclude=("digest", "last_used_at"))
class Token(models.Model):
    """An API key. The secret has 256 random bits, so a plain SHA-256 of it cannot be guessed back."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, help_text="What it is for: the dashboard or script that uses it.")
    prefix = models.CharField(
        max_length=10, editable=False, help_text="First characters, to recognise it by."
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @staticmethod
    def hash(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def used(self, at: datetime | None = None) -> None:
        """Note the use, at most once a minute: a busy dashboard must not write a row per request."""
        at = at or timezone.now()
        if self.last_used_at is None or (at - self.last_used_at).total_seconds() > 60:
            type(self).objects.filter(pk=self.pk).update(last_used_at=at)
