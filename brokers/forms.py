"""Forms of the brokering log: a talk in 30 seconds, what is shown of the log, and who has room for more."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from brokers.logbook import NewFirm, Subject
from brokers.models import LONGEST_LINE, Broker, BrokeringEntry, Coverage, Firm
from municipalities.models import Municipality
from partnership.common import names, norwegian
from partnership.common.organisations import organisation_number
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded

# Firms on the list; an older one is found again by writing its name.
MOST_FIRMS = 100
RECENT_FIRMS = 10
LONGEST_FIRM = 160

Choices = list[tuple[str, Any]]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Subjects:
    """Whom one may have talked with, as a list to choose from: covered municipalities and recent firms first.

    ``k12`` is the municipality 12, ``f7`` the firm 7 of the company. Three queries.
    """

    def __init__(self, seat: Broker) -> None:
        self.municipalities = list(Municipality.objects.all())
        covered = Coverage.objects.current().of_brokers([seat.pk]).values_list("municipality", flat=True)
        self.covered = set(covered.order_by())
        self.firms = list(Firm.objects.of_company(seat.company_id).latest_first()[:MOST_FIRMS])

    def choices(self) -> Choices:
        places: dict[bool, Choices] = defaultdict(list)
        for place in self.municipalities:
            places[place.pk in self.covered].append((f"k{place.pk}", place.name))
        firms = [(f"f{firm.pk}", firm.name) for firm in self.firms]
        groups = [
            (_now("Municipalities you cover"), places[True]),
            (_now("Recent firms"), firms[:RECENT_FIRMS]),
            (_now("Other municipalities"), places[False]),
            (_now("Earlier firms"), firms[RECENT_FIRMS:]),
        ]
        return [("", _now("Choose, or write a new firm below")), *[group for group in groups if group[1]]]

    def get(self, key: str) -> Municipality | Firm:
        """``key`` is one of the choices."""
        if key.startswith("k"):
            return next(place for place in self.municipalities if key == f"k{place.pk}")
        return next(firm for firm in self.firms if key == f"f{firm.pk}")


class EntryForm(Worded, VersionedFormMixin):
    """One line of the log. After ``is_valid``: ``subject`` is whom it is about, the rest lies on the instance."""

    missing = {"kind": _("Choose what you did."), "text": _("Write one line about the talk.")}
    subject: Subject

    about = forms.ChoiceField(label=_("Municipality or firm"), required=False)
    firm_name = forms.CharField(
        label=_("Name of the firm"),
        required=False,
        max_length=LONGEST_FIRM,
        validators=[names.person_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    org_number = forms.CharField(
        label=_("Organisation number"),
        required=False,
        max_length=20,
        help_text=_("Nine digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("What it was about"),
        max_length=LONGEST_LINE,
        help_text=_("One line. Your company reads it, and the FoUI contact when it is about a municipality."),
    )

    field_order = [
        "version", "about", "firm_name", "org_number", "kind", "day", "text", "research_organisation", "half_hours",
    ]  # fmt: skip

    class Meta:
        model = BrokeringEntry
        fields = ["kind", "day", "text", "research_organisation", "half_hours"]
        widgets = {"kind": forms.RadioSelect, "day": day_input()}
        labels = {"kind": _("What you did"), "half_hours": _("Time spent, in half hours")}
        help_texts = {"half_hours": _("Three half hours are an hour and a half.")}

    def __init__(self, *args: Any, subjects: Subjects, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        own = self.instance.firm if self.instance.pk else None
        if own is not None and own not in subjects.firms:
            subjects.firms.append(own)
        self.fields["about"].choices = subjects.choices()  # type: ignore[attr-defined]
        self.fields["kind"].choices = BrokeringEntry.Kind.choices  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["max"] = norwegian.today().isoformat()
        self.fields["half_hours"].widget.attrs |= {"inputmode": "numeric", "min": 1}
        if self.instance.pk:
            self.initial["about"] = key_of(self.instance)

    @property
    def shows_firm(self) -> bool:
        """A firm is being written, or was refused."""
        return any(self[name].value() or self[name].errors for name in ("firm_name", "org_number"))

    @property
    def shows_more(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("research_organisation", "half_hours"))

    def clean_org_number(self) -> str:
        number = "".join(self.cleaned_data["org_number"].split()).upper().removeprefix("NO").removesuffix("MVA")
        if number:
            organisation_number(number)
        return number

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if "about" not in self.errors:
            self._take_subject(data.get("about", ""), data.get("firm_name", ""), data.get("org_number", ""))
        return data

    def _take_subject(self, chosen: str, name: str, number: str) -> None:
        written = bool(name or number)
        if chosen and written:
            self.add_error("about", _now("Choose from the list, or write a new firm: one of them."))
        elif chosen:
            self.subject = self.subjects.get(chosen)
            self.instance.municipality = self.subject if isinstance(self.subject, Municipality) else None
            self.instance.firm = self.subject if isinstance(self.subject, Firm) else None
        elif name:
            self.subject = NewFirm(name, number)
        elif number:
            self.add_error("firm_name", _now("Write the name of the firm too."))
        elif not self.errors.keys() & {"firm_name", "org_number"}:
            self.add_error("about", _now("Choose a municipality or a firm, or write a new firm."))

    def _collect_conflicts(self, stored: models.Model) -> None:
        super()._collect_conflicts(stored)
        assert isinstance(stored, BrokeringEntry)
        same_subject = key_of(stored) == self.cleaned_data.get("about")
        self.conflicts = [one for one in self.conflicts if one["name"] != "about" or not same_subject]
        for conflict in self.conflicts:
            if conflict["name"] == "kind":
                conflict["theirs"] = stored.get_kind_display()


def key_of(entry: BrokeringEntry) -> str:
    """As ``Subjects`` has it."""
    return f"k{entry.municipality_id}" if entry.municipality_id else f"f{entry.firm_id}"


def same_as(entry: BrokeringEntry) -> dict[str, Any]:
    """*Samme som sist*: all but the day, which is today."""
    names_ = ("kind", "text", "research_organisation", "half_hours")
    return {"about": key_of(entry), **{name: getattr(entry, name) for name in names_}}


class LogFilter(forms.Form):
    """What is shown of the log, in the address. What is not understood narrows nothing."""

    kommune = forms.ChoiceField(label=_("Municipality"), required=False)
    slag = forms.ChoiceField(label=_("Kind"), required=False)
    fra = forms.DateField(label=_("From"), required=False, widget=day_input())
    til = forms.DateField(label=_("To and including"), required=False, widget=day_input())

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _now("All"))]
        places = [(place.slug, place.name) for place in municipalities]
        kinds = [(value, capfirst(str(label))) for value, label in BrokeringEntry.Kind.choices]
        self.fields["kommune"].choices = everything + places  # type: ignore[attr-defined]
        self.fields["slag"].choices = everything + kinds  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """``place`` (slug), ``kind``, ``since`` and ``until``: empty or None where nothing is chosen."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "place": data.get("kommune", ""),
            "kind": data.get("slag", ""),
            "since": data.get("fra"),
            "until": data.get("til"),
        }


class CapacityForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    """Whether the broker has room for more."""

    capacity = forms.ChoiceField(label=_("Have you room for more?"), widget=forms.RadioSelect)

    class Meta:
        model = Broker
        fields = ["capacity", "full_until"]
        widgets = {"full_until": day_input()}
        labels = {"full_until": _("Full until")}
        help_texts = {"full_until": _("The first day you have room again. Only if you are full until a day.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [one for one in Broker.Capacity.choices if one[0]]  # type: ignore[attr-defined]
        self.initial["capacity"] = self.instance.capacity_on()
        if self.initial["capacity"] != Broker.Capacity.FULL:
            self.initial["full_until"] = None

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("capacity") != Broker.Capacity.FULL:
            data["full_until"] = None
            self.errors.pop("full_until", None)
        elif "full_until" not in self.errors and not data.get("full_until"):
            self.add_error("full_until", _now("Choose the day you have room again."))
        elif data.get("full_until") and data["full_until"] <= norwegian.today():
            self.add_error("full_until", _now("Choose a later day than today."))
        return data
