"""A talk about an idea: the log's own form, without whom it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brokers.forms import EntryForm
from brokers.models import LONGEST_LINE, BrokeringEntry
from partnership.common import norwegian
from partnership.common.worded import Worded


class TalkForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    """The day is today when none is said, so that one press is enough."""

    missing = EntryForm.missing

    text = forms.CharField(
        label=_("What it was about"),
        max_length=LONGEST_LINE,
        help_text=_("One line. Your company reads it, and the FoUI contact."),
    )
    field_order = ["kind", "text", "day", "research_organisation", "half_hours"]

    class Meta(EntryForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = BrokeringEntry.Kind.choices  # type: ignore[attr-defined]
        self.fields["day"].required = False
        self.fields["day"].widget.attrs["max"] = norwegian.today().isoformat()
        self.fields["half_hours"].widget.attrs |= {"inputmode": "numeric", "min": 1}

    @property
    def shows_more(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("research_organisation", "half_hours"))

    def _post_clean(self) -> None:
        """The line is checked whole by ``talks.note``, which knows whom it is about."""
