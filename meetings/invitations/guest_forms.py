"""Forms about people without a sign-in: guests, a colleague, whoever asks to join, and a wrong address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import AudienceGuest, Invitation, JoinRequest, Meeting
from meetings.planning import guests
from partnership.common import names
from partnership.common.worded import Worded

_LINE = re.compile(r"[\r\n]+")
_LONGEST_LINE = 400


class GuestLinesForm(Worded, forms.Form):
    """Many guests at once, a line each: «Name <address>, organisation». ``lines`` becomes rows of no meeting yet.

    ``taken``: addresses that are there already, in lower case.
    """

    missing = {"lines": _("Write one guest at least.")}

    lines = forms.CharField(
        label=_("Guests"),
        help_text=_("One a line: Name <address>, organisation. The organisation may be left out."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)

    def clean_lines(self) -> list[AudienceGuest]:
        taken = set(self.taken)
        found: list[AudienceGuest] = []
        for number, line in enumerate(filter(str.strip, _LINE.split(self.cleaned_data["lines"])), 1):
            try:
                guest = self._guest(line.strip(), taken)
            except ValidationError as error:
                text = _now("Line %(n)s: %(why)s") % {"n": number, "why": error.messages[0]}
                self.add_error("lines", text)
                continue
            taken.add(guest.email)
            found.append(guest)
        return found

    def _guest(self, line: str, taken: set[str]) -> AudienceGuest:
        if len(line) > _LONGEST_LINE:
            raise ValidationError(_now("it is longer than %(n)s characters") % {"n": _LONGEST_LINE})
        found = re.fullmatch(r"(?P<name>[^<>]*)<?(?P<email>[^<>\s,]+@[^<>\s,]+)>?\s*,?\s*(?P<organisation>.*)", line)
        if found is None:
            raise ValidationError(_now("there is no e-mail address in «%(line)s»") % {"line": line[:80]})
        email = found["email"].lower()
        names.validate_address(email)
        if email in taken:
            raise ValidationError(_now("%(email)s is there already") % {"email": email})
        name = " ".join(found["name"].split()).strip(" ,\"'") or email.split("@")[0]
        names.validate_name(name)
        return AudienceGuest(name=name[:120], email=email, organisation=found["organisation"][:120])


class GuestsForm(GuestLinesForm):
    """Of a meeting."""

    role = forms.ChoiceField(label=_("Role"), choices=AudienceGuest._meta.get_field("role").choices or ())

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, taken=(guest.email.lower() for guest in meeting.guests.all()), **kwargs)
        self.meeting = meeting

    def clean_lines(self) -> list[AudienceGuest]:
        found = super().clean_lines()
        for guest in found:
            guest.meeting = self.meeting
        room = guests.room_for(self.meeting)
        if room is not None and len(found) > room:
            self.add_error("lines", guests.too_many())
        return found


class ColleagueForm(Worded, forms.Form):
    missing = {"name": _("Write the name.")}
    name = forms.CharField(label=_("Name"), max_length=120, validators=[names.validate_name])
    email = forms.EmailField(label=_("Work e-mail"), max_length=names.LONGEST_ADDRESS)


class AddressForm(Worded, forms.Form):
    """Where an invitation should have gone."""

    missing = {"email": _("Write the address the invitation should go to.")}

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=names.LONGEST_ADDRESS,
        help_text=_("The invitation goes there at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        known = invitation.person.email if invitation.person else invitation.email
        # Corrected elsewhere meanwhile: then it is only to be pressed.
        super().__init__(data, initial={"email": known if known != invitation.email else ""})


class JoinForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    """``website`` is for robots: no person sees it, and what fills it in is thanked and forgotten."""

    missing = {"name": _("Write your name."), "email": _("Write your e-mail address: the answer comes there.")}

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    class Meta:
        model = JoinRequest
        fields = ["name", "email", "role", "organisation", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(names.validate_name)
        self.fields["website"].label = _now("Leave this empty")

    @property
    def for_people(self) -> list[BoundField]:
        return [field for field in self if field.name != "website"]
