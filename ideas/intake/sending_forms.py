"""Forms for whoever sends an idea, without a sign-in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, IdeaSender, Visibility
from partnership.common import names
from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.worded import Worded

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONG = 4000
WHAT_NOT = _("Two or three sentences are enough. Write no names, and nothing else that shows who the users are.")
WHO_SEES = {
    Visibility.CONTACT: _("Only the FoUI contact\nAnd whoever is needed to answer you."),
    Visibility.AREA: _("The competence brokers of the area too\nThey can help the idea on."),
    Visibility.PARTNERSHIP: _("Everybody in the partnership\nOther municipalities may have the same need."),
    Visibility.PUBLIC: _("Everybody\nAlso those who are not signed in."),
}
WITHOUT_CONTACT = _("Only the municipality's postmottak\nAnd whoever it asks to answer you.")


def who_sees(may: Iterable[str], *, has_contact: bool) -> list[tuple[str, _StrPromise]]:
    """Choices, from narrow to wide, as they are in the municipality."""
    words = WHO_SEES if has_contact else WHO_SEES | {Visibility.CONTACT: WITHOUT_CONTACT}
    return [(key, words[Visibility(key)]) for key in may]


def length(name: str) -> int:
    """The longest text the idea's column of that name holds."""
    field = Idea._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.max_length or LONG


class IdeaForm(WithoutNumbers, forms.Form):
    """The first step: six fields. ``website`` is for robots, as in other open forms."""

    missing: ClassVar = {
        "problem": _("Write what the problem is. Two sentences are enough."),
        "affected": _("Write whom it concerns, such as residents or pupils."),
        "workplace": _("Write where you work."),
        "email": _("Write your e-mail address: receipt and answer come there."),
    }

    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=WHAT_NOT,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    affected = forms.CharField(
        label=_("Whom does it concern?"),
        help_text=_("For example residents, pupils or colleagues."),
        max_length=length("affected"),
    )
    workplace = forms.CharField(
        label=_("Where do you work?"), max_length=length("workplace"), help_text=_("For example the home care.")
    )
    proposal = forms.CharField(
        label=_("What do you propose?"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = forms.ChoiceField(
        label=_("Who may see the idea?"),
        help_text=_(
            "Your name is seen by the contact and the deputy only. "
            "If somebody asks for access to documents (innsyn), the municipality decides."
        ),
        initial=Visibility.CONTACT,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We send receipt and answer there."),
        max_length=names.LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, has_contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = (Visibility.CONTACT, Visibility.AREA, Visibility.PARTNERSHIP)
        self.fields["visibility"].choices = who_sees(may, has_contact=has_contact)  # type: ignore[attr-defined]
        if not has_contact:
            self.fields["visibility"].help_text = _now(
                "Your name is seen by nobody now. When the municipality gets a FoUI contact, the contact and the "
                "deputy see it. If somebody asks for access to documents (innsyn), the municipality decides."
            )
        self.fields["website"].label = _now("Leave this empty")

    @property
    def for_people(self) -> list[BoundField]:
        return [field for field in self if field.name != "website"]


class CheckForm(WithoutNumbers, forms.Form):
    """The second step: what it is to be called, and what need not be said."""

    missing: ClassVar = {"title": _("Write what the idea is to be called.")}

    title = forms.CharField(
        label=_("What is the idea called?"),
        help_text=_("We have made a proposal of your first sentence. Change it as you like."),
        max_length=length("title"),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        validators=[names.validate_name],
        help_text=_("Seen by the contact and the deputy only."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    talked_with_leader = forms.ChoiceField(
        label=_("Have you talked with your leader?"),
        required=False,
        choices=[(IdeaSender.Talked.YES, _("Yes")), (IdeaSender.Talked.NO, _("Not yet"))],
        help_text=_("Seen by the contact only. You need not have."),
        widget=forms.RadioSelect,
    )


class MessageForm(WithoutNumbers, forms.Form):
    missing: ClassVar = {"text": _("Write what you want to say.")}

    text = forms.CharField(label=_("Your message"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(WithoutNumbers, forms.Form):
    why = forms.CharField(
        label=_("Why do you withdraw it?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class VisibilityForm(Worded, forms.Form):
    visibility = forms.ChoiceField(label=_("Who may see the idea?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, idea: Idea, may: list[str], has_contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"visibility": idea.visibility}, **kwargs)
        self.fields["visibility"].choices = who_sees(may, has_contact=has_contact)  # type: ignore[attr-defined]


class AddressForm(Worded, forms.Form):
    """Somebody's own address, to get a link there."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=names.LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NamedPersonForm(Worded, forms.Form):
    """Who is to have an idea that came to a postmottak."""

    missing: ClassVar = {"name": _("Write the name."), "email": _("Write the person's work e-mail.")}

    name = forms.CharField(label=_("Name"), max_length=120, validators=[names.validate_name])
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=names.LONGEST_ADDRESS,
        help_text=_("The person signs in with a code that is sent there."),
    )
