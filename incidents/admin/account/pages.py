"""The pages that are not allauth's, or not quite: the account at a glance, sessions, forgotten passwords."""

from allauth.account.views import PasswordResetView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import User


class Preferences(forms.ModelForm):
    class Meta:
        model = User
        fields = ("single_keys", "blurs_graphic")
        labels = {
            "single_keys": gettext_lazy("Single letters are commands on the review pages"),
            "blurs_graphic": gettext_lazy("Words of incidents that are marked as graphic are blurred"),
        }
        help_texts = {
            "single_keys": gettext_lazy("Outside of inputs. Off, only keys with Ctrl work."),
            "blurs_graphic": gettext_lazy("Until you ask for them, in each session anew."),
        }


@login_required
def home(request: HttpRequest) -> HttpResponse:
    form = Preferences(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    factors = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("My account"),
        "form": form,
        "factors": set(factors),
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
        "tokens": request.user.tokens.living_now().count(),
        "now": timezone.now(),
        "languages": settings.LANGUAGES,
    }
    return render(request, "admin/account/home.html", context)


class Sessions(ListUserSessionsView):
    """allauth ends all other sessions at once; ours may name one."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        one = self.request.POST.get("end", "")
        if not one.isdecimal():
            return super().form_valid(form)
        for session in UserSession.objects.filter(user=self.request.user, pk=int(one)):
            session.end()
        messages.success(self.request, _("That session is ended."))
        return redirect("usersessions_list")


class Forgotten(PasswordResetView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.EMAIL_HOST:
            return render(request, "admin/account/ask_an_admin.html", admin.site.each_context(request))
        return super().dispatch(request, *args, **kwargs)
