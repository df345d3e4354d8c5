"""Forms about what came of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas import personal_numbers
from meetings import following_up
from meetings.models import Meeting, ProgrammeItem
from municipalities.models import Municipality
from partnership.common.worded import Worded


def _text(label: Any, most: int) -> forms.CharField:
    """What many will read: no national identity number."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 2}), validators=[personal_numbers.none_in]
    )


class _OfMeeting(Worded, forms.Form):
    item = forms.ModelChoiceField(
        ProgrammeItem.objects.none(), label=_("Programme item"), required=False, empty_label=_("The whole meeting")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.programme.all()  # type: ignore[attr-defined]


class AgreementForm(_OfMeeting):
    missing = {"text": _("Write what you agreed on.")}

    text = _text(_("What did you agree on?"), 500)
    field_order = ["text", "item"]


class FollowUpForm(_OfMeeting):
    missing = {"text": _("Write what is to be done."), "responsible": _("Choose who is responsible.")}

    text = _text(_("What is to be done?"), 300)
    responsible = forms.ChoiceField(
        label=_("Responsible"),
        help_text=_("A role goes on to whoever takes it over. Guests are not on the list: they have no sign-in."),
    )
    due = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ["text", "responsible", "due", "item"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        choices = [("", _("Choose …")), *following_up.candidates(meeting)]
        self.fields["responsible"].choices = choices  # type: ignore[attr-defined]


class IdeaForm(Worded, forms.Form):
    missing = {"text": _("Write what the idea is."), "municipality": _("Choose a municipality.")}

    text = _text(_("The idea"), 1000)
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("sort_name"), label=_("Municipality"), empty_label=_("Choose a municipality"),
        help_text=_("Its FoUI contact says yes or no. Nothing is an idea before that."),
    )  # fmt: skip


class DoneForm(forms.Form):
    note = forms.CharField(label=_("What came of it?"), required=False, max_length=300)
