"""The form for an idea's own words."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.life.editing import TEXTS
from ideas.models import Idea
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded


class EditForm(Worded, VersionedFormMixin):
    """Saved by ``ideas.life.editing.edit``, never by itself: others may have moved the idea meanwhile."""

    missing = {"title": _("Write a title."), "problem": _("Write what the problem is.")}
    reason = forms.CharField(
        label=_("Why you change it"), max_length=500, required=False, help_text=_("Stands in the history.")
    )

    class Meta:
        model = Idea
        fields = list(TEXTS)
        labels = {
            "title": _("Title"),
            "problem": _("What is the problem?"),
            "proposal": _("Proposal"),
            "affected": _("Whom does it concern?"),
            "workplace": _("Where does the sender work?"),
        }
        widgets = {"problem": forms.Textarea(attrs={"rows": 6}), "proposal": forms.Textarea(attrs={"rows": 6})}

    # The texts as they were when the page was opened: the idea's version grows with every press, these do not.
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = _mark(self.instance)

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except ValidationError:
            self.data[self.add_prefix("opened")] = self.theirs  # type: ignore[index]
            raise

    def _collect_conflicts(self, stored: models.Model) -> None:
        assert isinstance(stored, Idea)
        self.theirs = _mark(stored)
        if self.cleaned_data.get("opened") != self.theirs:
            super()._collect_conflicts(stored)

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}


def _mark(idea: Idea) -> str:
    """Alike for the same texts alone."""
    return hashlib.sha256("\x00".join(getattr(idea, name) for name in TEXTS).encode()).hexdigest()[:16]
