"""What and which dates; and the marks. Times are typed and shown in Europe/Oslo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import AskedPerson, DateMark, DatePoll, ProposedDate
from meetings.models.dates import MOST_DATES
from meetings.planning.forms import owners_for, take_owner
from partnership.common import norwegian
from partnership.common.templatetags.norwegian import nbsp
from partnership.common.worded import Worded
from partnership.people.models import User

DAYS_TO_ANSWER = 5
YEARS_AHEAD = 2
NUMBERS = range(1, MOST_DATES + 1)
SHORTEST, LONGEST = 5, 1440


@dataclass(frozen=True)
class Proposal:
    """A day and a clock time, side by side."""

    number: int
    day: BoundField
    clock: BoundField


class PollForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    """``starts`` after validation: the proposed dates as instants."""

    missing = {
        "title": _("Write what the meeting is about."),
        "answer_by": _("Choose when people should have answered by."),
    }

    owner = forms.ChoiceField(label=_("On behalf of"))
    field_order = ["title", "why", "minutes", "answer_by", "owner"]

    class Meta:
        model = DatePoll
        fields = ["title", "why", "minutes", "answer_by"]
        labels = {"title": _("Title"), "why": _("What it is about"), "answer_by": _("Answer by")}
        help_texts = {"title": _("Becomes the title of the meeting.")}
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            "answer_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, data: Any = None, *, instance: DatePoll, user: User) -> None:
        super().__init__(data, instance=instance)
        self.starts: list[dt.datetime] = []
        owners = owners_for(user)
        if len(owners) > 1 and not instance.pk:
            self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]
        minutes = self.fields["minutes"]
        minutes.min_value, minutes.max_value = SHORTEST, LONGEST  # type: ignore[attr-defined]
        if not instance.pk:
            self.initial["answer_by"] = norwegian.add_working_days(norwegian.today(), DAYS_TO_ANSWER)
        known = [norwegian.local(one.start) for one in instance.dates.all()] if instance.pk else []
        for number in NUMBERS:
            self._add_proposal(number, known[number - 1] if number <= len(known) else None)

    def _add_proposal(self, number: int, known: dt.datetime | None) -> None:
        words = {"n": number}
        self.fields[f"day_{number}"] = forms.DateField(
            label=_now("Date %(n)s, day") % words,
            required=False,
            initial=known and known.date(),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write the day as 24.12.2026.")},
        )
        self.fields[f"clock_{number}"] = forms.TimeField(
            label=_now("Date %(n)s, time") % words,
            required=False,
            initial=known and known.time(),
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": _("Write the time as 09.00.")},
        )

    @property
    def first(self) -> list[BoundField]:
        return [self[name] for name in ("owner", "title", "why", "minutes") if name in self.fields]

    @property
    def proposals(self) -> list[Proposal]:
        return [Proposal(number, self[f"day_{number}"], self[f"clock_{number}"]) for number in NUMBERS]

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not SHORTEST <= minutes <= LONGEST:
            words = {"least": SHORTEST, "most": LONGEST}
            raise forms.ValidationError(_now("Write a number from %(least)s to %(most)s.") % words)
        return minutes

    def clean_answer_by(self) -> dt.date:
        day: dt.date = self.cleaned_data["answer_by"]
        if day < norwegian.today():
            raise forms.ValidationError(_now("Choose a day that has not been."))
        return day

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if any(name.startswith("day_") and name not in self.fields for name in self.data):
            self.add_error(None, _now("Propose at most %(n)s dates.") % {"n": MOST_DATES})
        for number in NUMBERS:
            self._take(number, data)
        if not self.starts and not self.errors:
            self.add_error("day_1", _now("Propose one date at least."))
        answer_by = data.get("answer_by")
        if answer_by and self.starts and answer_by > norwegian.local(min(self.starts)).date():
            self.add_error("answer_by", _now("People must answer before the first of the dates."))
        return data

    def _take(self, number: int, data: dict[str, Any]) -> None:
        name, other = f"day_{number}", f"clock_{number}"
        if name in self.errors or other in self.errors:
            return
        day, clock = data.get(name), data.get(other)
        if day is None and clock is None:
            return
        if day is None or clock is None:
            text = _now("Write the time too.") if day else _now("Choose the day too.")
            self.add_error(other if day else name, text)
            return
        if day.year > norwegian.today().year + YEARS_AHEAD:
            self.add_error(name, _now("Choose a day within %(n)s years.") % {"n": YEARS_AHEAD})
            return
        start = norwegian.at(day, clock)
        if start <= timezone.now():
            self.add_error(name, _now("Choose a time that has not been."))
        elif start in self.starts:
            self.add_error(name, _now("You have proposed this date already."))
        else:
            self.starts.append(start)

    def filled(self) -> DatePoll:
        """The poll with what was written; nothing is saved."""
        poll: DatePoll = self.instance
        if "owner" in self.fields:
            take_owner(poll, self.cleaned_data["owner"])
        return poll


class MarksForm(Worded, forms.Form):
    """One of three for each date to come, and a line beside."""

    def __init__(self, data: Any = None, *, asked: AskedPerson, dates: list[ProposedDate]) -> None:
        initial: dict[str, Any] = {"comment": asked.comment}
        initial |= {f"date_{mark.date_id}": mark.suits for mark in asked.marks.all()}
        super().__init__(data, initial=initial)
        for date in dates:
            when = nbsp(date.when)
            self.fields[f"date_{date.pk}"] = forms.ChoiceField(
                label=when[:1].upper() + when[1:],
                choices=DateMark.Suits.choices,
                widget=forms.RadioSelect,
                help_text="" if date.is_working_day else _now("Not a working day."),
                error_messages={"required": _now("Choose one of the three.")},
            )
        self.fields["comment"] = forms.CharField(
            label=_now("Comment beside the marks"),
            required=False,
            max_length=200,
            help_text=_now("One line. All who are asked see it."),
        )

    @property
    def marks(self) -> dict[int, str]:
        found = self.cleaned_data.items()
        return {int(name.removeprefix("date_")): value for name, value in found if name.startswith("date_")}
