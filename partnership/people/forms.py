"""Forms about oneself and one's roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnership.common import names, norwegian
from partnership.people.models import User, phone_validator


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "phone", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}


class AbsenceForm(forms.Form):
    """The first day away and the first day back. An absence that has begun keeps its first day."""

    since = forms.DateField(
        label=_("Away from"),
        widget=day_input(),
        initial=norwegian.today,
        error_messages={"invalid": _("Write the day as 24.12.2026.")},
    )
    until = forms.DateField(
        label=_("Back on"),
        help_text=_("The first day you are here again."),
        widget=day_input(),
        error_messages={"required": _("Say when you are back."), "invalid": _("Write the day as 24.12.2026.")},
    )

    def __init__(self, *args: Any, has_begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_begun:
            del self.fields["since"]

    def clean_since(self) -> dt.date:
        since: dt.date = self.cleaned_data["since"]
        if since < norwegian.today():
            raise ValidationError(_("Choose today or a later day."))
        return since

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until <= norwegian.today():
            raise ValidationError(_("Choose a later day than today."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Choose a day after the first day away."))
        return data


class NamedPersonForm(forms.Form):
    """Somebody by name and work address."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        validators=[names.validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Work e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Work phone"),
        required=False,
        max_length=20,
        validators=[phone_validator],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )


class HandoverForm(NamedPersonForm):
    """Who takes the role over, from which day. Nobody may take it over from ``holder``: then the role is vacant."""

    field_order = ["nobody", "name", "email", "phone", "on"]
    nobody = forms.BooleanField(label=_("Nobody takes over yet"), required=False)
    on = forms.DateField(
        label=_("From"),
        help_text=_("The first day the new person has the role."),
        widget=day_input(),
        initial=norwegian.today,
        error_messages={"invalid": _("Write the day as 24.12.2026.")},
    )

    def __init__(self, *args: Any, holder: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holder = holder
        if holder is None:
            del self.fields["nobody"]
        for name in ("name", "email"):
            self.fields[name].error_messages["required"] = _("Say who takes over, or tick that nobody does yet.")
            self.fields[name].required = not self._says_nobody()

    def _says_nobody(self) -> bool:
        name = "nobody"
        return name in self.fields and bool(
            self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if self.holder is not None and email.lower() == self.holder.email:
            raise ValidationError(_("%(name)s already has the role.") % {"name": self.holder.name})
        return email

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on < norwegian.today():
            raise ValidationError(_("Choose today or a later day."))
        return on


class LeavingForm(forms.Form):
    """The holder answers «still you?» with: I leave soon."""

    on = forms.DateField(
        label=_("My last day in the role is before"),
        widget=day_input(),
        error_messages={"invalid": _("Write the day as 24.12.2026.")},
    )
    clean_on = HandoverForm.clean_on
