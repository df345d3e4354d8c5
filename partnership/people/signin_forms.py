"""allauth's forms in the portal's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasswordForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has a link of its own to those who have forgotten it.
        self.fields["password"].help_text = ""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("What do you call it?"),
        required=False,
        max_length=100,
        help_text=_("Such as «work laptop», so that you know it again."),
    )
    passwordless = forms.BooleanField(
        label=_("Let me sign in with it alone"),
        required=False,
        initial=True,
        help_text=_("The device then always asks for fingerprint, face or PIN."),
    )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("What do you call it?"), max_length=100)
