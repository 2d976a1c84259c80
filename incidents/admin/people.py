"""Accounts, and the keys of their scripts."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from incidents.models import Incident, Token, User
from incidents.review.permissions import ROLES
from incidents.vocabulary import Scope


class Refusing:
    """Says in a sentence why something stays, where Django would list all that hangs on it."""

    def why_it_stays(self, record: Model) -> str:
        """Blank where it may go."""
        return ""

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object(request, object_id)
        may = record is not None and self.has_delete_permission(request, record)
        if may and (why := self.why_it_stays(record)):
            messages.error(request, why)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", record.pk)
        return super().delete_view(request, object_id, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }


class CreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User


class ChangeForm(UserChangeForm):
    """``by`` is who changes the account: nobody shuts himself out."""

    by: User

    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.instance != self.by:
            return given
        if not given.get("is_active", True):
            self.add_error("is_active", _("expected to stay ticked: nobody closes his own account."))
        if "groups" in given and not self.by.is_superuser:
            was_admin = self.by.groups.filter(name="admin").exists()
            if was_admin and not given["groups"].filter(name="admin").exists():
                self.add_error(
                    "groups", _("expected admin to stay: another admin can take that role from you.")
                )
        return given


@admin.register(User)
class UserAdmin(Refusing, DjangoUserAdmin):
    """Roles are groups. With a role comes the right to log in here; without one it goes.

    A group that is no role gives no rights: it says who may see the incidents that are restricted to it.
    """

    form = ChangeForm
    add_form = CreationForm
    list_display = ("username", "email", "is_active", "in_roles", "in_groups", "has_factor", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("Roles and access groups"), {"fields": ("is_active", "groups")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    actions = ("deactivate", "remove_factors")

    def get_queryset(self, request: HttpRequest) -> Any:
        factor = Authenticator.objects.filter(user=OuterRef("pk"))
        return super().get_queryset(request).prefetch_related("groups").annotate(factor=Exists(factor))

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is changed by superusers only: whoever set the password could become one."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_delete_permission(request, obj) and not above and obj != request.user

    def why_it_stays(self, record: User) -> str:
        protected = NestedObjects(using="default")
        protected.collect([record])
        if protected.protected or Context.objects.filter(metadata__user=record.pk).exists():
            return _(
                "%(who)s stands in the history and cannot be deleted. Untick “active” to close the account."
            ) % {"who": record}
        return ""

    @admin.display(description=gettext_lazy("Roles"))
    def in_roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all() if group.name in ROLES))

    @admin.display(description=gettext_lazy("Access groups"))
    def in_groups(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all() if group.name not in ROLES))

    @admin.display(description=gettext_lazy("Second factor"), boolean=True)
    def has_factor(self, user: User) -> bool:
        return user.factor

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.filter(name__in=ROLES).exists()
        user.save(update_fields=["is_staff"])

    def _others(self, request: HttpRequest, queryset: Any) -> Any:
        """Of those chosen, whom this person may change, and not himself."""
        above = queryset.none() if request.user.is_superuser else queryset.filter(is_superuser=True)
        return queryset.exclude(pk=request.user.pk).exclude(pk__in=above)

    @admin.action(description=gettext_lazy("Close the chosen accounts"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: Any) -> None:
        closed = self._others(request, queryset).filter(is_active=True)
        names = [str(user) for user in closed]
        closed.update(is_active=False)
        self.message_user(
            request,
            _("Closed: %(names)s. Their sessions and tokens stop working.")
            % {"names": ", ".join(names) or _("none")},
        )

    @admin.action(
        description=gettext_lazy("Remove the second factors of the chosen accounts"), permissions=["change"]
    )
    def remove_factors(self, request: HttpRequest, queryset: Any) -> None:
        """For who has lost them. The password then does, until a role that needs a factor asks for a new one."""
        for user in (users := list(self._others(request, queryset))):
            Authenticator.objects.filter(user=user).delete()
            self.log_change(request, user, "Removed the second factors.")
        self.message_user(
            request, _("Removed, of: %(names)s.") % {"names": ", ".join(map(str, users)) or _("nobody")}
        )


class Members(admin.TabularInline):
    model = User.groups.through
    autocomplete_fields = ("user",)
    extra = 1
    verbose_name = gettext_lazy("member")
    verbose_name_plural = gettext_lazy("members")


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(Refusing, admin.ModelAdmin):
    """Roles, to look at, and access groups, which are made here: a name and its members."""

    list_display = ("name", "is_a")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name",)
    inlines = (Members,)

    @admin.display(description=gettext_lazy("Kind"))
    def is_a(self, group: Group) -> str:
        return _("role") if group.name in ROLES else _("access group")

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.name in ROLES)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.name in ROLES)

    def why_it_stays(self, record: Group) -> str:
        if Incident.objects.filter(restricted_to=record).exists():
            return _("Incidents are restricted to %(group)s. Restrict them to another group first.") % {
                "group": record
            }
        return ""


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What its bearer may do."),
    )

    class Meta:
        model = Token
        fields = ("owner", "name", "scopes", "expires_at")


class NewTokenForm(TokenForm):
    def save(self, commit: bool = True) -> Token:
        """The secret is on the instance until the answer is sent, and nowhere afterwards."""
        given = self.cleaned_data
        token, self.secret = Token.objects.issue(
            given["owner"], name=given["name"], scopes=given["scopes"], expires_at=given["expires_at"]
        )
        return token

    def save_m2m(self) -> None:
        """Nothing to save: a token has no many-to-many fields, and the admin asks."""


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    list_display = ("name", "prefix", "owner", "in_scopes", "expires_at", "last_used_at", "revoked_at")
    list_filter = ("revoked_at", "expires_at")
    search_fields = ("name", "prefix", "owner__username")
    list_select_related = ("owner",)
    autocomplete_fields = ("owner",)
    actions = ("revoke",)

    @admin.display(description=gettext_lazy("Scopes"))
    def in_scopes(self, token: Token) -> str:
        return ", ".join(token.scopes)

    def get_form(self, request: HttpRequest, obj: Token | None = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, form=TokenForm if obj else NewTokenForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        fields = ("owner", "name", "scopes", "expires_at")
        return (*fields, "revoked_at", "prefix", "created_at", "last_used_at") if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        return ("owner", "prefix", "created_at", "last_used_at") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody makes a token for a superuser but superusers: its bearer has all its owner's rights."""
        if db_field.name == "owner" and not request.user.is_superuser:
            kwargs["queryset"] = User.objects.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        said = _('The token is <code class="secret">{}</code>. Copy it now: it is not shown again.')
        messages.warning(request, format_html(said, form.secret))

    @admin.action(description=gettext_lazy("Revoke the chosen tokens"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: Any) -> None:
        revoked = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, _("Revoked: %(revoked)s.") % {"revoked": revoked})
