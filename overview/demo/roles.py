"""Who has which role in the demo: three vacant, one new for a week, one leaving, two unconfirmed, one on leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from brokers.models import Broker, Coverage, InnovationCompany
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.partners.models import Partner, PartnerOfficer, Theme
from partnership.people import terms, yearly
from partnership.people.models import Absence, RoleTerm, Seat, User

SILENT = (people.UNCONFIRMED, "Svein Tangen")


def lay_out() -> tuple[list[User], list[User]]:
    """Officers and contacts, in the order of ``people``; a role a visitor has given to somebody is left alone."""
    officers, contacts = _officers(), _contacts()
    _brokers()
    _former(contacts)
    _superuser()
    return officers, contacts


def fall_silent() -> None:
    """Two have not been heard from for a year, and are asked whether it is still them; after all else is laid out,
    since an answer to a meeting counts as being heard from."""
    long_ago = timezone.now() - dt.timedelta(days=400)
    terms_ = RoleTerm.objects.current().holders().filter(person__name__in=SILENT)
    terms_.update(last_confirmed=long_ago, since=norwegian.today() - dt.timedelta(days=500), asked_at=None)
    User.objects.filter(name__in=SILENT).update(last_seen=long_ago)
    yearly.ask_the_silent()


def _person(name: str, place: str, number: int) -> User:
    address = people.address(name, place)
    User.objects.filter(email=people.REFUSED + address).update(email=address)
    person = terms.invite_person(name=name, email=address, phone=f"400 00 {number:03}")
    person.last_seen = timezone.now() - dt.timedelta(days=number % 60)
    person.save(update_fields=["last_seen"])
    return person


def _appoint(seat: Seat, person: User, days: int, *, capacity: str = "holder", **values: object) -> None:
    """Without the welcome mail: these people have been there for a while."""
    now = timezone.now()
    values = {"since": norwegian.today() - dt.timedelta(days=days), "last_confirmed": now, "until": None} | values
    there = seat.terms.current().filter(capacity=capacity).first()
    if there is None:
        RoleTerm.objects.create(seat=seat, person=person, capacity=capacity, started_at=now, **values)
    elif there.person == person:
        RoleTerm.objects.filter(pk=there.pk).update(**values)


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
    places = list(Municipality.objects.order_by("number").exclude(number__in=people.VACANT))
    places.sort(key=lambda place: place.number != people.LATE_ANSWER)
    found = []
    for number, (place, name) in enumerate(zip(places, people.CONTACTS, strict=True)):
        seat = FouiContact.objects.in_municipality(place).open().first()
        assert seat is not None
        FouiContact.objects.filter(pk=seat.pk).update(role_email=f"foui@{place.slug}.example")
        person = _person(name, place.slug, number + 10)
        values: dict[str, Any] = {}
        if name == people.LEAVING:
            values["until"] = norwegian.today() + dt.timedelta(days=14)
        _appoint(seat, person, 7 if name == people.NEW else 500, **values)
        found.append(person)
        if name == people.AWAY:
            _appoint(seat, _person(people.DEPUTY, place.slug, 90), 300, capacity="deputy")
            Absence.objects.filter(person=person).delete()
            terms.be_away(person=person, until=norwegian.today() + dt.timedelta(days=20))
    return found


def _former(contacts: list[User]) -> None:
    """Was contact in Frosta before the one who is now."""
    person = _person(people.FORMER, "frosta", 91)
    seat = FouiContact.objects.filter(terms__person=contacts[0]).first()
    if seat is not None and not RoleTerm.objects.of(person).exists():
        today = norwegian.today()
        begun, until = today - dt.timedelta(days=900), today - dt.timedelta(days=520)
        RoleTerm.objects.create(seat=seat, person=person, since=begun, until=until, started_at=timezone.now())


def _superuser() -> None:
    person = _person(people.SUPERUSER, "portal", 92)
    User.objects.filter(pk=person.pk).update(is_superuser=True)


def _brokers() -> None:
    for number, (name, slug) in enumerate(people.BROKERS, 60):
        company = InnovationCompany.objects.get(slug=slug)
        if RoleTerm.objects.filter(person__email=people.address(name, slug)).exists():
            continue
        seat = Broker.objects.create(company=company, role_email=f"{people.address(name, slug)}")
        seat.themes.set(Theme.objects.all()[number % 3 : number % 3 + 3])
        _appoint(seat, _person(name, slug, number), 600)
        if slug == "proneo":
            since = {"source": "demo", "since": norwegian.today() - dt.timedelta(days=600)}
            for place in Municipality.objects.filter(memberships__council__slug__in=("innherred", "vaernesregionen")):
                Coverage.objects.get_or_create(company=company, municipality=place, broker=None, defaults=since)
