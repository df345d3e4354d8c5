"""The demo's meetings, dated from today, made with the portal's own verbs."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from meetings.invitations import answering, inviting
from meetings.mailing import announcing
from meetings.models import Answer, AudienceGuest, Invitation, Meeting, MeetingMessage, ProgrammeItem, Reply, Source
from meetings.planning import audience
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import Partner
from partnership.people.models import User

SOURCE = "ks.no/regioner/ks-trondelag/forskning-og-innovasjon-i-offentlig-sektor-for-trondelag/"
CHALLENGE = "Hvordan kan kommuner og kompetansemeglere få fram gode FoU-prosjekter sammen?"
NAMSOS = (
    "Med virksomhetsledere, kommunalsjefer, kommunedirektøren og tillitsvalgte. KS fortalte hvorfor innovasjon "
    "trengs, viste verktøyene og barometeret, og hva partnerskapet kan hjelpe med."
)
PROGRAMME = (
    ("information", 15, "Velkommen", "ks"),
    ("talk", 20, "Skjønnsmidler til fornying og innovasjon", "statsforvalteren"),
    ("talk", 20, "Nytt fra Forskningsrådet", "forskningsradet"),
    ("experience", 25, "Slik arbeider vi med ideer fra ansatte", ""),
    ("break", 10, "Pause", ""),
    ("group_work", 60, CHALLENGE, "fylkeskommunen"),
    ("discussion", 30, "Hva gjør vi nå?", "ks"),
)


def lay_out(host: User, contacts: list[User]) -> None:
    _sent(host, contacts)
    _draft(host)
    _changed(host)
    _hold_the_date(host)
    _cancelled(host)
    _under_way(host)
    _held(host)
    _held_lately()
    _of_2022(host)


def _at(working_days: int, clock: dt.time = dt.time(9)) -> dt.datetime:
    return norwegian.at(norwegian.add_working_days(norwegian.today(), working_days), clock)


def _meeting(host: User, title: str, start: dt.datetime, *, minutes: int = 180, **fields: object) -> Meeting:
    return Meeting.objects.create(
        host=host,
        host_phone=host.phone,
        title=title,
        start=start,
        end=start + dt.timedelta(minutes=minutes),
        is_demo=True,
        created_by=host,
        **(_usual() | fields),
    )


def _usual() -> dict[str, object]:
    return {
        "owner_partner": Partner.objects.get(slug="ks"),
        "kind": "dialogue",
        "join_url": "https://teams.example/mote",
        "join_service": "Teams",
    }


def _programme(meeting: Meeting, *, extra: int = 0, slot: str = "") -> None:
    for order, (kind, minutes, title, partner) in enumerate(PROGRAMME):
        ProgrammeItem.objects.create(
            meeting=meeting,
            order=order,
            kind=kind,
            title=title,
            minutes=minutes + (extra if kind == "group_work" else 0),
            partner=Partner.objects.filter(slug=partner).first(),
            municipality=Municipality.objects.get(number="5014") if kind == "experience" else None,
            is_slot=bool(slot) and partner == slot,
            slot_deadline=norwegian.add_working_days(norwegian.today(), 10) if slot and partner == slot else None,
        )


def _invite(meeting: Meeting, by: User, kinds: tuple[str, ...] = ("contact", "broker", "officer")) -> MeetingMessage:
    chosen = audience.of(meeting)
    chosen.kinds = list(kinds)
    chosen.save()
    message = inviting.invite(meeting=meeting, by=by)
    assert message is not None
    OutgoingMail.objects.filter(group=message.group).update(not_before=timezone.now())
    MeetingMessage.objects.filter(pk=message.pk).update(goes_at=timezone.now())
    meeting.invitations.update(invited_at=timezone.now())
    Meeting.objects.filter(pk=meeting.pk).update(published_at=timezone.now())
    return message


def _was_received(message: MeetingMessage) -> None:
    """The invitations came some days ago, so that what follows reaches people who know of the meeting."""
    rows = OutgoingMail.objects.filter(group=message.group)
    rows.update(state=OutgoingMail.State.SENT, sent_at=timezone.now())


def _answered(meeting: Meeting, **numbers: int) -> None:
    """The first so many say this, the next that; the contact who answers late and the refused address stay silent."""
    late = people.address(people.CONTACTS[0], "frosta")
    rows = iter(meeting.invitations.exclude(person__email=late).exclude(email__startswith=people.REFUSED))
    for reply, number in numbers.items():
        for _one, row in zip(range(number), rows, strict=False):
            answering.answer(invitation=row, reply=Reply(reply), source=Source.LINK)


def _sent(host: User, contacts: list[User]) -> None:
    """48 invited: 23 come, 4 maybe, 6 do not, 15 are silent; one address is refused, one waits for the room."""
    meeting = _meeting(
        host,
        "Dialogmøte for FoUI-kontakter og kompetansemeglere",
        _at(15),
        challenge=CHALLENGE,
        purpose="Vi skal finne ut hvordan kommuner og kompetansemeglere får fram gode FoU-prosjekter.",
        target_group="FoUI-kontakter, kompetansemeglere og partnere",
        answer_by=norwegian.add_working_days(norwegian.today(), 10),
        is_public=True,
        place="Rådhuset, Verdal",
        capacity=16,
    )
    _programme(meeting)
    bounced = contacts[20]
    User.objects.filter(pk=bounced.pk).update(email=people.REFUSED + bounced.email)
    _invite(meeting, host)
    rows = list(
        Invitation.objects.filter(meeting=meeting).exclude(person=bounced).order_by("seat__kind", "sort_name")
    )
    rows = [row for row in rows if row.person != contacts[0]] + [row for row in rows if row.person == contacts[0]]
    for row in rows[:20]:
        attends = "room" if row.pk % 5 else "digital"
        comment = "Jeg må gå kl. 11." if row == rows[2] else ""
        answering.answer(invitation=row, reply=Reply.COMES, attends=attends, comment=comment, source=Source.LINK)
    answering.answer(invitation=rows[20], reply=Reply.COMES, source=Source.ORGANISER, by=host)
    for row in rows[21:25]:
        answering.answer(invitation=row, reply=Reply.MAYBE, source=Source.PORTAL)
    for row in rows[25:29]:
        answering.answer(invitation=row, reply=Reply.DECLINED, source=Source.LINK)
    for row, name in zip(rows[29:31], ("Mari Kolstad", "Even Ulvik"), strict=True):
        email = people.address(name, row.email.split("@")[1].removesuffix(".example"))
        colleague = answering.delegate(invitation=row, name=name, email=email)
        answering.answer(invitation=colleague, reply=Reply.COMES, attends="digital", source=Source.LINK)
    _working_days_ago(meeting, 3)


def _working_days_ago(meeting: Meeting, days: int) -> None:
    """Sent so many working days ago, and answered from then on, in office hours."""
    then = norwegian.at(norwegian.add_working_days(norwegian.today(), -days), dt.time(9))
    rows = Invitation.objects.filter(meeting=meeting)
    rows.update(invited_at=then)
    moment = then
    for row in rows.exclude(reply=""):
        moment += dt.timedelta(minutes=25)
        if norwegian.local(moment).time() > dt.time(15, 30):
            moment = norwegian.at(norwegian.add_working_days(norwegian.local(moment).date(), 1), dt.time(8, 10))
        Invitation.objects.filter(pk=row.pk).update(replied_at=moment)
        Answer.objects.filter(invitation=row).update(at=moment)
    meeting.messages.update(at=then, goes_at=then)


def _draft(host: User) -> None:
    meeting = _meeting(
        host,
        "Samling om forskning i kommunene",
        norwegian.at(norwegian.next_working_day(norwegian.today() + dt.timedelta(days=45)), dt.time(9)),
        kind="gathering",
        challenge="Hva må til for at en idé blir et forskningsprosjekt?",
    )
    _programme(meeting, extra=10, slot="forskningsradet")
    chosen = audience.of(meeting)
    chosen.kinds = ["contact", "broker"]
    chosen.save()
    AudienceGuest.objects.create(
        meeting=meeting,
        name="Live Sand",
        email="live.sand@forskning.example",
        role="researcher",
        organisation="Nord universitet",
    )


def _changed(host: User) -> None:
    meeting = _meeting(host, "Verksted om søknadsskriving", _at(5), kind="workshop", minutes=120)
    _programme(meeting)
    _was_received(_invite(meeting, host, ("contact",)))
    _answered(meeting, comes=19, maybe=2, declined=5)
    meeting.refresh_from_db()
    meeting.join_url = meeting.join_service = ""
    meeting.place, meeting.address, meeting.capacity = "Fylkets hus, Steinkjer", "Seilmakergata 2", 40
    meeting.save()
    announcing.send_update(meeting=meeting, by=host, text="Vi møtes i rommet i stedet for på Teams.")


def _hold_the_date(host: User) -> None:
    start = norwegian.at(norwegian.next_working_day(norwegian.today() + dt.timedelta(days=90)), dt.time(10))
    meeting = _meeting(host, "Vårsamling for FoUI-kontakter", start, kind="gathering", is_save_the_date=True)
    _was_received(_invite(meeting, host, ("contact",)))
    _answered(meeting, comes=21, maybe=6, declined=1)


def _cancelled(host: User) -> None:
    meeting = _meeting(host, "Frokostmøte om barometeret", _at(4, dt.time(8)), kind="meeting", minutes=60)
    _was_received(_invite(meeting, host, ("officer",)))
    announcing.cancel(meeting=meeting, reason="Den som skulle innlede, er blitt syk.", by=host)


def _under_way(host: User) -> None:
    meeting = _meeting(
        host, "Arbeidsmøte om kompetanse og rekruttering", timezone.now() + dt.timedelta(hours=1), kind="workshop"
    )
    _programme(meeting)
    _was_received(_invite(meeting, host, ("broker",)))
    _answered(meeting, comes=5, maybe=1, declined=1)
    begun = timezone.now() - dt.timedelta(minutes=30)
    Meeting.objects.filter(pk=meeting.pk).update(start=begun, end=begun + dt.timedelta(hours=3))
    meeting.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(announced=meeting.announcement())


def _held(host: User) -> None:
    meeting = _meeting(
        host, "Dialogmøte om innovasjonsstrategi", timezone.now() + dt.timedelta(hours=2), is_public=True
    )
    _programme(meeting)
    _invite(meeting, host, ("contact", "officer"))
    for row in Invitation.objects.filter(meeting=meeting)[:24]:
        answering.answer(invitation=row, reply=Reply.COMES, source=Source.PORTAL)
    _was_held(meeting, norwegian.add_working_days(norwegian.today() - dt.timedelta(days=11), -1))
    _working_days_ago(meeting, 22)


def _held_lately() -> None:
    """Another partner's, so that «siden sist» of the host's own meetings is about the one above."""
    host = User.objects.get(name="Vegard Tiller")
    meeting = _meeting(
        host,
        "Verksted om velferdsteknologi",
        timezone.now() + dt.timedelta(hours=2),
        kind="workshop",
        place="Rådhuset, Stjørdal",
        owner_partner=Partner.objects.get(slug="fylkeskommunen"),
        agreed="Vi møtes igjen når prøvetiden er over.",
    )
    meeting.cohosts.add(*Partner.objects.filter(slug="ks"))
    _programme(meeting)
    AudienceGuest.objects.create(
        meeting=meeting, name="Ane Lium", email="ane.lium@nord.example", role="researcher",
        organisation="Nord universitet",
    )  # fmt: skip
    _invite(meeting, host, ("contact",))
    there = list(meeting.invitations.filter(person=None)) + list(meeting.invitations.exclude(person=None)[:11])
    for row in there:
        answering.answer(invitation=row, reply=Reply.COMES, source=Source.LINK)
    _was_held(meeting, norwegian.add_working_days(norwegian.today(), -4))
    _working_days_ago(meeting, 16)


def _was_held(meeting: Meeting, day: dt.date) -> None:
    meeting.start = norwegian.at(day, dt.time(9))
    meeting.end, meeting.state = meeting.start + dt.timedelta(hours=3), Meeting.State.HELD
    meeting.announced = meeting.announcement()
    meeting.save()
    OutgoingMail.objects.filter(thread__in=[row.thread for row in meeting.invitations.all()]).delete()


def _of_2022(host: User) -> None:
    """What the partnership itself has told of its meetings on 29 and 30 March 2022; the clock is not known."""
    namsos = FouiContact.objects.in_municipality(Municipality.objects.get(number="5007")).open().first()
    told = (
        (dt.date(2022, 3, 29), "dialogue", "Digitalt dialog- og arbeidsmøte", CHALLENGE, "", None),
        (dt.date(2022, 3, 30), "kickoff", "Oppstart for innovasjonsarbeidet i Namsos", "", NAMSOS, namsos),
    )
    for day, kind, title, challenge, purpose, seat in told:
        meeting = _meeting(
            host,
            title,
            norwegian.at(day, dt.time(9)),
            kind=kind,
            challenge=challenge,
            purpose=purpose,
            join_url="",
            join_service="",
            place="Namsos" if seat else "Digitalt",
            owner_partner=None if seat else Partner.objects.get(slug="ks"),
            owner_seat=seat,
            state="held",
            is_public=True,
            source=SOURCE,
        )
        if seat is None:
            _retell_programme(meeting)


def _retell_programme(meeting: Meeting) -> None:
    """The order is known, the minutes are not; they are not shown."""
    told = (
        ("information", "Kort fra hver partner", ""),
        ("talk", "Støtteordningene", ""),
        ("talk", "Rollen som FoUI-kontakt", ""),
        ("experience", "Frøya viser arbeidet sitt: selvkjørende buss på Sula", "5014"),
        ("group_work", CHALLENGE, ""),
        ("discussion", "Oppsummering", ""),
    )
    for order, (kind, title, number) in enumerate(told):
        place = Municipality.objects.get(number=number) if number else None
        meeting.programme.create(order=order, kind=kind, title=title, minutes=30, municipality=place)
