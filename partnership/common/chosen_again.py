"""A file must be chosen anew when something else in the form is wrong: no browser keeps it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms


class ChosenAgain(forms.BaseForm):
    """``files_again``: field name → what is said beside it."""

    files_again: ClassVar[dict[str, Any]] = {}

    def full_clean(self) -> None:
        super().full_clean()
        if not self.errors:
            return
        for name, words in self.files_again.items():
            if name in self.files and name not in self.errors:
                self.add_error(name, words)
