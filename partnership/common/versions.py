"""Two editors of one thing: a form carries the version it was opened on; a conflict loses neither text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Versioned(models.Model):
    """Gives a row an integer ``version`` that grows with every saved edit."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class VersionedFormMixin(forms.ModelForm):  # type: ignore[type-arg]
    """A model form that refuses to overwrite what somebody else saved meanwhile.

    The saved texts that differ are put beside the fields (``conflicts``: label, theirs, yours) and the typed
    ones stay in the form; sending once more, with the new version number, lets yours win.
    """

    version: forms.Field = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflicts: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = []
        if self.instance.pk:
            self.fields["version"].initial = self._mark(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.instance.pk:
            return cleaned
        stored = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
        opened = self.cleaned_data.get("version")
        if opened not in (None, "") and opened != self._mark(stored):
            self._collect_conflicts(stored)
            if self.conflicts:
                self._refuse(
                    stored,
                    _(
                        "Somebody else saved this meanwhile. Your text is kept below. "
                        "Compare, and save again to use it."
                    ),
                )
        self._raise_version(stored)
        return cleaned

    def _refuse(self, stored: Any, why: _StrPromise) -> NoReturn:
        """Sent once more, the form knows of what is stored now."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(self._mark(stored))
        self.data = data
        raise forms.ValidationError(why, code="conflict")

    def _mark(self, row: Any) -> int | str:
        """Another one for every text the form can have been opened on."""
        found: int = row.version
        return found

    def _raise_version(self, stored: Any) -> None:
        self.instance.version = stored.version + 1

    def _collect_conflicts(self, stored: models.Model) -> None:
        # A field may be called as another model's rows are from here: a meeting's «day» is no column of it.
        others = {one.get_accessor_name() for one in stored._meta.related_objects}
        for name, bound in self.fields.items():
            if name == "version" or name in others or not hasattr(stored, name):
                continue
            theirs, yours = getattr(stored, name), self.cleaned_data.get(name)
            if isinstance(theirs, models.Manager) or theirs == yours:
                continue
            self.conflicts.append({"label": bound.label, "theirs": theirs, "yours": yours, "name": name})


class ComparedFormMixin(VersionedFormMixin):
    """As ``VersionedFormMixin``, of a row without a version: what the form's fields held when it was opened."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def _mark(self, row: Any) -> str:
        held = [row.serializable_value(name) for name in self._meta.fields or ()]
        return hashlib.sha256(repr(held).encode()).hexdigest()[:16]

    def _raise_version(self, stored: Any) -> None:
        """There is none."""


class ReadFormMixin(VersionedFormMixin):
    """A press that sends on what the page showed, and writes nothing in it. When the row has another version, or the
    press names none, ``changed`` is said and the form refused.

    Bind it to a row that is locked, and show that row with it: so the page never names a version it does not show.
    """

    changed: ClassVar[_StrPromise]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self._mark(self.instance)

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("version") != self._mark(self.instance):
            self._refuse(self.instance, self.changed)
        return self.cleaned_data
