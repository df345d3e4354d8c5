"""Forms about strategies. Days are Oslo days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from municipalities.models import Goal, Measure, Milestone, Municipality, Phase, Strategy, StrategyReader
from municipalities.strategies import goals, phasing, starting, timeline, wording
from partnership.common import names, norwegian, uploads
from partnership.common.chosen_again import ChosenAgain
from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.versions import ComparedFormMixin, VersionedFormMixin
from partnership.common.worded import LONGEST, Worded
from partnership.partners.models import Theme

FILE_HELP = _("pdf, docx, pptx, xlsx, png or jpg, up to 10 MB.")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Days(forms.ModelForm):  # type: ignore[type-arg]
    """Days that were typed anew must be working days."""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if isinstance(value, dt.date) and (name in self.changed_data or self.instance._state.adding):
                try:
                    timeline.check(value)
                except ValidationError as error:
                    self.add_error(name, error)
        return data


class _InWords(VersionedFormMixin):
    """Days that somebody else has saved meanwhile are shown as people write them."""

    def _collect_conflicts(self, stored: Any) -> None:
        super()._collect_conflicts(stored)
        for conflict in self.conflicts:
            if isinstance(conflict["theirs"], dt.date):
                conflict["theirs"] = norwegian.format_day(conflict["theirs"], year=True)


class StartForm(WithoutNumbers, ChosenAgain, _Days):
    """All a strategy begins with: three dates and a document."""

    files_again = {"document": _("Choose the file again.")}
    missing = {"title": _("Write a title.")}

    document = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("The order, a case paper or notes; you may add it later. pdf, docx, pptx, xlsx, png or jpg."),
    )

    class Meta:
        model = Strategy
        fields = starting.TYPED
        widgets = {"begins": _day(), "draft_by": _day(), "treated_on": _day()}
        labels = {"begins": _("The work begins"), "draft_by": _("The draft is ready")}

    def clean_document(self) -> Any:
        file = self.cleaned_data.get("document")
        if file:
            uploads.checked_type(file)
        return file


class EditForm(WithoutNumbers, _InWords, _Days):
    longest = LONGEST
    missing = {"title": _("Write a title.")}

    class Meta:
        model = Strategy
        fields = ["title", "about", "begins", "draft_by", "treated_on", "themes"]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 6}),
            "begins": _day(),
            "draft_by": _day(),
            "treated_on": _day(),
            "themes": forms.CheckboxSelectMultiple,
        }
        labels = {"begins": _("The work begins"), "draft_by": _("The draft is ready")}
        help_texts = {"about": _("What it is, and why. The council page begins with this.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        treated, begins = phasing.decision(self.instance.phases.all()), data.get("begins")
        if treated and treated.done_at and begins and begins > (day := norwegian.local(treated.done_at).date()):
            words = {"day": norwegian.format_day(day, year=True, weekday=False)}
            self.add_error("begins", _now("It was treated %(day)s: the work began by then.") % words)
        return data


class VisibilityForm(Worded, forms.Form):
    missing = {"visibility": _("Choose one.")}

    visibility = forms.ChoiceField(label=_("Who sees the strategy?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            (value, f"{str(label).capitalize()}. {wording.MEANS[value]}")
            for value, label in Strategy.Visibility.choices
        ]


class DocumentForm(WithoutNumbers, ChosenAgain, forms.Form):
    files_again = {"file": _("Choose the file again.")}

    title = forms.CharField(
        label=_("Title"), max_length=160, required=False, help_text=_("When empty: the name of the file.")
    )
    file = forms.FileField(label=_("File"), help_text=FILE_HELP)

    def clean_file(self) -> Any:
        uploads.checked_type(self.cleaned_data["file"])
        return self.cleaned_data["file"]


class AdoptionForm(WithoutNumbers, forms.Form):
    missing = {"body": _("Write who treated it, such as «kommunestyret».")}

    on = forms.DateField(label=_("Treated on"), widget=_day())
    body = forms.CharField(label=_("Treated by"), max_length=120)
    case_number = forms.CharField(
        label=_("Case number"), max_length=40, required=False, help_text=_("Such as «PS 67/17».")
    )
    archive_reference = forms.CharField(
        label=_("Archive reference"), max_length=40, required=False, help_text=_("Such as «2017/8216».")
    )

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        timeline.check_year(day)
        return day


class PhaseForm(WithoutNumbers, ComparedFormMixin, _InWords, _Days):
    """The political treatment has its case besides."""

    longest = LONGEST
    CASE = ("body", "case_number", "archive_reference")

    class Meta:
        model = Phase
        fields = ["begins", "due", "note", "body", "case_number", "archive_reference"]
        widgets = {"begins": _day(), "due": _day(), "note": forms.Textarea(attrs={"rows": 5})}
        labels = {"begins": _("From"), "due": _("To")}
        help_texts = {"note": _("Only you in the municipality see the note.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != Phase.Kind.TREATMENT:
            for name in self.CASE:
                del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        first, last = data.get("begins"), data.get("due")
        if first and last and last < first:
            self.add_error("due", _now("The phase must end after it begins."))
        return data


class GoalForm(WithoutNumbers, ComparedFormMixin):
    longest = LONGEST
    missing = {"title": _("Write the goal in one sentence.")}

    class Meta:
        model = Goal
        fields = ["title", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 4})}


class MeasureForm(WithoutNumbers, forms.ModelForm):  # type: ignore[type-arg]
    missing = {"title": _("Write what you will do.")}

    class Meta:
        model = Measure
        fields = ["title"]


class MilestoneForm(WithoutNumbers, _Days):
    missing = {"title": _("Write what is to be reached.")}

    responsible = forms.ChoiceField(
        label=_("Responsible"), required=False, help_text=_("A role goes on to whoever takes it over.")
    )

    class Meta:
        model = Milestone
        fields = ["title", "due", "named"]
        widgets = {"due": _day()}
        labels = {"due": _("Due"), "named": _("Who, when it is somebody else")}
        help_texts = {
            "named": _("A title such as «kommunedirektør». The portal reminds you, and you ask how it goes.")
        }

    field_order = ["title", "due", "responsible", "named"]

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        known = goals.candidates(place)
        key = goals.key_of(self.instance)
        if key and key not in dict(known):  # whoever has it may have left the role meanwhile
            known.append((key, str(self.instance.seat or self.instance.person)))
        choices = [*known, ("", _now("Somebody else"))]
        self.fields["responsible"].choices = choices  # type: ignore[attr-defined]
        self.fields["responsible"].initial = choices[0][0] if self.instance._state.adding else key

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        key = data.get("responsible", "")
        if key == goals.key_of(self.instance) and key:
            self.given = goals.Responsible(self.instance.seat, self.instance.person)
            return data
        if not key and not data.get("named") and "named" not in self.errors:
            self.add_error("named", _now("Write who is responsible, such as «kommunedirektør»."))
        self.given = goals.responsible(key, data.get("named", ""), self.place)
        return data

    def save(self, commit: bool = True) -> Milestone:
        goals.give(self.instance, self.given)
        return super().save(commit)  # type: ignore[no-any-return]


class DoneForm(WithoutNumbers, forms.Form):
    note = forms.CharField(label=_("What came of it?"), required=False, max_length=300)


class ReaderForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    missing = {"name": _("Write the name.")}

    class Meta:
        model = StrategyReader
        fields = ["name", "email", "part"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "part"):
            self.fields[name].validators.append(names.validate_name)
