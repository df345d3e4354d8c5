"""Forms about dates that have come: a new date for many, and what a leader says of a late idea."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.whose import dates
from partnership.common import norwegian
from partnership.common.worded import Worded
from partnership.people.forms import day_input


class IdeaChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """«26-014 Felles nattilsyn med sensorer. Dagen var mandag 7. desember.»"""

    def label_from_instance(self, obj: Any) -> str:
        idea: Idea = obj
        day = norwegian.format_day(idea.next_date, weekday=False) if idea.next_date else ""
        return _("%(title)s (no. %(number)s, day: %(day)s)") % {
            "title": idea.title,
            "number": idea.number,
            "day": day,
        }


class GatherForm(Worded, forms.Form):
    """All are ticked beforehand: the page is opened to give all of them a date."""

    missing = {"ideas": _("Tick at least one idea.")}
    ideas = IdeaChoices(label=_("Which ideas?"), queryset=Idea.objects.none(), widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(
        label=_("New day"),
        help_text=_("The senders are told that there is a new day."),
        widget=day_input(),
    )

    def __init__(self, *args: Any, rows: IdeaQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ideas"]
        assert isinstance(field, IdeaChoices)
        field.queryset = rows
        field.initial = list(rows)
        self.fields["until"].initial = dates.answer_by(5)

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        dates.check(day)
        return day


class LeaderForm(Worded, forms.Form):
    text = forms.CharField(
        label=_("A sentence to the contact"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    who = forms.CharField(
        label=_("Who should take it?"),
        help_text=_("Name and where they work. The contact decides, and gives it on."),
        max_length=160,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("text", "").strip() or data.get("who", "").strip()):
            raise ValidationError({"text": _("Write a sentence, or whom you would give it to.")})
        return data
