"""Accounts, and the keys of their scripts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from incidents.models import Token, User
from incidents.vocabulary import Scope


class CreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User


class ChangeForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Roles are groups. With a role comes the right to log in here; without one it goes."""

    form = ChangeForm
    add_form = CreationForm
    list_display = ("username", "email", "is_active", "in_roles", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Roles", {"fields": ("is_active", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is changed by superusers only: whoever set the password could become one."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_delete_permission(request, obj) and not above

    @admin.display(description="Roles")
    def in_roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, help_text="What its bearer may do."
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

    @admin.display(description="Scopes")
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
        said = 'The token is <code class="secret">{}</code>. Copy it now: it is not shown again.'
        messages.warning(request, format_html(said, form.secret))

    @admin.action(description="Revoke the chosen tokens", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: Any) -> None:
        revoked = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"Revoked: {revoked}.")
