"""The next meeting in a series: how it goes on, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from partnership.common import norwegian
from partnership.common.worded import Worded


class NextForm(Worded, forms.Form):
    """``proposed`` is the day half a year on, ``left`` how many follow-ups are unfinished.

    A day when nobody works is named, and wants a tick: ``anyway`` is asked for then alone.
    """

    missing = {"rhythm": _("Choose how the series goes on.")}

    rhythm = forms.ChoiceField(
        label=_("When is the next one?"), widget=forms.RadioSelect, choices=Meeting.Rhythm.choices[1:]
    )
    day = forms.DateField(
        label=_("The day, if you choose it yourself"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    anyway = forms.BooleanField(label=_("Yes, the meeting shall be on that day"), required=False)
    moves = forms.BooleanField(label=_("Move the unfinished follow-ups to it"), required=False)

    def __init__(self, data: Any = None, *, meeting: Meeting, proposed: dt.date, left: int) -> None:
        rhythm = meeting.rhythm or Meeting.Rhythm.HALF_YEAR
        super().__init__(data, initial={"rhythm": rhythm, "moves": True})
        self.proposed = proposed
        words = {"day": norwegian.format_day(proposed, year=True)}
        self.fields["rhythm"].choices = [  # type: ignore[attr-defined]
            ("half_year", _now("Every spring and autumn: %(day)s") % words),
            ("dates", _now("On a day we choose")),
        ]
        if not left:
            del self.fields["moves"]
        if not self._day_off():
            del self.fields["anyway"]

    def _day_off(self) -> str:
        """Why nobody works on the day to come that is typed; empty where they do."""
        if self.data.get("rhythm") != Meeting.Rhythm.DATES:
            return ""
        try:
            day = self.fields["day"].clean(self.data.get("day"))
        except forms.ValidationError:
            return ""
        return norwegian.day_off(day) if day and day > norwegian.today() else ""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("rhythm") == Meeting.Rhythm.HALF_YEAR:
            data["day"] = self.proposed
        elif not data.get("day") and "day" not in self.errors:
            self.add_error("day", _now("Choose a day."))
        if "anyway" in self.fields and not data.get("anyway"):
            said = _now("%(day)s is a day off: %(why)s. Choose another day, or tick below.")
            words = {"day": norwegian.format_day(data["day"], year=True).capitalize(), "why": self._day_off()}
            self.add_error("day", said % words)
        return data
