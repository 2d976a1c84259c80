"""allauth's views that we show, named as it names them. What is not here has no address: no sign-up, no e-mail
addresses to manage, no login by mail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, re_path

from incidents.admin.account import pages, tokens


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """With what the admin site's frame asks of its pages."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answered = view(request, *args, **kwargs)
        if isinstance(answered, TemplateResponse) and not answered.is_rendered:
            frame = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False}
            answered.context_data = frame | (answered.context_data or {})
        return answered

    return answer


urlpatterns = [
    path("", pages.home, name="account"),
    path("tokens/", tokens.show, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="account_revoke_token"),
    path("sessions/", framed(pages.Sessions.as_view()), name="usersessions_list"),
    path("login/", framed(account.login), name="account_login"),
    path("login/factor/", framed(mfa.authenticate), name="mfa_authenticate"),
    path("logout/", framed(account.logout), name="account_logout"),
    path("inactive/", framed(account.account_inactive), name="account_inactive"),
    path("confirm/", framed(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", framed(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/key/", framed(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("password/", framed(account.password_change), name="account_change_password"),
    path("password/set/", framed(account.password_set), name="account_set_password"),
    path("password/forgotten/", framed(pages.Forgotten.as_view()), name="account_reset_password"),
    path("password/forgotten/sent/", framed(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        framed(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        framed(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("factors/", framed(mfa.index), name="mfa_index"),
    path("factors/app/", framed(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/app/remove/", framed(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/keys/", framed(keys.list_webauthn), name="mfa_list_webauthn"),
    path("factors/keys/add/", framed(keys.add_webauthn), name="mfa_add_webauthn"),
    path("factors/keys/<int:pk>/", framed(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/keys/<int:pk>/remove/", framed(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("factors/codes/", framed(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", framed(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
