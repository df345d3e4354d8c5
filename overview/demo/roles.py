"""Who has which role in the demo: three vacant, one new for a week, one leaving, two unconfirmed, one on leave."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from brokers.models import Broker, Coverage, InnovationCompany
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.partners.models import Partner, PartnerOfficer, Theme
from partnership.people import terms
from partnership.people.models import Absence, RoleTerm, Seat, User

NEW, LEAVING, UNCONFIRMED, AWAY = 2, 5, (33, 34), 4


def lay_out() -> tuple[list[User], list[User]]:
    """Officers and contacts, in the order of ``people``; a role a visitor has given to somebody is left alone."""
    officers, contacts = _officers(), _contacts()
    _brokers()
    return officers, contacts


def _person(name: str, place: str, number: int) -> User:
    person = terms.invite_person(name=name, email=people.address(name, place), phone=f"400 00 {number:03}")
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
        values: dict[str, object] = {}
        if number == LEAVING:
            values["until"] = norwegian.today() + dt.timedelta(days=14)
        if number in UNCONFIRMED:
            values["last_confirmed"] = timezone.now() - dt.timedelta(days=400)
        _appoint(seat, person, 7 if number == NEW else 500, **values)
        found.append(person)
        if number == AWAY:
            _appoint(seat, _person("Liv Hansen", place.slug, 90), 300, capacity="deputy")
            Absence.objects.filter(person=person).delete()
            terms.be_away(person=person, until=norwegian.today() + dt.timedelta(days=20))
    return found


def _brokers() -> None:
    for number, (name, slug) in enumerate(people.BROKERS, 60):
        company = InnovationCompany.objects.get(slug=slug)
        if RoleTerm.objects.filter(person__email=people.address(name, slug)).exists():
            continue
        seat = Broker.objects.create(company=company, role_email=f"{people.address(name, slug)}")
        seat.themes.set(Theme.objects.all()[number % 3 : number % 3 + 3])
        _appoint(seat, _person(name, slug, number), 600)
        if slug == "proneo":
            for place in Municipality.objects.filter(memberships__council__slug__in=("innherred", "vaernesregionen")):
                Coverage.objects.get_or_create(
                    company=company, municipality=place, broker=None, defaults={"source": "demo"}
                )
