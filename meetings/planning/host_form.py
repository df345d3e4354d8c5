"""Who is the host, on what phone, and together with which partners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.planning import hosting
from partnership.common.worded import Worded
from partnership.partners.models import Partner
from partnership.people.models import User, phone_validator


class HostForm(Worded, forms.Form):
    missing = {"host": _("Choose who the host is.")}

    cohosts = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label=_("Together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their advisers organise the meeting with you, and have it in their calendar feed."),
    )
    host = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Host"),
        empty_label=None,
        help_text=_("The one people call. Stands in every mail, and gets the meeting into the calendar."),
    )
    phone = forms.CharField(
        label=_("Host's phone"),
        max_length=20,
        required=False,
        validators=[phone_validator],
        help_text=_("Empty means the host's own number."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        initial = {"host": meeting.host_id, "phone": meeting.host_phone, "cohosts": meeting.cohosts.all()}
        super().__init__(data, initial=initial)
        self.meeting = meeting
        others = Partner.objects.exclude(pk=meeting.owner_partner_id or 0)
        self.fields["cohosts"].queryset = others  # type: ignore[attr-defined]
        # Whoever could be the host with any of the partners: which of them fit is checked with the partners chosen.
        self.fields["host"].queryset = hosting.candidates(meeting, others)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        host = data.get("host")
        if host is None or "phone" in self.errors:
            return data
        if host not in hosting.candidates(self.meeting, data.get("cohosts", ())):
            self.add_error(
                "host", _now("Choose somebody from a partner that has the meeting, or tick the partner too.")
            )
        is_own = data["phone"] == self.meeting.host_phone and host.pk != self.meeting.host_id
        data["phone"] = (host.phone if is_own else data["phone"]) or host.phone
        if not data["phone"]:
            self.add_error("phone", _now("Write a number that people can call."))
        return data
