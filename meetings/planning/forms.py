"""Forms about meetings. Times are typed and shown in Europe/Oslo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    Attends,
    Audience,
    DatePoll,
    Material,
    Meeting,
    ProgrammeItem,
    Reply,
)
from meetings.planning import joining
from municipalities.models import Experience
from partnership.common import norwegian, uploads
from partnership.common.chosen_again import ChosenAgain
from partnership.common.versions import VersionedFormMixin
from partnership.common.worded import Worded
from partnership.partners.models import Partner
from partnership.people.models import Seat, SeatKind, User

LONGEST_LINK = 1000
YEARS_AHEAD = 10
SERVICES = {"teams": "Teams", "zoom": "Zoom", "meet": "Google Meet"}


class StepForm(Worded, VersionedFormMixin):
    """One step of planning a meeting: at most six fields. What is not a column is compared here too."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            self.initial.update(self.shown(self.instance))

    def shown(self, meeting: Meeting) -> dict[str, Any]:
        """Values of the fields that are not columns, as ``meeting`` has them."""
        return {}

    def _collect_conflicts(self, stored: models.Model) -> None:
        super()._collect_conflicts(stored)
        if isinstance(stored, Meeting):
            for name, theirs in self.shown(stored).items():
                if theirs != self.cleaned_data.get(name):
                    self.conflicts.append({"label": self.fields[name].label, "theirs": theirs, "name": name})
        for conflict in self.conflicts:
            words = dict(getattr(self.fields[conflict["name"]], "choices", ()))
            conflict["theirs"] = words.get(conflict["theirs"], conflict["theirs"])


class WhenForm(StepForm):
    """What and when: all a draft must have."""

    missing = {
        "kind": _("Choose what kind of meeting it is."),
        "title": _("Write a title."),
        "begins": _("Write when the meeting begins."),
        "ends": _("Write when the meeting ends."),
    }

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    field_order = ["version", "kind", "title", "day", "begins", "ends", "answer_by"]

    class Meta:
        model = Meeting
        fields = ["kind", "title", "answer_by"]
        widgets = {"answer_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def shown(self, meeting: Meeting) -> dict[str, Any]:
        start, end = norwegian.local(meeting.start), norwegian.local(meeting.end)
        return {"day": start.date(), "begins": start.time(), "ends": end.time()}

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            self._check_time(day, begins, ends, data.get("answer_by"))
        return data

    def _check_time(self, day: dt.date, begins: dt.time, ends: dt.time, answer_by: dt.date | None) -> None:
        if abs(day.year - norwegian.today().year) > YEARS_AHEAD:
            self.add_error("day", _now("Choose a day within %(n)s years.") % {"n": YEARS_AHEAD})
            return
        start, end = norwegian.at(day, begins), norwegian.at(day, ends)
        # The field shows no seconds: a meeting that has them is not moved by being saved, and its end can be changed
        # while it is under way.
        if self.instance.pk and start == self.instance.start.replace(second=0, microsecond=0):
            start = self.instance.start
        moved = not self.instance.pk or start != self.instance.start
        if end <= start:
            self.add_error("ends", _now("The meeting must end after it begins."))
        elif moved and start <= timezone.now():
            self.add_error("day", _now("Choose a time that has not been."))
        if answer_by and answer_by > day:
            self.add_error("answer_by", _now("People must answer before the meeting."))
        elif answer_by and "answer_by" in self.changed_data and answer_by < norwegian.today():
            self.add_error("answer_by", _now("Choose a day that has not been."))
        self.instance.start, self.instance.end = start, max(end, start + dt.timedelta(minutes=1))


class ContentForm(StepForm):
    """What it is about, and where."""

    joining = forms.CharField(
        label=_("Link to the digital meeting"),
        required=False,
        help_text=_("Paste the whole invitation from Teams, Zoom or Meet: we find the link, the id and the phone."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["version", "purpose", "challenge", "target_group", "joining", "place", "address"]

    class Meta:
        model = Meeting
        fields = ["purpose", "challenge", "target_group", "place", "address"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}

    def shown(self, meeting: Meeting) -> dict[str, Any]:
        return {"joining": meeting.join_url}

    def clean_joining(self) -> str:
        text: str = self.cleaned_data["joining"].strip()
        self.found = joining.parse_joining(text) if text else None
        if text and not (self.found and self.found.url):
            raise ValidationError(_now("We find no link in the text. Paste the link itself, such as https://…"))
        if self.found and len(self.found.url) > LONGEST_LINK:
            raise ValidationError(_now("The link is longer than %(n)s characters.") % {"n": LONGEST_LINK})
        return text

    def save(self, commit: bool = True) -> Meeting:
        meeting: Meeting = self.instance
        _take_joining(meeting, self.found)
        return super().save(commit)  # type: ignore[no-any-return]


def _take_joining(meeting: Meeting, found: joining.Joining | None) -> None:
    """What was pasted, or nothing. The same link alone says nothing new of passcode and phone: they stay."""
    found = found or joining.Joining()
    if found.url == meeting.join_url and not (found.passcode or found.phone):
        return
    meeting.join_url, meeting.join_service = found.url, SERVICES.get(found.service, "")
    meeting.join_id, meeting.join_passcode, meeting.join_phone = found.meeting_id, found.passcode, found.dial_in


class HostForm(StepForm):
    """Whose the meeting is, how many there is room for, and how it is asked about."""

    missing = {"owner": _("Choose who the host is."), "host_phone": _("Write a number that people can call.")}

    owner = forms.ChoiceField(label=_("Host"))
    field_order = [
        "version", "owner", "host_phone", "capacity", "is_save_the_date", "is_public", "language",
    ]  # fmt: skip

    class Meta:
        model = Meeting
        fields = ["host_phone", "capacity", "is_save_the_date", "is_public", "language"]
        help_texts = {"capacity": _("When the room is full, the next ones get a place on a waiting list.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The present owner too, so that a co-host's officer can save without taking the meeting over.
        owners = [*owners_for(self.user), (_owner_key(self.instance), self.instance.owner_name)]
        self.fields["owner"].choices = list(dict(owners).items())  # type: ignore[attr-defined]

    def shown(self, meeting: Meeting) -> dict[str, Any]:
        return {"owner": _owner_key(meeting)}

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        if capacity == 0:
            raise ValidationError(_now("Write at least 1, or nothing if there is room for all."))
        return capacity

    def save(self, commit: bool = True) -> Meeting:
        take_owner(self.instance, self.cleaned_data["owner"])
        return super().save(commit)  # type: ignore[no-any-return]


def owners_for(user: User) -> list[tuple[str, str]]:
    """The partners and roles on whose behalf a person may hold a meeting."""
    partners = Partner.objects.all() if user.is_superuser else Partner.objects.of_officer(user)
    seats = Seat.objects.held_today_by(user).exclude(kind=SeatKind.OFFICER)
    return [(f"p{one.pk}", one.name) for one in partners] + [(f"s{one.pk}", one.title) for one in seats]


def take_owner(meeting: Meeting | DatePoll, key: str) -> None:
    """``key`` is one of ``owners_for``."""
    kind, pk = key[0], int(key[1:])
    meeting.owner_partner_id = pk if kind == "p" else None
    meeting.owner_seat_id = pk if kind == "s" else None


def _owner_key(meeting: Meeting) -> str:
    return f"p{meeting.owner_partner_id}" if meeting.owner_partner_id else f"s{meeting.owner_seat_id}"


class ProgrammeItemForm(Worded, VersionedFormMixin):
    """What most items need comes first; the rest lies behind «Flere valg»."""

    missing = {
        "title": _("Write what it is called."),
        "minutes": _("Write how many minutes it lasts."),
        "kind": _("Choose what kind of item it is."),
    }

    MORE = ("description", "municipality", "experience", "is_slot", "slot_deadline")

    class Meta:
        model = ProgrammeItem
        fields = [
            "kind", "title", "minutes", "presenter_name", "partner",
            "description", "municipality", "experience", "is_slot", "slot_deadline",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "slot_deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"presenter_name": _("Presenter")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = (
            Experience.objects.published().select_related("municipality").order_by("municipality__sort_name", "title")
        )
        self.fields["experience"].queryset = shared  # type: ignore[attr-defined]
        self.fields["experience"].label_from_instance = lambda one: f"{one.municipality}: {one.title}"  # type: ignore[attr-defined]

    @property
    def first(self) -> list[BoundField]:
        return [field for field in self if field.name not in self.MORE]

    @property
    def more(self) -> list[BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def shows_more(self) -> bool:
        """Open where something is filled in or wrong."""
        return any(field.errors or field.value() for field in self.more)


class SlotForm(Worded, VersionedFormMixin):
    """What a partner fills in of its own item."""

    missing = {"title": _("Write what it is called.")}

    class Meta:
        model = ProgrammeItem
        fields = ["title", "presenter_name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        labels = {"presenter_name": _("Who presents")}


class AudienceForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.MultipleChoiceField(
        label=_("Roles"), choices=SeatKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Audience
        fields = ["kinds", "councils", "municipalities", "themes"]
        widgets = {
            "councils": forms.CheckboxSelectMultiple,
            "municipalities": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "councils": _("Nothing ticked means all."),
            "municipalities": _("Nothing ticked means all."),
            "themes": _("Narrows brokers only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("councils", "municipalities", "themes"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("sort_name")  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("councils", "municipalities", "themes"))


class TextForm(Worded, forms.Form):
    """One text to be sent, such as a reason or an urgent message."""

    missing = {"text": _("Write a few words.")}

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = label, required


class NoteAnswerForm(Worded, forms.Form):
    missing = {"reply": _("Choose one of the answers.")}

    reply = forms.ChoiceField(
        label=_("Answer"), choices=[choice for choice in Reply.choices if choice[0]], widget=forms.RadioSelect
    )
    attends = forms.ChoiceField(label=_("Takes part"), choices=Attends.choices, required=False)


class MaterialForm(Worded, ChosenAgain, forms.ModelForm):  # type: ignore[type-arg]
    files_again = {"file": _("Choose the file again.")}
    missing = {"title": _("Write what it is called.")}

    class Meta:
        model = Material
        fields = ["title", "file", "url"]
        help_texts = {"file": _("pdf, docx, pptx, xlsx, png or jpg, up to 10 MB.")}

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if not file or not hasattr(file, "content_type"):
            return file
        self.instance.content_type = uploads.checked_type(file)
        return file
