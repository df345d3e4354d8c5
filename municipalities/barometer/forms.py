"""The six questions, and opening a survey."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.barometer.answering import Said
from municipalities.models import QUESTIONS, Sector
from municipalities.models.survey import ENDS, SCALE
from partnership.common import norwegian, personal_numbers
from partnership.common.worded import Worded

UNSURE = "0"
_DEGREES = [
    *((str(degree), ENDS.get(degree, str(degree))) for degree in reversed(SCALE)),
    (UNSURE, _("I do not know")),
]
_FITS = _("Choose what fits best.")


def _scale(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=QUESTIONS[name], choices=_DEGREES, widget=forms.RadioSelect)


class AnswerForm(Worded, forms.Form):
    """``key`` comes with the page, so that the same page sent twice is one answer."""

    missing: ClassVar = {
        "sector": _FITS, "innovated": _FITS, "leader": _FITS, "taking_part": _FITS, "means": _FITS,
    }  # fmt: skip

    key = forms.UUIDField(widget=forms.HiddenInput)
    sector = forms.ChoiceField(
        label=QUESTIONS["sector"],
        choices=[*Sector.choices, (UNSURE, _("I would rather not say"))],
        widget=forms.RadioSelect,
    )
    innovated = forms.ChoiceField(
        label=QUESTIONS["innovated"],
        help_text=_("A service, a tool or a way of working that was new to you, though others may have had it."),
        choices=[("yes", _("Yes")), ("no", _("No")), (UNSURE, _("I do not know"))],
        widget=forms.RadioSelect,
    )
    leader = _scale("leader")
    taking_part = _scale("taking_part")
    means = _scale("means")
    text = forms.CharField(
        label=QUESTIONS["text"],
        required=False,
        max_length=1000,
        help_text=_("Write nothing that tells who you are, or who others are."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[personal_numbers.none_in],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def said(self) -> Said:
        found = self.cleaned_data
        return Said(
            sector="" if found["sector"] == UNSURE else found["sector"],
            innovated={"yes": True, "no": False}.get(found["innovated"]),
            leader=int(found["leader"]) or None,
            taking_part=int(found["taking_part"]) or None,
            means=int(found["means"]) or None,
        )

    def kept(self) -> list[tuple[str, str]]:
        """What was chosen and written, question by question, whatever it was worth."""
        found: list[tuple[str, str]] = []
        for name, question in QUESTIONS.items():
            value = self.data.get(name, "")
            words = dict(getattr(self.fields[name], "choices", [])).get(value, "" if name != "text" else value)
            if words:
                found.append((str(question), str(words)))
        return found


class LastDayForm(Worded, forms.Form):
    closes_on = forms.DateField(
        label=_("Last day to answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class OpenForm(LastDayForm):
    for_leader = forms.BooleanField(
        label=_("The leaders get a print of the result"),
        required=False,
        help_text=_("Those who answer are told. What people have written is never on the print."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].help_text = _("At most 30 days ahead. Two weeks are usually enough.")
        self.initial.setdefault("closes_on", norwegian.next_working_day(norwegian.today() + dt.timedelta(days=13)))
