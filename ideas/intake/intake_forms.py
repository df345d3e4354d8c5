"""Forms for contact and deputy: the municipality's own door, and writing an idea in for somebody."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.intake.sending import Words, words_of
from ideas.intake.sending_forms import LONG, WHAT_NOT, length
from ideas.models import Intake
from municipalities.models import Municipality
from partnership.common import names
from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded


class IntakeForm(Worded, VersionedFormMixin):
    class Meta:
        model = Intake
        fields = ["state", "external_url", "instead", "answer_days", "leader_name", "leader_email"]
        widgets = {"state": forms.RadioSelect, "answer_days": forms.RadioSelect}
        labels = {
            "state": _("Does the municipality take ideas here?"),
            "external_url": _("Address of the municipality's own system"),
            "instead": _("What is one to do instead?"),
            "answer_days": _("Everybody is answered within"),
            "leader_name": _("A leader who is told when an answer is too late"),
            "leader_email": _("The leader's e-mail"),
        }
        help_texts = {
            "state": _("You may close again at any time. What has come in goes on."),
            "external_url": _("Only when the municipality uses a system of its own."),
            "instead": _("Shown while it is closed, for example: Talk with your leader."),
            "answer_days": _("A promise to whoever sends. Holidays and common holiday weeks do not count."),
            "leader_name": _("First you are reminded, then the deputy, then this leader, each once. Nobody outside."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader_name"].validators.append(names.validate_name)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (Intake.State.OPEN, _now("Yes, it is open")),
            (Intake.State.CLOSED, _now("No, it is closed")),
            (Intake.State.EXTERNAL, _now("No, we use a system of our own")),
        ]
        self.fields["instead"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == Intake.State.EXTERNAL and not cleaned.get("external_url"):
            self.add_error("external_url", _now("Write the address of the municipality's own system."))
        if cleaned.get("leader_name") and "leader_email" in cleaned and not cleaned["leader_email"]:
            self.add_error("leader_email", _now("Write the leader's address, or take the name out."))
        return cleaned


class NewIdeaForm(WithoutNumbers, forms.Form):
    """«Legg inn en idé», for oneself or on somebody's behalf."""

    missing: ClassVar = {
        "problem": _("Write what the problem is. Two sentences are enough."),
        "title": _("Write what the idea is to be called."),
    }

    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"), empty_label=None)
    title = forms.CharField(label=_("What is the idea called?"), max_length=length("title"))
    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=WHAT_NOT,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    affected = forms.CharField(label=_("Whom does it concern?"), required=False, max_length=length("affected"))
    workplace = forms.CharField(label=_("Where does it come from?"), required=False, max_length=length("workplace"))
    proposal = forms.CharField(
        label=_("What is proposed?"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(
        label=_("The e-mail of whoever had the idea"),
        required=False,
        max_length=names.LONGEST_ADDRESS,
        help_text=_("Then they get a receipt, a promised date and a page of their own. Ask them first."),
    )

    def __init__(self, *args: Any, places: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) == 1:
            del self.fields["municipality"]
        else:
            field = self.fields["municipality"]
            field.queryset = Municipality.objects.filter(  # type: ignore[attr-defined]
                pk__in=[place.pk for place in places]
            ).order_by("sort_name")

    @property
    def words(self) -> Words:
        return words_of(self.cleaned_data)
