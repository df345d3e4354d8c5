"""Forms of the pages that belong to no single app."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from overview.models import ContactEnquiry
from partnership.common import names


class ContactProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """A municipality says who its contact is."""

    class Meta:
        model = ContactEnquiry
        fields = ["name", "email", "phone", "answered_by"]
        labels = {
            "name": _("Name of the FoUI contact"),
            "email": _("Work e-mail"),
            "phone": _("Work phone"),
            "answered_by": _("Your own name"),
        }
        help_texts = {"answered_by": _("So that we know whom to ask if something is unclear.")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("name", "email", "answered_by"):
            self.fields[name].required = True
        for name in ("name", "answered_by"):
            self.fields[name].validators.append(names.validate_name)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["answered_by"].widget.attrs["autocomplete"] = "name"
