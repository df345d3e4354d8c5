"""What is written beside an idea."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnership.common import uploads
from partnership.common.chosen_again import ChosenAgain
from partnership.common.worded import Worded

LONGEST = 4000
TYPES = _("pdf, docx, pptx, xlsx, png or jpg, up to 10 MB.")


class FileField(forms.FileField):
    """One of the types and sizes that ``uploads`` knows."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            uploads.checked_type(file)
        return file


class TalkForm(Worded, ChosenAgain, forms.Form):
    """``prefix`` tells the two rooms of a page apart."""

    files_again = {"file": _("Choose the file again.")}

    text = forms.CharField(label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    file = FileField(label=_("Attachment"), required=False, help_text=TYPES)


class MessageForm(TalkForm):
    missing = {"text": _("Write what you want to say.")}


class NoteForm(TalkForm):
    missing = {"text": _("Write the note.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("New note")
