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
    """``proposed`` is the day half a year on, ``left`` how many follow-ups are unfinished."""

    missing = {"rhythm": _("Choose how the series goes on.")}

    rhythm = forms.ChoiceField(
        label=_("When is the next one?"), widget=forms.RadioSelect, choices=Meeting.Rhythm.choices[1:]
    )
    day = forms.DateField(
        label=_("The day, if you choose it yourself"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
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

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("rhythm") == Meeting.Rhythm.HALF_YEAR:
            data["day"] = self.proposed
        elif not data.get("day") and "day" not in self.errors:
            self.add_error("day", _now("Choose a day."))
        return data
