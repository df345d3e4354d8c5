"""What a report is about and of when; and why records are taken out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from brokers.forms import day_input
from brokers.models import InnovationCompany
from municipalities.models import Municipality
from overview.brokering.brokering_report import Period, year
from overview.reports.models import About
from partnership.common import norwegian
from partnership.common.personal_numbers import WithoutNumbers
from partnership.common.worded import Worded
from partnership.partners.models import Partner

OWN_DAYS = "fra-til"
_KEYS = {Municipality: "kommune", Partner: "partner", InnovationCompany: "selskap"}
# Before it there is nothing; a report of a thousand years is a slip.
EARLIEST = dt.date(2000, 1, 1)


def key(about: About) -> str:
    """«kommune-12»: what a choice is called in a form."""
    return f"{_KEYS[type(about)]}-{about.pk}"


class DaysMixin(forms.Form):
    """``fra`` and ``til`` (Oslo days), which must be in order."""

    def check_days(self, *, both: bool, ends: dt.date | None = None) -> None:
        """``ends``: the last day that may be chosen, a year from now when none is said."""
        since, until = self.cleaned_data.get("fra"), self.cleaned_data.get("til")
        if both and not (since and until) and not self.errors:
            self.add_error("fra", _now("Choose both the first and the last day."))
        latest = ends or norwegian.today() + dt.timedelta(days=366)
        for name, day in (("fra", since), ("til", until)):
            if day and not EARLIEST <= day <= latest:
                self.add_error(name, _too_far(ends))
        if since and until and until < since:
            self.add_error("til", _now("Choose a last day that is not before the first."))


def _too_far(ends: dt.date | None) -> str:
    if ends:
        return _now("Choose a day after 2000 that has come: a report is of what has been.")
    return _now("Choose a day after 2000, and not later than a year from now.")


class OrderForm(Worded, DaysMixin):
    om = forms.ChoiceField(label=_("About"))
    periode = forms.ChoiceField(label=_("Period"))
    fra = forms.DateField(label=_("From"), required=False, widget=day_input(), help_text=_("For days you choose."))
    til = forms.DateField(label=_("To and including"), required=False, widget=day_input())

    def __init__(self, *args: Any, abouts: list[About], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.abouts = {key(about): about for about in abouts}
        today = norwegian.today()
        self.named = {
            "i-fjor": (_now("Last year"), year(today.year - 1)),
            "i-ar": (_now("This year until today"), Period(dt.date(today.year, 1, 1), today)),
        }
        choices = [(word, label) for word, (label, _period) in self.named.items()]
        self.fields["om"].choices = _in_groups(self.abouts)  # type: ignore[attr-defined]
        self.fields["periode"].choices = [*choices, (OWN_DAYS, _now("Days I choose"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("periode") == OWN_DAYS:
            self.check_days(both=True, ends=norwegian.today())
        elif data.get("periode") and (data.get("fra") or data.get("til")):
            self.add_error("periode", _now("You have chosen days too. Take «Days I choose», or empty the days."))
        return data

    @property
    def about(self) -> About:
        return self.abouts[self.cleaned_data["om"]]

    @property
    def period(self) -> Period:
        name = self.cleaned_data["periode"]
        if name in self.named:
            return self.named[name][1]
        return Period(self.cleaned_data["fra"], self.cleaned_data["til"])


def _in_groups(abouts: dict[str, About]) -> list[tuple[str, Any]]:
    """Under a heading for each kind where there are many."""
    choices = [(type(one), (name, str(one))) for name, one in abouts.items()]
    kinds = {Partner: _now("Partners"), Municipality: _now("Municipalities"), InnovationCompany: _now("Companies")}
    if len({kind for kind, _choice in choices}) < 2:
        return [choice for _kind, choice in choices]
    groups = [(label, [choice for kind, choice in choices if kind is wanted]) for wanted, label in kinds.items()]
    return [(label, found) for label, found in groups if found]


class ArchiveForm(WithoutNumbers, forms.Form):
    om = forms.ChoiceField(label=_("Municipality"))
    hvorfor = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Stands in the log, such as «yearly transfer to the archive».")
    )
    missing = {"hvorfor": _("Write in a few words why the records are taken out.")}

    def __init__(self, *args: Any, places: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {key(place): place for place in places}
        self.fields["om"].choices = [(name, str(one)) for name, one in self.places.items()]  # type: ignore[attr-defined]

    @property
    def place(self) -> Municipality:
        return self.places[self.cleaned_data["om"]]


class AccessForm(WithoutNumbers, DaysMixin):
    """For a request for access to records."""

    hvorfor = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Stands in the log: who asked for access, and the case number.")
    )
    om = forms.ChoiceField(label=_("Whose records"))
    q = forms.CharField(
        label=_("Search words"), max_length=200, required=False, help_text=_("All words must be there. May be empty.")
    )
    fra = forms.DateField(label=_("From"), required=False, widget=day_input())
    til = forms.DateField(label=_("To and including"), required=False, widget=day_input())
    fil = forms.ChoiceField(label=_("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    missing = {"hvorfor": _("Write in a few words who asks for access.")}

    def __init__(self, *args: Any, registers: list[Municipality | Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.registers = {key(one): one for one in registers}
        self.fields["om"].choices = [(name, str(one)) for name, one in self.registers.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_days(both=False)
        return data

    @property
    def register(self) -> Municipality | Partner:
        return self.registers[self.cleaned_data["om"]]
