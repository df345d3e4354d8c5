"""Forms of lessons and of thanks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.lessons.learning import must_ask_sender
from ideas.models import Lesson
from partnership.common import names
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded

SEES, ALL = "sees", "all"
_NEW = 0


class LessonForm(Worded, VersionedFormMixin):
    """«Hva lærte vi?». A lesson written by somebody else since the page was opened is a conflict too."""

    missing = {
        "title": _("Say it in one line, such as «Sensors gave calmer nights»."),
        "learned": _("Write what you learned, also when it did not work."),
        "readers": _("Choose who may read it."),
    }

    readers = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(SEES, _("those who see the idea")), (ALL, _("everybody"))],
        widget=forms.RadioSelect,
    )
    field_order = ["version", "title", "tried", "learned", "advice", "readers"]

    class Meta:
        model = Lesson
        fields = ["title", "tried", "learned", "advice"]
        help_texts = {
            "title": _("What would you call it to a colleague in another municipality?"),
            "learned": _("What worked, and what did not? No names of service users."),
            "advice": _("What should the next ones know before they begin?"),
        }
        widgets = {
            "tried": forms.Textarea(attrs={"rows": 4}),
            "learned": forms.Textarea(attrs={"rows": 5}),
            "advice": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else _NEW
        self.fields["readers"].initial = self._readers(self.instance)
        if not self.instance.is_public and must_ask_sender(self.instance.idea):
            self.fields["readers"].help_text = _(
                "If everybody is to read it, we ask the sender first. Everybody then sees what is written here, "
                "but neither the idea's own text nor who sent it."
            )

    @staticmethod
    def _readers(lesson: Lesson) -> str:
        return ALL if lesson.is_public or lesson.public_asked_at else SEES

    def _collect_conflicts(self, stored: models.Model) -> None:
        super()._collect_conflicts(stored)
        if isinstance(stored, Lesson) and self._readers(stored) != self.cleaned_data.get("readers"):
            field = self.fields["readers"]
            theirs = dict(field.choices)[self._readers(stored)]  # type: ignore[attr-defined]
            self.conflicts.append({"label": field.label, "theirs": theirs, "name": "readers"})

    @property
    def for_all(self) -> bool:
        return bool(self.cleaned_data["readers"] == ALL)


class ThanksForm(Worded):
    """Who thanks, and the words."""

    missing = {"who": _("Write who thanks."), "words": _("Write the thanks in one sentence or two.")}

    def clean_who(self) -> str:
        who: str = self.cleaned_data["who"]
        names.validate_name(who)
        return " ".join(who.split())


class WrittenThanksForm(ThanksForm, forms.Form):
    who = forms.CharField(
        label=_("Who thanks?"), max_length=160, help_text=_("Name and title, such as Anne Ness, municipal director.")
    )
    words = forms.CharField(label=_("In their own words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class LinkedThanksForm(ThanksForm, forms.Form):
    """The director writes it."""

    who = forms.CharField(label=_("Your name and title"), max_length=160)
    words = forms.CharField(label=_("Your words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class ThanksRequestForm(Worded, forms.Form):
    missing = {"name": _("Write the director's name.")}

    name = forms.CharField(label=_("The director's name"), max_length=120, validators=[names.validate_name])
    email = forms.EmailField(label=_("The director's e-mail address"), max_length=254)
