"""Forms about money: who stands behind an idea, what it needs, and its applications. Days are Oslo's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideas.models import Anchoring, Application, Idea
from ideas.whose import dates
from partnership.common import names, norwegian
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded
from partnership.partners.conditions import Phase
from partnership.partners.models import FundingCall

_DAY = {"type": "date"}
HIGHEST = 1_000_000_000
_YES_NO = [("", _("Not said")), ("true", _("Yes")), ("false", _("No"))]


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **kwargs)


def _kroner(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=HIGHEST, required=False, **kwargs)


class AnchoringForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    missing = {"who": _("Write who stands behind it, with name and role."), "on": _("Choose the day it was decided.")}

    class Meta:
        model = Anchoring
        fields = ["who", "on", "case_number"]
        labels = {
            "who": _("Who stands behind it?"),
            "on": _("When was it decided?"),
            "case_number": _("Case number in the archive"),
        }
        help_texts = {"who": _("Name and role, or the board that decided it.")}
        widgets = {"on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d")}


class LeaderForm(Worded, forms.Form):
    """To whom, the two lines, and perhaps for which call."""

    missing = {"name": _("Write the leader's name."), "summary": _("Write two lines that the leader understands.")}

    name = forms.CharField(label=_("The leader's name"), max_length=120)
    email = forms.EmailField(label=_("The leader's e-mail address"))
    summary = forms.CharField(
        label=_("Two lines for the leader"),
        max_length=300,
        help_text=_("What is it, and what do you want from the leader? No names of users."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    call = forms.ModelChoiceField(
        label=_("For which call?"),
        queryset=FundingCall.objects.none(),
        required=False,
        empty_label=_("None yet"),
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = idea.applications.all().calls()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        names.validate_name(name)
        return name


class StandBehindForm(Worded, forms.Form):
    missing = {"name": _("Write your name and role.")}

    name = forms.CharField(label=_("Your name and role"), max_length=160)
    case_number = forms.CharField(label=_("Case number in the archive"), max_length=60, required=False)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        names.validate_name(name)
        return name


class CallMeForm(Worded, forms.Form):
    missing = {"phone": _("Write the number we can ring.")}

    phone = forms.CharField(label=_("Your telephone"), max_length=40)


class NeedForm(Worded, VersionedFormMixin):
    """What the calls are matched against: six questions, none of which must be answered."""

    phase = forms.ChoiceField(
        label=_("How far have you come?"), choices=[("", _("Not said")), *Phase.choices], required=False
    )
    amount = _kroner(_("About how much do you need (kroner)?"))

    class Meta:
        model = Idea
        fields = ["phase", "amount", "wants_research", "is_rural", "themes", "research_organisations"]
        widgets = {
            "wants_research": forms.Select(choices=_YES_NO),
            "is_rural": forms.Select(choices=_YES_NO),
            "themes": forms.CheckboxSelectMultiple,
            "research_organisations": forms.CheckboxSelectMultiple,
        }
        labels = {
            "wants_research": _("Must something be researched?"),
            "is_rural": _("Does the municipality count as rural?"),
            "themes": _("What is it about?"),
            "research_organisations": _("Which research organisations are with you?"),
        }
        help_texts = {
            "wants_research": _("Yes, when nobody knows the answer yet."),
            "is_rural": _("Some calls are for rural municipalities alone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "research_organisations"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("sort_name")  # type: ignore[attr-defined]
        for name in ("wants_research", "is_rural"):
            self.fields[name].required = False
        if self.instance.is_rural is None:
            self.initial["is_rural"] = Idea.objects.said_of_rural(self.instance.municipality_id)


class ChoiceForm(Worded, forms.Form):
    """Why this call, and how much."""

    missing = {"why": _("Write why this call. Somebody will ask later.")}

    why = forms.CharField(label=_("Why this call?"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    amount = _kroner(_("How much will you apply for (kroner)?"))


class ElsewhereForm(ChoiceForm):
    """A call the portal does not know."""

    missing = {**ChoiceForm.missing, "title": _("Write the name of the call.")}

    title = forms.CharField(label=_("Which call, and whose?"), max_length=160)
    is_forprosjekt = forms.BooleanField(label=_("It is a preliminary project"), required=False)
    field_order = ["title", "amount", "is_forprosjekt", "why"]


class ApplicationForm(Worded, VersionedFormMixin):
    amount = _kroner(_("How much do you apply for (kroner)?"))

    class Meta:
        model = Application
        fields = ["amount", "is_forprosjekt", "chosen_why"]
        labels = {"is_forprosjekt": _("It is a preliminary project"), "chosen_why": _("Why this call?")}
        widgets = {"chosen_why": forms.Textarea(attrs={"rows": 4})}


class _NextDate(Worded, forms.Form):
    def clean_next_date(self) -> Any:
        return dates.check(self.cleaned_data["next_date"])


class SentForm(_NextDate):
    missing = {"on": _("Choose the day it was sent.")}

    on = _day(_("When was it sent?"))
    next_date = _day(_("When will you look for the answer?"))


class AnswerForm(_NextDate):
    """Funded or rejected; what is asked further hangs on which."""

    missing = {"outcome": _("Choose what the answer was.")}

    outcome = forms.ChoiceField(
        label=_("What was the answer?"),
        choices=[("funded", _("We got money")), ("rejected", _("We did not get money"))],
        widget=forms.RadioSelect,
    )
    on = _day(_("When did the answer come?"))
    granted = _kroner(_("How much did you get (kroner)?"))
    next_step = forms.CharField(
        label=_("What do you do now?"),
        max_length=160,
        required=False,
        help_text=_("After a no: try it locally, apply elsewhere, or wait? The sender sees it."),
    )
    next_date = _day(_("When is the next step done?"))

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == "rejected" and not (data.get("next_step") or "").strip():
            self.add_error("next_step", ValidationError(_("Write what you do now, so that the idea does not stop.")))
        return data


def today_and_later(later: Any) -> dict[str, Any]:
    return {"on": norwegian.today(), "next_date": later}
