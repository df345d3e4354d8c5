"""What is typed when a broker is asked, answers, or is let to write for a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.models import BrokerRequest
from ideas.with_brokers.consents import Candidate
from ideas.with_brokers.suggesting import Suggestion
from partnership.common.worded import Worded

LONGEST = 500
SHOWN_FIRST = 3


class Refusable(Worded, forms.Form):
    def refuse(self, error: ValidationError) -> None:
        """What a verb has refused, beside the field it is about."""
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)


class AskForm(Refusable):
    """``likely`` are shown at once, ``others`` when one looks for them; each is chosen freely."""

    missing = {"broker": _("Choose whom to ask.")}

    broker = forms.TypedChoiceField(label=_("Whom do you want to ask?"), coerce=int)
    note = forms.CharField(
        label=_("What do you want help with?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The broker reads it together with the idea."),
    )
    ask_next = forms.BooleanField(
        label=_("Ask the next one if nobody has answered in five working days"), required=False
    )

    def __init__(self, *args: Any, suggestions: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        self.fields["broker"].choices = [(one.broker.pk, one.name) for one in suggestions]  # type: ignore[attr-defined]
        first = next((one for one in suggestions if one.is_likely and not one.asked), None)
        self.fields["broker"].initial = first.broker.pk if first else None

    @property
    def likely(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.is_likely][:SHOWN_FIRST]

    @property
    def others(self) -> list[Suggestion]:
        shown = {one.broker.pk for one in self.likely}
        return [one for one in self.suggestions if one.broker.pk not in shown]

    @property
    def chosen(self) -> str:
        return str(self["broker"].value() or "")

    @property
    def shows_others(self) -> bool:
        """One of them is chosen, or there is nobody else."""
        return not self.likely or any(str(one.broker.pk) == self.chosen for one in self.others)

    @property
    def suggestion(self) -> Suggestion:
        """After ``is_valid``."""
        return next(one for one in self.suggestions if one.broker.pk == self.cleaned_data["broker"])


class CannotForm(Refusable):
    missing = {"reason": _("Choose why.")}

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("To the contact"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(value, capfirst(str(label))) for value, label in BrokerRequest.Reason.choices if value]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        words = _now("Thank you for asking. I cannot take this one now. Ring me if you want to talk.")
        self.fields["text"].initial = words


class ConsentForm(Refusable):
    missing = {"who": _("Choose a broker.")}

    who = forms.ChoiceField(label=_("Who may write for you?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        several = len({one.municipality.pk for one in candidates}) > 1
        labels = [
            (one.key, f"{one.name}, {one.broker.company.name}" + (f" ({one.municipality.name})" if several else ""))
            for one in candidates
        ]
        self.fields["who"].choices = labels  # type: ignore[attr-defined]

    @property
    def candidate(self) -> Candidate:
        """After ``is_valid``."""
        return next(one for one in self.candidates if one.key == self.cleaned_data["who"])
