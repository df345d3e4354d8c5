"""The demo region: invented people and meetings, dated from today, made with the portal's own verbs."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from brokers.models import Broker, Coverage, InnovationCompany
from meetings import announcing, answering, audience, inviting
from meetings.models import Answer, AudienceGuest, Invitation, Meeting, MeetingMessage, ProgrammeItem, Reply, Source
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail, Suppression
from partnership.partners.models import Partner, PartnerOfficer, Theme
from partnership.people import terms
from partnership.people.models import Absence, RoleTerm, User

CHALLENGE = "Hvordan kan kommuner og kompetansemeglere få fram gode FoU-prosjekter sammen?"
PROGRAMME = (
    ("information", 15, "Velkommen", "ks"),
    ("talk", 20, "Skjønnsmidler til fornying og innovasjon", "statsforvalteren"),
    ("talk", 20, "Nytt fra Forskningsrådet", "forskningsradet"),
    ("experience", 25, "Slik arbeider vi med ideer fra ansatte", ""),
    ("break", 10, "Pause", ""),
    ("group_work", 60, CHALLENGE, "fylkeskommunen"),
    ("discussion", 30, "Hva gjør vi nå?", "ks"),
)


def is_there() -> bool:
    return Meeting.objects.filter(is_demo=True).exists()


@transaction.atomic
def load(*, reset: bool = False) -> None:
    """Lay the scenes out; with ``reset`` what visitors have done is taken away first."""
    if reset:
        _clear()
    officers = _officers()
    contacts = _contacts()
    _brokers()
    host = officers[0]
    _sent(host, contacts)
    _draft(host)
    _changed(host)
    _hold_the_date(host)
    _cancelled(host)
    _under_way(host)
    _held(host)
    _absent(contacts[4])


def _clear() -> None:
    Meeting.objects.all().delete()
    OutgoingMail.objects.all().delete()
    Suppression.objects.all().delete()
    Absence.objects.all().delete()


def _person(name: str, place: str, number: int) -> User:
    person = terms.invite_person(name=name, email=people.address(name, place), phone=f"400 00 {number:03}")
    person.last_seen = timezone.now() - dt.timedelta(days=number % 60)
    person.save(update_fields=["last_seen"])
    return person


def _appoint(seat: FouiContact | Broker | PartnerOfficer, person: User, days: int) -> None:
    """Without the welcome mail: these people have been there for a while."""
    if seat.terms.current().holders().exists():
        return
    since = norwegian.today() - dt.timedelta(days=days)
    now = timezone.now()
    RoleTerm.objects.create(seat=seat, person=person, since=since, started_at=now, last_confirmed=now)


def _officers() -> list[User]:
    found = []
    for number, (name, partner, task) in enumerate(people.OFFICERS, 1):
        seat, _new = PartnerOfficer.objects.get_or_create(
            partner=Partner.objects.get(slug=partner), task=task, defaults={"role_email": f"foui@{partner}.example"}
        )
        person = _person(name, partner, number)
        _appoint(seat, person, 700)
        found.append(person)
    return found


def _contacts() -> list[User]:
    found = []
    names = iter(people.CONTACTS)
    places = list(Municipality.objects.order_by("number").exclude(number__in=people.VACANT))
    places.sort(key=lambda place: place.number != people.LATE_ANSWER)
    for number, (place, name) in enumerate(zip(places, names, strict=True), 10):
        seat = FouiContact.objects.in_municipality(place).open().first()
        assert seat is not None
        person = _person(name, place.slug, number)
        _appoint(seat, person, 7 if number == 12 else 500)
        found.append(person)
    for person in found[-2:]:
        year_ago = timezone.now() - dt.timedelta(days=400)
        RoleTerm.objects.of(person).update(last_confirmed=year_ago)
    return found


def _brokers() -> None:
    for number, (name, slug) in enumerate(people.BROKERS, 60):
        company = InnovationCompany.objects.get(slug=slug)
        there = RoleTerm.objects.filter(person__email=people.address(name, slug)).exists()
        if there:
            continue
        seat = Broker.objects.create(company=company)
        seat.themes.set(Theme.objects.all()[number % 3 : number % 3 + 3])
        _appoint(seat, _person(name, slug, number), 600)
        if slug == "proneo":
            for place in Municipality.objects.filter(memberships__council__slug__in=("innherred", "vaernesregionen")):
                Coverage.objects.get_or_create(
                    company=company, municipality=place, broker=None, defaults={"source": "demo"}
                )


def _at(working_days: int, clock: dt.time = dt.time(9)) -> dt.datetime:
    return norwegian.at(norwegian.add_working_days(norwegian.today(), working_days), clock)


def _meeting(host: User, title: str, start: dt.datetime, *, minutes: int = 180, **fields: object) -> Meeting:
    return Meeting.objects.create(
        owner_partner=Partner.objects.get(slug="ks"),
        host=host,
        host_phone=host.phone,
        title=title,
        start=start,
        end=start + dt.timedelta(minutes=minutes),
        is_demo=True,
        created_by=host,
        **({"kind": "dialogue", "join_url": "https://teams.example/mote", "join_service": "Teams"} | fields),
    )


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
    return message


def _was_received(message: MeetingMessage) -> None:
    """The invitations came some days ago, so that what follows reaches people who know of the meeting."""
    rows = OutgoingMail.objects.filter(group=message.group)
    rows.update(state=OutgoingMail.State.SENT, sent_at=timezone.now())


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
    User.objects.filter(pk=bounced.pk).update(email="avvist." + bounced.email)
    _invite(meeting, host)
    rows = list(
        Invitation.objects.filter(meeting=meeting).exclude(person=bounced).order_by("seat__kind", "sort_name")
    )
    rows = [row for row in rows if row.person != contacts[0]] + [row for row in rows if row.person == contacts[0]]
    for row in rows[:20]:
        attends = "room" if row.pk % 5 else "digital"
        answering.answer(invitation=row, reply=Reply.COMES, attends=attends, source=Source.LINK)
    answering.answer(invitation=rows[20], reply=Reply.COMES, source=Source.ORGANISER, by=host)
    for row in rows[21:25]:
        answering.answer(invitation=row, reply=Reply.MAYBE, source=Source.PORTAL)
    for row in rows[25:29]:
        answering.answer(invitation=row, reply=Reply.DECLINED, source=Source.LINK)
    for row, name in zip(rows[29:31], ("Mari Kolstad", "Even Ulvik"), strict=True):
        email = people.address(name, row.email.split("@")[1].removesuffix(".example"))
        colleague = answering.delegate(invitation=row, name=name, email=email)
        answering.answer(invitation=colleague, reply=Reply.COMES, attends="digital", source=Source.LINK)
    _days_ago(meeting, 3)


def _days_ago(meeting: Meeting, days: int) -> None:
    then = timezone.now() - dt.timedelta(days=days)
    rows = Invitation.objects.filter(meeting=meeting)
    rows.update(invited_at=then)
    for number, row in enumerate(rows.exclude(reply="")):
        moment = then + dt.timedelta(hours=1 + number)
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
    meeting.refresh_from_db()
    meeting.join_url = meeting.join_service = ""
    meeting.place, meeting.address, meeting.capacity = "Fylkets hus, Steinkjer", "Seilmakergata 2", 40
    meeting.save()
    announcing.send_update(meeting=meeting, by=host, text="Vi møtes i rommet i stedet for på Teams.")


def _hold_the_date(host: User) -> None:
    start = norwegian.at(norwegian.next_working_day(norwegian.today() + dt.timedelta(days=90)), dt.time(10))
    meeting = _meeting(host, "Vårsamling for FoUI-kontakter", start, kind="gathering", is_save_the_date=True)
    _invite(meeting, host, ("contact",))


def _cancelled(host: User) -> None:
    meeting = _meeting(host, "Frokostmøte om barometeret", _at(4, dt.time(8)), kind="meeting", minutes=60)
    _was_received(_invite(meeting, host, ("officer",)))
    announcing.cancel(meeting=meeting, reason="Den som skulle innlede, er blitt syk.", by=host)


def _under_way(host: User) -> None:
    meeting = _meeting(
        host, "Arbeidsmøte om kompetanse og rekruttering", timezone.now() + dt.timedelta(hours=1), kind="workshop"
    )
    _programme(meeting)
    _invite(meeting, host, ("broker",))
    begun = timezone.now() - dt.timedelta(minutes=30)
    Meeting.objects.filter(pk=meeting.pk).update(start=begun, end=begun + dt.timedelta(hours=3))
    meeting.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(announced=meeting.announcement())


def _held(host: User) -> None:
    meeting = _meeting(host, "Dialogmøte om innovasjonsstrategi", timezone.now() + dt.timedelta(hours=2))
    _programme(meeting)
    _invite(meeting, host, ("contact", "officer"))
    for row in Invitation.objects.filter(meeting=meeting)[:24]:
        answering.answer(invitation=row, reply=Reply.COMES, source=Source.PORTAL)
    start = norwegian.at(norwegian.today() - dt.timedelta(days=12), dt.time(9))
    Meeting.objects.filter(pk=meeting.pk).update(
        start=start,
        end=start + dt.timedelta(hours=3),
        state="held",
        agreed="Kommunene deler strategiene sine. KS inviterer til et verksted om forankring.",
    )
    OutgoingMail.objects.filter(thread__in=[row.thread for row in meeting.invitations.all()]).delete()
    _days_ago(meeting, 30)
    Meeting.objects.create(
        owner_partner=Partner.objects.get(slug="ks"),
        host=host,
        host_phone=host.phone,
        title="Samling for FoUI-kontakter, dag 1",
        kind="gathering",
        start=norwegian.at(dt.date(2022, 3, 29), dt.time(9)),
        end=norwegian.at(dt.date(2022, 3, 29), dt.time(15)),
        place="Stjørdal",
        state="held",
        is_public=True,
        is_demo=True,
        source="ks.no/regioner/ks-trondelag/forskning-og-innovasjon-i-offentlig-sektor-for-trondelag/",
    )


def _absent(person: User) -> None:
    terms.be_away(person=person, until=norwegian.today() + dt.timedelta(days=20))
