"""Forms that say what to do about a field that is empty or wrong: «Skriv en tittel.», never «required»."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Of what is written to be read as a page, in characters: three pages are much.
LONGEST = 20_000

_ADDRESS = _("Write a whole e-mail address, such as kari.vik@frosta.example.")
# The first kind that fits.
_KINDS: tuple[tuple[type[forms.Field], dict[str, _StrPromise]], ...] = (
    (forms.EmailField, {"required": _ADDRESS, "invalid": _ADDRESS}),
    (forms.DateField, {"required": _("Choose a day."), "invalid": _("Write the day as 24.12.2026.")}),
    (forms.TimeField, {"required": _("Write the time as 09.00."), "invalid": _("Write the time as 09.00.")}),
    (forms.FileField, {"required": _("Choose a file.")}),
    (forms.IntegerField, {"required": _("Write a number."), "invalid": _("Write a whole number, such as 15.")}),
    (forms.ChoiceField, {"required": _("Choose one."), "invalid_choice": _("Choose one of those on the list.")}),
    (forms.ModelChoiceField, {"required": _("Choose one."), "invalid_choice": _("Choose one of those on the list.")}),
    (forms.CharField, {"required": _("Write something here.")}),
)
_ALL = {
    "max_length": _("Write at most %(limit_value)d characters."),
    "min_value": _("Write a number that is at least %(limit_value)s."),
    "max_value": _("Write a number that is at most %(limit_value)s."),
}


class Worded(forms.BaseForm):
    """``missing``: by field name, what to write; the kind of field says it for the others. ``longest``: characters in
    a text area that says nothing of it.

    What a field's own definition says stands.
    """

    missing: ClassVar[Mapping[str, _StrPromise]] = {}
    longest: ClassVar[int | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            texts = _ALL | next((words for kind, words in _KINDS if isinstance(field, kind)), {})
            if name in self.missing:
                texts["required"] = self.missing[name]
            usual = _usual(type(field))
            for code, text in texts.items():
                if field.error_messages.get(code) is usual.get(code):
                    field.error_messages[code] = text
            if self.longest and isinstance(field.widget, forms.Textarea) and not getattr(field, "max_length", None):
                field.validators.append(MaxLengthValidator(self.longest, _ALL["max_length"]))


def _usual(kind: type[forms.Field]) -> dict[str, Any]:
    """What Django would say."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        found.update(getattr(base, "default_error_messages", {}))
    return found
