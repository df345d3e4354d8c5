"""Forms of experiences, in two steps of six fields, and of their pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from municipalities.experiences import pictures, publishing
from municipalities.models import Experience, ExperiencePicture, Municipality, Trial
from partnership.common.chosen_again import ChosenAgain
from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import LONGEST


class FirstForm(WithoutNumbers, VersionedFormMixin):
    """What it is: title, how it went, need, what was done, what was learned, themes."""

    longest = LONGEST
    missing = {
        "title": _("Say it in one line, such as «Self-driving bus on an island»."),
        "outcome": _("Choose how it went."),
    }

    class Meta:
        model = Experience
        fields = [*publishing.TYPED_FIRST, "themes"]
        help_texts = {
            "need": _("What was difficult, and for whom? No names of service users."),
            "done": _("What did you do, step by step?"),
            "lesson": _("Also what did not work. It may spare others a year."),
        }
        widgets = {
            "outcome": forms.RadioSelect,
            "need": forms.Textarea(attrs={"rows": 3}),
            "done": forms.Textarea(attrs={"rows": 5}),
            "lesson": forms.Textarea(attrs={"rows": 4}),
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # Nothing is chosen for whoever has not said it.
            self.initial["outcome"] = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.is_published:
            for name in publishing.NEEDED:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Others are reading it: write this, or take the experience back first."))
        return cleaned


class MoreForm(WithoutNumbers, VersionedFormMixin):
    """What others ask about: who took part, money, result, what can be used again, whom to ask."""

    longest = LONGEST

    class Meta:
        model = Experience
        fields = ["partners", "money", "result", "reuse", "contact_name", "contact_email"]
        help_texts = {
            "partners": _("Research environments, companies, other municipalities."),
            "money": _("What it cost and who paid, as far as you know."),
            "reuse": _("Documents, agreements, plans, mistakes you may spare them."),
            "contact_name": _("Everybody sees the name. When empty: the FoUI contact."),
            "contact_email": _("Everybody sees the address too, also without signing in."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("partners", "money", "result", "reuse")}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("contact_email") and not cleaned.get("contact_name"):
            self.add_error("contact_name", _("Write whose address it is."))
        return cleaned


class PictureForm(WithoutNumbers, ChosenAgain, forms.ModelForm):  # type: ignore[type-arg]
    files_again = {"file": _("Choose the picture again.")}
    missing = {
        "file": _("Choose a picture."),
        "alt": _("Write what the picture shows, for those who do not see it."),
    }

    file = forms.FileField(label=_("Picture"), help_text=_("A .jpg or .png of at most 10 MB."))

    class Meta:
        model = ExperiencePicture
        fields = ["file", "alt", "credit"]
        labels = {"alt": _("What does the picture show?")}
        help_texts = {
            "alt": _("One sentence for those who do not see it, such as «A small bus on a gravel road by the sea»."),
            "credit": _("Persons in the picture must have said yes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".jpg,.jpeg,.png"

    def clean_file(self) -> ContentFile[bytes]:
        return pictures.drawn(self.cleaned_data["file"])


class TrialForm(WithoutNumbers, forms.ModelForm):  # type: ignore[type-arg]
    """Which of the own municipalities, where somebody is contact in several, and what they would like to know."""

    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"))

    class Meta:
        model = Trial
        fields = ["municipality", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, places: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Municipality.objects.filter(pk__in=[place.pk for place in places]).order_by("sort_name")
        self.fields["municipality"].queryset = chosen  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["municipality"].initial = places[0]
            self.fields["municipality"].widget = forms.HiddenInput()
