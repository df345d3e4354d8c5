"""A file must be chosen anew when something else in the form is wrong: no browser keeps it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError


class ChosenAgain(forms.BaseForm):
    """``files_again``: field name → what is said beside it."""

    files_again: ClassVar[dict[str, Any]] = {}

    def full_clean(self) -> None:
        super().full_clean()
        if self.errors:
            self._ask_again()

    def refuse(self, error: ValidationError) -> None:
        """What a verb has said of a form that was right by itself."""
        self.add_error(None, error)
        self._ask_again()

    def _ask_again(self) -> None:
        for name, words in self.files_again.items():
            if self.add_prefix(name) in self.files and name not in self.errors:
                self.add_error(name, words)
