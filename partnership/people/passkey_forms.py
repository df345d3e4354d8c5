"""allauth's forms for passkeys, in the portal's words."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


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
