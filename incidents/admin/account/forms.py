"""Second factors count as passwords do: five wrong ones from one address, and it is locked there."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as allauth
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError


class Counted:
    def clean_code(self: Any) -> str:
        credentials = {"username": self.user.get_username()}
        try:
            if not AxesProxyHandler.is_allowed(context.request, credentials):
                raise allauth.get_adapter().validation_error("incorrect_code")
            return super().clean_code()
        except ValidationError:
            user_login_failed.send(sender=type(self), credentials=credentials, request=context.request)
            raise


class AuthenticateForm(Counted, allauth.AuthenticateForm):
    pass


class ReauthenticateForm(Counted, allauth.ReauthenticateForm):
    pass
