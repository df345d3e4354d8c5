"""Forms about minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.minutes import drafting, publishing, remarking
from meetings.models import Minutes, Remark
from partnership.common.versions import ComparedFormMixin, ReadFormMixin, VersionedFormMixin
from partnership.common.worded import Worded


class MinutesForm(Worded, VersionedFormMixin):
    """The text, what the archive needs, and what everybody may read. ``text``: what stands there at first."""

    longest = drafting.LONGEST
    missing = {"text": _("Write the minutes, or build them from the meeting.")}

    class Meta:
        model = Minutes
        fields = ["text", "case_reference", "public_summary"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 26}),
            "public_summary": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"text": _("Text"), "public_summary": _("Summary for everybody")}
        help_texts = {
            "text": _("## gives a heading, - a line in a list, and ** around words makes them bold."),
            "case_reference": _("The number in your archive, if there is one."),
            "public_summary": _("Stands on the meeting's open page when the minutes are published. May be empty."),
        }

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        if text:
            self.initial["text"] = text
        if not self.instance.pk:
            self.fields["version"].initial = 0
        if not self.instance.meeting.is_public:
            del self.fields["public_summary"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        return text


class CorrectionForm(MinutesForm):
    """Of published minutes: whoever read them is told what is new."""

    why = forms.CharField(
        label=_("What have you corrected?"), max_length=300, required=False,
        help_text=_("Those who read the minutes see it. Needed when the text is new."),
    )  # fmt: skip
    field_order = ["why", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not called optional; what is missing is said in ``clean``, where it is known whether the text is new.
        self.fields["why"].required = not self.is_bound

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        before = publishing.newest(self.instance)
        is_new = before is None or before.text != self.cleaned_data.get("text")
        if "text" in self.cleaned_data and is_new and not self.cleaned_data.get("why", "").strip():
            self.add_error("why", _("Write what you have corrected. Those who read it see it."))
        self.fields["why"].required = True
        return cleaned


class PublishForm(Worded, ReadFormMixin):
    changed = _("The minutes have been changed since you opened this page. Read them again below, and press again.")

    class Meta:
        model = Minutes
        fields: list[str] = []


class SendOutForm(PublishForm):
    until = forms.DateField(
        label=_("Remarks until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=publishing.default_day,
    )  # fmt: skip


class RemarkForm(Worded, forms.Form):
    missing = {"text": _("Write what should be otherwise.")}

    text = forms.CharField(
        label=_("What should be otherwise?"), max_length=remarking.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(Worded, ComparedFormMixin):
    class Meta:
        model = Remark
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}
        labels = {"answer": _("Answer")}
        help_texts = {"answer": _("Whoever made the remark reads it. May be empty.")}

    def clean_answer(self) -> str:
        return " ".join(self.cleaned_data["answer"].split())

    def _collect_conflicts(self, stored: models.Model) -> None:
        """Ticking off without words takes nobody's away."""
        if self.cleaned_data.get("answer"):
            super()._collect_conflicts(stored)
