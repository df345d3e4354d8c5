"""Forms about an outline: one section, one criterion, the choice of what to copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models import OutlineSection, ProjectOutline
from ideas.money.outline_headings import Heading
from ideas.money.outlining import Assessed, AssessedMeanwhile
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded
from partnership.people.models import User


class SectionForm(Worded, VersionedFormMixin):
    """The text under one heading."""

    class Meta:
        model = OutlineSection
        fields = ["text"]

    def __init__(self, *args: Any, heading: Heading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.required = heading.title, False
        field.widget = forms.TextInput() if heading.is_short else forms.Textarea(attrs={"rows": 14})
        usual = gettext("Usual length: about %(n)s words.") % {"n": heading.words}
        field.help_text = f"{heading.help} {usual}"

    def clean_text(self) -> str:
        # Browsers send other line ends than the database holds, which would look like a change.
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class AssessmentForm(Worded, forms.Form):
    """Yes, partly or not yet, and a sentence; never a number."""

    missing = {"answer": _("Choose yes, partly or not yet.")}

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Does the outline answer this?"),
        choices=[("yes", _("Yes")), ("partly", _("Partly")), ("not_yet", _("Not yet"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("In one sentence: why, or what is missing?"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, *, said: Assessed) -> None:
        super().__init__(data, initial={"answer": said.answer, "why": said.why, "seen": said.seen})
        self.conflicts: list[dict[str, Any]] = []

    def show_theirs(self, theirs: AssessedMeanwhile, words: str) -> None:
        """Both stand there; saving once more lets the typed one win."""
        self.conflicts.append(
            {"label": self.fields["answer"].label, "theirs": f"{words}. {theirs.why}", "name": "answer"}
        )
        changed = self.data.copy()  # type: ignore[attr-defined]
        changed["seen"] = theirs.seen
        self.data = changed
        self.add_error(
            None,
            gettext(
                "Somebody else saved this meanwhile. Your text is kept below. Compare, and save again to use it."
            ),
        )


class CopyForm(Worded, forms.Form):
    source = forms.ModelChoiceField(
        label=_("Which outline?"),
        queryset=ProjectOutline.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, user: User, own: ProjectOutline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = ProjectOutline.objects.to_copy(user).except_of(own.idea_id).with_idea()
        field = self.fields["source"]
        field.queryset = found  # type: ignore[attr-defined]
        field.label_from_instance = _name  # type: ignore[attr-defined]


def _name(outline: ProjectOutline) -> str:
    idea = outline.idea
    return f"{idea.title} ({idea.number}, {idea.municipality.name})"
