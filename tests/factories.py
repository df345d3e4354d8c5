"""One maker a model, with everything not named made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.test import Client
from django.utils import timezone

from brokers import logbook
from brokers.models import Broker, BrokeringEntry, Coverage, InnovationCompany
from ideas.intake import receiving
from ideas.models import Idea, Intake
from meetings.models import Invitation, Meeting
from municipalities.models import FouiContact, Municipality, Strategy
from partnership.common import norwegian
from partnership.partners.models import Partner, PartnerOfficer
from partnership.people import terms
from partnership.people.models import RoleTerm, Seat, User


class PartnerFactory(factory.django.DjangoModelFactory[Partner]):
    class Meta:
        model = Partner
        django_get_or_create = ("slug",)

    slug = "ks"
    name = "KS Trøndelag"
    short_name = "KS"
    role = "Kommunenes organisasjon"


class MunicipalityFactory(factory.django.DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    number = factory.Sequence(lambda n: f"{5100 + n}")
    slug = factory.Sequence(lambda n: f"kommune-{n}")
    name = factory.Sequence(lambda n: f"Kommune {n}")
    official_name = factory.SelfAttribute("name")
    postmottak = factory.LazyAttribute(lambda place: f"postmottak@{place.slug}.example")


class CompanyFactory(factory.django.DjangoModelFactory[InnovationCompany]):
    class Meta:
        model = InnovationCompany

    slug = factory.Sequence(lambda n: f"selskap-{n}")
    name = factory.Sequence(lambda n: f"Selskap {n}")


_number = iter(range(1, 10**9))


def person(name: str = "", **fields: Any) -> User:
    number = next(_number)
    found = terms.invite_person(name=name or f"Person {number}", email=f"person{number}@kommune.example")
    for field, value in fields.items():
        setattr(found, field, value)
    found.save()
    return found


def give(seat: Seat, who: User | None = None, capacity: str = "holder", days: int = 100) -> User:
    """Somebody who has had the role for a while, without a welcome mail."""
    who = who or person()
    since = timezone.localdate() - dt.timedelta(days=days)
    now = timezone.now()
    RoleTerm.objects.create(seat=seat, person=who, capacity=capacity, since=since, started_at=now, last_confirmed=now)
    return who


def contact(name: str = "", place: Municipality | None = None) -> User:
    seat = FouiContact.objects.create(municipality=place or MunicipalityFactory())
    return give(seat, person(name))


def broker(name: str = "") -> User:
    return give(Broker.objects.create(company=CompanyFactory()), person(name))


def covering(person: User, *places: Municipality, days: int = 400) -> Broker:
    """The person's company covers the places, by default for more than a year; returns the broker role."""
    seat = Broker.objects.select_related("company").get(terms__person=person)
    since = timezone.localdate() - dt.timedelta(days=days)
    for place in places:
        Coverage.objects.create(company=seat.company, municipality=place, since=since)
    return seat


def talk(by: User, about: logbook.Subject, *, days_ago: int = 0, **said: Any) -> BrokeringEntry:
    """A line in the brokering log."""
    seat = Broker.objects.select_related("company").get(terms__person=by)
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    values = {"kind": "mobilised", "text": "Snakket om læring i helsetjenesten."} | said
    return logbook.note(seat=seat, by=by, about=about, day=day, **values)


def officer(name: str = "", partner: Partner | None = None) -> User:
    partner = partner or PartnerFactory()
    return give(PartnerOfficer.objects.create(partner=partner), person(name))


def meeting(host: User | None = None, **fields: Any) -> Meeting:
    host = host or officer()
    # In office hours: late in the evening three hours on is another day.
    start = fields.pop("start", norwegian.at(norwegian.today() + dt.timedelta(days=14), dt.time(10)))
    values: dict[str, Any] = {
        "owner_partner": PartnerFactory(),
        "host": host,
        "host_phone": "400 00 010",
        "title": "Dialogmøte",
        "kind": "dialogue",
        "start": start,
        "end": start + dt.timedelta(hours=3),
        "join_url": "https://teams.example/mote",
    }
    return Meeting.objects.create(**(values | fields))


def invited(to: Meeting, who: User) -> Invitation:
    return Invitation.objects.get(meeting=to, person=who)


def second_factor(client: Client, who: User) -> None:
    """As though the session had been opened with an app."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1, "type": "totp"}]
    session["account_authentication_methods_user"] = str(who.pk)
    session.save()


def idea(place: Municipality | None = None, *, sender: str = "", **fields: Any) -> Idea:
    """Received today in an open intake; ``sender`` is an address, already confirmed. ``fields`` overwrite the row."""
    place = place or MunicipalityFactory()
    Intake.objects.get_or_create(municipality=place, defaults={"state": "open"})
    wanted = fields.get("visibility", "contact")
    found = receiving.receive(
        municipality=place,
        problem=fields.pop("problem", "Vi kjører innom folk om natta bare for å se at de sover."),
        title=fields.pop("title", "Felles nattilsyn med sensorer"),
        sender=receiving.From(email=sender, name="Siv Lund", wanted_visibility=wanted) if sender else None,
        by=None if sender else person(),
    )
    if sender:
        receiving.confirm(sender=found.sender)
        found.refresh_from_db()
    for name, value in fields.items():
        setattr(found, name, value)
    if fields:
        found.save()
    return found


def strategy(place: Municipality | None = None, **fields: Any) -> Strategy:
    """Begun a month ago; a draft in five months and the treatment in seven."""
    today = norwegian.today()
    values: dict[str, Any] = {
        "municipality": place or MunicipalityFactory(),
        "title": "Strategi for forskning og innovasjon",
        "begins": today - dt.timedelta(days=30),
        "draft_by": today + dt.timedelta(days=150),
        "treated_on": today + dt.timedelta(days=210),
    }
    return Strategy.objects.create(**(values | fields))
