"""Forms about meetings. Times are typed and shown in Europe/Oslo."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings import guests, joining
from meetings.models import (
    Attends,
    Audience,
    AudienceGuest,
    Invitation,
    JoinRequest,
    Material,
    Meeting,
    ProgrammeItem,
    Reply,
)
from partnership.common import names, norwegian
from partnership.common.versions import VersionedFormMixin
from partnership.partners.models import Partner
from partnership.people.models import Seat, SeatKind, User

LONGEST_LINK = 1000
YEARS_AHEAD = 10
SERVICES = {"teams": "Teams", "zoom": "Zoom", "meet": "Google Meet"}


class StepForm(VersionedFormMixin):
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
    meeting.join_id, meeting.join_passcode, meeting.join_phone = found.meeting_id, found.passcode, found.phone


class HostForm(StepForm):
    """Whose the meeting is, how many there is room for, and how it is asked about."""

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


def take_owner(meeting: Meeting, key: str) -> None:
    """``key`` is one of ``owners_for``."""
    kind, pk = key[0], int(key[1:])
    meeting.owner_partner_id = pk if kind == "p" else None
    meeting.owner_seat_id = pk if kind == "s" else None


def _owner_key(meeting: Meeting) -> str:
    return f"p{meeting.owner_partner_id}" if meeting.owner_partner_id else f"s{meeting.owner_seat_id}"


class ProgrammeItemForm(VersionedFormMixin):
    """What most items need comes first; the rest lies behind «Flere valg»."""

    MORE = ("description", "municipality", "is_slot", "slot_deadline")

    class Meta:
        model = ProgrammeItem
        fields = [
            "kind", "title", "minutes", "presenter_name", "partner",
            "description", "municipality", "is_slot", "slot_deadline",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "slot_deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"presenter_name": _("Presenter")}

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


class SlotForm(VersionedFormMixin):
    """What a partner fills in of its own item."""

    class Meta:
        model = ProgrammeItem
        fields = ["title", "presenter_name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        labels = {"presenter_name": _("Who presents")}


class AudienceForm(forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.MultipleChoiceField(
        label=_("Roles"), choices=SeatKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Audience
        fields = ["kinds", "councils", "municipalities", "themes", "persons"]
        widgets = {
            "councils": forms.CheckboxSelectMultiple,
            "municipalities": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "persons": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "councils": _("Nothing ticked means all."),
            "municipalities": _("Nothing ticked means all."),
            "themes": _("Narrows brokers only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("councils", "municipalities", "themes", "persons"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("sort_name")  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("councils", "municipalities", "themes"))

    @property
    def names_persons(self) -> bool:
        return bool(self["persons"].value() or self["persons"].errors)


_LINE = re.compile(r"[\r\n]+")
_LONGEST_LINE = 400


class GuestsForm(forms.Form):
    """Many guests at once, a line each: «Name <address>, organisation»."""

    lines = forms.CharField(
        label=_("Guests"),
        help_text=_("One a line: Name <address>, organisation. The organisation may be left out."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )
    role = forms.ChoiceField(label=_("Role"), choices=AudienceGuest._meta.get_field("role").choices or ())

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_lines(self) -> list[AudienceGuest]:
        taken = {guest.email.lower() for guest in self.meeting.guests.all()}
        found: list[AudienceGuest] = []
        for number, line in enumerate(filter(str.strip, _LINE.split(self.cleaned_data["lines"])), 1):
            try:
                guest = self._guest(line.strip(), taken)
            except ValidationError as error:
                text = _now("Line %(n)s: %(why)s") % {"n": number, "why": error.messages[0]}
                self.add_error("lines", text)
                continue
            taken.add(guest.email)
            found.append(guest)
        room = guests.room_for(self.meeting)
        if room is not None and len(found) > room:
            self.add_error("lines", guests.too_many())
        return found

    def _guest(self, line: str, taken: set[str]) -> AudienceGuest:
        if len(line) > _LONGEST_LINE:
            raise ValidationError(_now("it is longer than %(n)s characters") % {"n": _LONGEST_LINE})
        found = re.fullmatch(r"(?P<name>[^<>]*)<?(?P<email>[^<>\s,]+@[^<>\s,]+)>?\s*,?\s*(?P<organisation>.*)", line)
        if found is None:
            raise ValidationError(_now("there is no e-mail address in «%(line)s»") % {"line": line[:80]})
        email = found["email"].lower()
        names.validate_address(email)
        if email in taken:
            raise ValidationError(_now("%(email)s is there already") % {"email": email})
        name = " ".join(found["name"].split()).strip(" ,\"'") or email.split("@")[0]
        names.validate_name(name)
        return AudienceGuest(
            meeting=self.meeting, name=name[:120], email=email, organisation=found["organisation"][:120]
        )


class TextForm(forms.Form):
    """One text to be sent, such as a reason or an urgent message."""

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = label, required


class NoteAnswerForm(forms.Form):
    reply = forms.ChoiceField(
        label=_("Answer"), choices=[choice for choice in Reply.choices if choice[0]], widget=forms.RadioSelect
    )
    attends = forms.ChoiceField(label=_("Takes part"), choices=Attends.choices, required=False)


class ColleagueForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, validators=[names.validate_name])
    email = forms.EmailField(label=_("Work e-mail"), max_length=names.LONGEST_ADDRESS)


class AddressForm(forms.Form):
    """Where an invitation should have gone."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=names.LONGEST_ADDRESS,
        help_text=_("The invitation goes there at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        known = invitation.person.email if invitation.person else invitation.email
        # Corrected elsewhere meanwhile: then it is only to be pressed.
        super().__init__(data, initial={"email": known if known != invitation.email else ""})


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    LARGEST = 10 * 1024 * 1024
    OFFICE = "application/vnd.openxmlformats-officedocument"
    # What the file begins with, and what it is: the sender's own word for it is not kept.
    KINDS = {
        ".pdf": (b"%PDF", "application/pdf"),
        ".docx": (b"PK\x03\x04", f"{OFFICE}.wordprocessingml.document"),
        ".pptx": (b"PK\x03\x04", f"{OFFICE}.presentationml.presentation"),
        ".xlsx": (b"PK\x03\x04", f"{OFFICE}.spreadsheetml.sheet"),
        ".png": (b"\x89PNG", "image/png"),
        ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
        ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    }

    class Meta:
        model = Material
        fields = ["title", "file", "url"]
        help_texts = {"file": _("pdf, docx, pptx, xlsx, png or jpg, up to 10 MB.")}

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if not file or not hasattr(file, "content_type"):
            return file
        ending = "." + file.name.rsplit(".", 1)[-1].lower()
        if ending not in self.KINDS:
            raise ValidationError(_now("Files of this type cannot be used here."))
        if file.size > self.LARGEST:
            raise ValidationError(_now("The file is larger than 10 MB. Put it elsewhere and give a link."))
        begins = file.read(8)
        file.seek(0)
        first, self.instance.content_type = self.KINDS[ending]
        if not begins.startswith(first):
            raise ValidationError(_now("The file is not what its name says."))
        return file


class JoinForm(forms.ModelForm):  # type: ignore[type-arg]
    """``website`` is for robots: no person sees it, and what fills it in is thanked and forgotten."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    class Meta:
        model = JoinRequest
        fields = ["name", "email", "role", "organisation", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(names.validate_name)
        self.fields["website"].label = _now("Leave this empty")

    @property
    def for_people(self) -> list[BoundField]:
        return [field for field in self if field.name != "website"]
