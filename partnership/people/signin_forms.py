"""allauth's forms in the portal's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, ChangePasswordForm, LoginForm, ResetPasswordKeyForm, SetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasswordForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has a link of its own to those who have forgotten it.
        self.fields["password"].help_text = ""


class AddressForm(AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")


class ShortRules:
    """One line in place of Django's list, which also may not stand inside a paragraph."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least 12 characters, and not what others would guess.")


class NewPasswordForm(ShortRules, SetPasswordForm):  # type: ignore[misc]
    pass


class OtherPasswordForm(ShortRules, ChangePasswordForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(ShortRules, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


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
