"""What the organiser asks, and what people then say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.after import proposing
from meetings.invitations import wishing
from meetings.models import Asks, Invitation, Meeting
from partnership.common import personal_numbers
from partnership.common.worded import Worded
from partnership.partners.models import Theme

MOST_THEMES = 3
PROMISE = _("Seen by the host alone, and deleted 30 days after the meeting.")


class AsksForm(Worded, forms.Form):
    asks = forms.MultipleChoiceField(
        label=_("What do you ask those who come?"),
        choices=Asks.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are asked after they have answered. Needs and food are seen by the host alone."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"asks": meeting.asks})
        if not meeting.has_room:
            self.fields["asks"].choices = [  # type: ignore[attr-defined]
                choice for choice in Asks.choices if choice[0] != Asks.FOOD
            ]


class WishForm(Worded, forms.Form):
    """Holds the fields that are asked of this person, and no others."""

    first = forms.ModelChoiceField(
        Theme.objects.order_by("sort_name"), label=_("Which theme matters most to you?"), required=False,
        empty_label=_("No one in particular"),
    )  # fmt: skip
    also = forms.ModelMultipleChoiceField(
        Theme.objects.order_by("sort_name"), label=_("These too"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("At most two more. The groups are put together by this."),
    )  # fmt: skip
    case = forms.CharField(
        label=_("Do you have a case or a need you want help with?"), required=False, max_length=1000,
        help_text=_("Shown to your group and the organiser. Write no names of service users."),
        validators=[personal_numbers.none_in],
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    wants_idea = forms.BooleanField(label=_("Make a project idea of it in my municipality"), required=False)
    captions = forms.BooleanField(label=_("I need captions"), required=False, help_text=PROMISE)
    sign_language = forms.BooleanField(
        label=_("I need a sign language interpreter"), required=False, help_text=PROMISE
    )
    access = forms.CharField(
        label=_("Anything else you need to take part?"), required=False, max_length=300, help_text=PROMISE
    )
    food = forms.CharField(
        label=_("Food you cannot eat"), required=False, max_length=300,
        help_text=PROMISE,
    )  # fmt: skip

    BY_ASK = {
        Asks.THEMES: ("first", "also"),
        Asks.CASE: ("case", "wants_idea"),
        Asks.ACCESS: ("captions", "sign_language", "access"),
        Asks.FOOD: ("food",),
    }

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        self.invitation = invitation
        super().__init__(data, initial=_said(invitation))
        asked = wishing.asked_of(invitation)
        for kind, names in self.BY_ASK.items():
            if kind not in asked:
                for name in names:
                    del self.fields[name]
        if "wants_idea" in self.fields and proposing.place_of(invitation) is None:
            del self.fields["wants_idea"]

    def clean_also(self) -> list[Theme]:
        chosen = [theme for theme in self.cleaned_data["also"] if theme != self.cleaned_data.get("first")]
        if len(chosen) > MOST_THEMES - 1:
            raise forms.ValidationError(_("Choose two at most."))
        return chosen

    def said(self) -> wishing.Said:
        return wishing.Said(**self.cleaned_data)


def _said(invitation: Invitation) -> dict[str, Any]:
    wishes = [wish.theme_id for wish in invitation.wishes.all()]
    found: dict[str, Any] = {"first": wishes[0] if wishes else None, "also": wishes[1:]}
    case = getattr(invitation, "brought_case", None)
    if case is not None:
        found |= {"case": case.text, "wants_idea": case.wants_idea}
    need = getattr(invitation, "practical_need", None)
    if need is not None:
        found |= {name: getattr(need, name) for name in ("captions", "sign_language", "access", "food")}
    return found
