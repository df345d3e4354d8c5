"""The form of an information page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import LONGEST
from partnership.partners.models import InformationPage, Partner
from partnership.people.models import User


class PageForm(WithoutNumbers, VersionedFormMixin):
    """``by`` may give the page to a partner of their own, or to all four; who has it already may keep it."""

    longest = LONGEST
    missing = {"name": _("Write what the page is called."), "text": _("Write the text.")}

    class Meta:
        model = InformationPage
        fields = ["name", "kind", "partner", "ingress", "text", "themes"]
        labels = {"name": _("Title"), "ingress": _("In one sentence"), "text": _("Text")}
        help_texts = {
            "partner": _("Only your own advisers can change a page you own."),
            "ingress": _("Stands in the list of pages and in search."),
            "text": _(
                "## gives a heading, - a line in a list, ** around words makes them bold, and [the words](https://…) "
                "makes a link."
            ),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 22}),
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Partner.objects.all() if by.is_superuser else Partner.objects.of_officer(by)
        kept = Partner.objects.filter(pk=self.instance.partner_id)
        partner = self.fields["partner"]
        partner.queryset = (own | kept).order_by("order", "sort_name")  # type: ignore[attr-defined]
        partner.empty_label = _("All the partners together")  # type: ignore[attr-defined]
        self.fields["text"].required = True

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")
