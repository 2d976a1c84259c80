"""My tokens: made, shown once, listed, revoked."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from incidents.models import Token, User
from incidents.review.permissions import scopes_of
from incidents.vocabulary import Scope


def in_ninety_days() -> date:
    return clock.now().date() + timedelta(days=90)


class TokenForm(forms.Form):
    """``user`` is offered the scopes that his own rights can use: a token never allows more than its owner may."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("The dashboard or script that will use it."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May"), widget=forms.CheckboxSelectMultiple, initial=[Scope.READ.value]
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        initial=in_ninety_days,
        help_text=gettext_lazy("In UTC. Empty: until it is revoked."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_of(user)]

    def clean_expires_on(self) -> date | None:
        day = self.cleaned_data["expires_on"]
        if day and day < clock.now().date():
            raise forms.ValidationError(_("expected today or a later day."))
        return day

    def expires_at(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None


@login_required
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    return _make(request) if request.method == "POST" else _page(request, TokenForm(request.user))


@reauthentication_required
def _make(request: HttpRequest) -> HttpResponse:
    """The answer itself shows the secret: kept for another page, it would have to lie somewhere meanwhile."""
    form = TokenForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    token, secret = Token.objects.issue(
        request.user, name=given["name"], scopes=given["scopes"], expires_at=form.expires_at()
    )
    return _page(request, TokenForm(request.user), made=token, secret=secret)


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, **made: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("My tokens"),
        "form": form,
        "tokens": request.user.tokens.all(),
        "now": clock.now(),
        **made,
    }
    return render(request, "admin/account/tokens.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, pk=pk)
    request.user.tokens.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    messages.success(request, _("%(token)s is revoked.") % {"token": token.name})
    return redirect("account_tokens")
