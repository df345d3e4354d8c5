"""Forms of what municipalities do with one another's ideas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from municipalities.models import FouiContact, Municipality
from partnership.common import names, personal_numbers
from partnership.common.worded import Worded


class PassingForm(Worded, forms.Form):
    """Only municipalities that have somebody who can answer."""

    missing = {"to": _("Choose a municipality."), "reason": _("Write why, in one sentence.")}

    to = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("To which municipality?"), empty_label=_("Choose a municipality")
    )
    reason = forms.CharField(
        label=_("Why does it belong there?"),
        max_length=500,
        help_text=_("The other municipality reads this before the sender has said yes: write nothing of the idea."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = FouiContact.objects.held().values("municipality")
        places = Municipality.objects.filter(pk__in=held).exclude(pk=idea.municipality_id)
        self.fields["to"].queryset = places.order_by("sort_name")  # type: ignore[attr-defined]


class DeclineForm(Worded, forms.Form):
    missing = {"text": _("Write one sentence to whoever asked.")}

    text = forms.CharField(
        label=_("To whoever asked"),
        max_length=500,
        help_text=_("A kind sentence is enough. The sender is only told that it stays where it is."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IntroductionForm(Worded, forms.Form):
    missing = {"text": _("Write what the two have in common.")}

    text = forms.CharField(
        label=_("The text of the mail"),
        max_length=2000,
        help_text=_(
            "Both get the same mail. It says that the words are yours, and has each other's name, telephone and "
            "address below them. Write nothing of the ideas, and no links."
        ),
        validators=[names.no_links, personal_numbers.none_in],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
