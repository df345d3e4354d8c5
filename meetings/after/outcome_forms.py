"""Forms about what came of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.after import following_up
from meetings.models import FollowUp, Meeting, ProgrammeItem
from municipalities.models import Municipality
from partnership.common import personal_numbers
from partnership.common.versions import ComparedFormMixin, VersionedFormMixin
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


class FollowUpChangeForm(Worded, VersionedFormMixin):
    """What stands; the responsible too where nobody could choose them any more."""

    missing = FollowUpForm.missing

    text = _text(_("What is to be done?"), 300)
    responsible = forms.ChoiceField(label=_("Responsible"), help_text=_("A role goes on to whoever takes it over."))

    class Meta:
        model = FollowUp
        fields = ["text", "due"]
        widgets = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = ["version", "text", "responsible", "due"]

    def __init__(self, *args: Any, instance: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        own = str(instance.seat.title if instance.seat else instance.person)
        found = {instance.responsible: own} | dict(following_up.candidates(instance.meeting))
        self.fields["responsible"].choices = list(found.items())  # type: ignore[attr-defined]
        self.fields["responsible"].initial = instance.responsible

    def _collect_conflicts(self, stored: models.Model) -> None:
        super()._collect_conflicts(stored)
        words = dict(self.fields["responsible"].choices)  # type: ignore[attr-defined]
        for one in self.conflicts:
            if one["name"] == "responsible":
                one["theirs"], one["yours"] = words.get(one["theirs"], ""), words.get(one["yours"], "")


class AgreedForm(Worded, ComparedFormMixin):
    """The one text of meetings from before agreements were noted one by one."""

    longest = 4000

    class Meta:
        model = Meeting
        fields = ["agreed"]
        widgets = {"agreed": forms.Textarea(attrs={"rows": 6})}
        labels = {"agreed": _("What was agreed")}
        help_texts = {
            "agreed": _(
                "Stands in the mail, so write no ideas and no names here. Agreements noted one by one stand behind "
                "the link."
            )
        }


class IdeaForm(Worded, forms.Form):
    missing = {"text": _("Write what the idea is."), "municipality": _("Choose a municipality.")}

    text = _text(_("The idea"), 1000)
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("sort_name"), label=_("Municipality"), empty_label=_("Choose a municipality"),
        help_text=_("Its FoUI contact says yes or no. Nothing is an idea before that."),
    )  # fmt: skip


class DoneForm(forms.Form):
    note = forms.CharField(label=_("What came of it?"), required=False, max_length=300)
