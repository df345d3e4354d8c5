"""A meeting with thirty people, invited by mail through a real SMTP server; under way, over, and some days ago."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re

from django.db.models import F
from django.utils import timezone

from meetings import tasks as meeting_tasks
from meetings.invitations import answering, inviting, wishing
from meetings.models import Audience, AudienceGuest, Invitation, Meeting, MeetingMessage, ProgrammeItem
from partnership.common import norwegian
from partnership.mail import tasks as mail_tasks
from partnership.mail.models import OutgoingMail
from partnership.partners.models import Theme
from tests import factories

THEMES = ("Aldring", "Klima", "Kompetanse")
PROGRAMME = (("Velkommen", 30), ("Gruppearbeid", 60), ("Oppsummering", 30))


def invited(**fields) -> Meeting:
    """Eighteen contacts, six brokers and six researchers have got their mail, answer, and say what they want."""
    fields = {"place": "Rådhuset", "asks": ["themes", "case"], "challenge": "Hvordan kommer vi i gang?"} | fields
    host = factories.officer("Nina Solem")
    host.phone = "400 00 010"
    host.save()
    meeting = factories.meeting(host, **fields)
    themes = [Theme.objects.create(name=name, slug=name.lower()) for name in THEMES]
    for number in range(18):
        factories.contact(f"Kontakt {number:02}", factories.MunicipalityFactory(name=f"Kommune {number:02}"))
    for number in range(6):
        factories.broker(f"Megler {number}")
        AudienceGuest.objects.create(
            meeting=meeting, name=f"Forsker {number}", email=f"f{number}@ntnu.example", role="researcher"
        )
    Audience.objects.create(meeting=meeting, kinds=["contact", "broker"])
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.filter(kind="people.welcome").delete()
    mail_tasks.sweep()
    for number, invitation in enumerate(meeting.invitations.order_by("sort_name")):
        invitation = answering.answer(invitation=invitation, reply="comes", attends="room", source="link")
        wishing.say(invitation=invitation, said=wishing.Said(first=themes[number % 3]))
    for order, (title, minutes) in enumerate(PROGRAMME):
        ProgrammeItem.objects.create(meeting=meeting, order=order, title=title, minutes=minutes)
    return meeting


def under_way(**fields) -> Meeting:
    """It began ten minutes ago."""
    meeting = invited(**fields)
    goes_back(meeting, by=meeting.start - (timezone.now() - dt.timedelta(minutes=10)))
    meeting.end = meeting.start + dt.timedelta(hours=2)
    meeting.save()
    Meeting.objects.filter(pk=meeting.pk).update(announced=meeting.announcement())
    meeting.refresh_from_db()
    return meeting


def goes_back(meeting: Meeting, *, by: dt.timedelta) -> None:
    """A browser has its own clock, so the days pass by putting all that has happened that far back."""
    Meeting.objects.filter(pk=meeting.pk).update(
        **{name: F(name) - by for name in ("start", "end", "published_at", "dtstamp")}
    )
    meeting.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(announced=meeting.announcement())
    meeting.refresh_from_db()
    meeting.programme.update(begun_at=F("begun_at") - by)
    meeting.invitations.update(invited_at=F("invited_at") - by, replied_at=F("replied_at") - by)
    MeetingMessage.objects.filter(meeting=meeting).update(at=F("at") - by, goes_at=F("goes_at") - by)
    OutgoingMail.objects.update(sent_at=F("sent_at") - by)


def the_next_morning(meeting: Meeting) -> None:
    """It was two working days ago: the beat's own tasks send what is due."""
    day = norwegian.add_working_days(norwegian.today(), -2)
    goes_back(meeting, by=dt.timedelta(days=(norwegian.local(meeting.start).date() - day).days))
    meeting_tasks.sweep()
    mail_tasks.sweep()


def received(sink, address: str, subject: str) -> bytes:
    """The newest mail to the address; its subject begins so."""
    newest = sink.to(address)[-1]
    assert _read(newest)["Subject"].startswith(subject), _read(newest)["Subject"]
    return newest


def text_of(content: bytes) -> str:
    return " ".join(_read(content).get_body(("plain",)).get_content().replace("\xa0", " ").split())


def _read(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def own_address(sink, invitation: Invitation) -> str:
    """Of one's own page, from the invitation as it arrived."""
    text = _read(sink.to(invitation.email)[0]).get_body(("plain",)).get_content()
    return re.search(r"https?://\S+/svar/[^/\s]+/", text)[0]


def by_link(browser, sink, invitation: Invitation, page: str = "", *, width: int = 360, height: int = 800):
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    opened = context.new_page()
    opened.goto(own_address(sink, invitation) + page)
    return opened
