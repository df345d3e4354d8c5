"""The three questions after a meeting: a fixed set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import QUESTIONS, Degree
from partnership.common.worded import Worded


def _scale(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=QUESTIONS[name],
        choices=list(reversed(Degree.choices)),
        coerce=int,
        widget=forms.RadioSelect,
    )


class FeedbackForm(Worded, forms.Form):
    missing = {"useful": _("Choose what fits best."), "met": _("Choose what fits best.")}

    useful = _scale("useful")
    met = _scale("met")
    differently = forms.CharField(
        label=QUESTIONS["differently"], required=False, max_length=1000,
        help_text=_("Write nothing that tells who you are, or who others are."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return self.cleaned_data
