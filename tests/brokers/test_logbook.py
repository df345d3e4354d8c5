"""The brokering log: what a line may say, who reads it, and that nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from brokers import firms, logbook, permissions
from brokers.logbook import NewFirm
from brokers.models import Broker, BrokeringEntry, Firm
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.common.organisations import organisation_number
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_talk_with_a_municipality_is_dated_today_when_nothing_else_is_said(seat, ola, frosta):
    entry = logbook.note(seat=seat, by=ola, about=frosta, kind="clarified", text="Vaktplaner")

    assert (entry.day, entry.about, entry.firm, entry.half_hours) == (norwegian.today(), frosta, None, None)


def test_tomorrow_has_not_been(ola, frosta):
    with pytest.raises(ValidationError) as refused:
        factories.talk(ola, frosta, days_ago=-1)

    assert refused.value.message_dict == {"day": ["Velg i dag eller en tidligere dag."]}


@pytest.mark.parametrize("half_hours", [0, 49])
def test_half_hours_are_between_one_and_a_day_and_night(ola, frosta, half_hours):
    with pytest.raises(ValidationError):
        factories.talk(ola, frosta, half_hours=half_hours)


def test_the_database_wants_exactly_one_of_municipality_and_firm(seat, ola, frosta):
    firm = firms.find_or_make(company=seat.company, name="Fiskebruket")
    for about in ({}, {"municipality": frosta, "firm": firm}):
        with pytest.raises(IntegrityError, match="entry_municipality_or_firm"), transaction.atomic():
            BrokeringEntry.objects.create(seat=seat, written_by=ola, kind="mobilised", **about)


def test_a_firm_of_another_company_is_refused(ola, siv):
    theirs = factories.talk(siv, NewFirm("Fiskebruket")).firm

    with pytest.raises(ValidationError, match="et annet selskap"):
        factories.talk(ola, theirs)


def test_the_same_firm_is_found_again_by_name_or_number_and_takes_the_number(seat):
    first = firms.find_or_make(company=seat.company, name="Frosta  Fisk ")
    again = firms.find_or_make(company=seat.company, name="FROSTA FISK", org_number="100000008")
    by_number = firms.find_or_make(company=seat.company, name="Et annet navn", org_number="100000008")

    assert first == again == by_number
    assert (Firm.objects.get().name, Firm.objects.get().org_number) == ("Frosta Fisk", "100000008")


def test_two_companies_each_have_their_own_firm(ola, siv):
    mine = factories.talk(ola, NewFirm("Frosta Fisk", "100000008")).firm
    theirs = factories.talk(siv, NewFirm("Frosta Fisk", "100000008")).firm

    assert mine != theirs


def test_nothing_is_written_when_the_number_cannot_be(ola):
    with pytest.raises(ValidationError, match="ikke noe slikt"):
        factories.talk(ola, NewFirm("Frosta Fisk", "100000009"))

    assert (Firm.objects.count(), BrokeringEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", ["100000008", "974760673", "864983472"])
def test_numbers_that_are_given_out_are_taken(number):
    assert organisation_number(number) is None


@pytest.mark.parametrize("number", ["100000009", "10000000", "1000000088", "10000000a", "١٠٠٠٠٠٠٠٨", "", "123456789"])
def test_numbers_that_cannot_be_are_refused(number):
    with pytest.raises(ValidationError):
        organisation_number(number)


def test_a_line_about_a_municipality_is_read_by_the_company_and_by_its_own_contact_and_deputy(
    ola, tone, siv, kari, frosta
):
    entry = factories.talk(ola, frosta)
    deputy = factories.give(FouiContact.objects.get(municipality=frosta), capacity="deputy")
    other_contact, officer = factories.contact(), factories.officer()
    ended = factories.person()
    superuser = User.objects.create_superuser("root@portal.example", "Superbruker")

    readers = [ola, tone, siv, kari, deputy, other_contact, officer, ended, superuser, AnonymousUser()]
    reads = [who for who in readers if entry in BrokeringEntry.objects.visible_to(who)]

    assert reads == [ola, tone, kari, deputy, superuser]


def test_a_line_about_a_firm_is_read_by_the_company_alone(ola, tone, siv, kari):
    entry = factories.talk(ola, NewFirm("Frosta Fisk"))

    readers = [ola, tone, siv, kari, factories.officer()]
    assert [who for who in readers if entry in BrokeringEntry.objects.visible_to(who)] == [ola, tone]


def test_only_who_has_the_role_or_wrote_it_in_the_company_changes_a_line(ola, tone, siv, kari, frosta, seat):
    entry = factories.talk(ola, frosta)
    deputy = factories.give(seat, capacity="deputy")

    may = [who for who in (ola, deputy, tone, siv, kari) if permissions.can_change_entry(who, entry)]
    assert may == [ola, deputy]


def test_who_moves_to_another_role_in_the_company_still_corrects_the_own_lines(ola, frosta, seat):
    entry = factories.talk(ola, frosta)
    ola.terms.update(until=norwegian.today())
    assert not permissions.can_change_entry(User.objects.get(pk=ola.pk), entry)

    factories.give(Broker.objects.create(company=seat.company), ola)
    assert permissions.can_change_entry(User.objects.get(pk=ola.pk), entry)


def test_a_deleted_line_is_gone_for_all_and_can_be_put_back_twice_is_once(ola, kari, frosta):
    entry = factories.talk(ola, frosta)

    for _again in range(2):
        logbook.withdraw(entry=entry)
    assert [who for who in (ola, kari) if BrokeringEntry.objects.visible_to(who).exists()] == []
    assert BrokeringEntry.objects.changeable_by(ola).get().is_withdrawn

    for _again in range(2):
        logbook.restore(entry=entry)
    assert BrokeringEntry.objects.visible_to(kari).get() == entry
    assert list(entry.history.values_list("history_type", flat=True)) == ["~", "~", "+"]


def test_a_correction_keeps_what_was_said_before(ola, frosta):
    entry = factories.talk(ola, frosta, text="Vaktplaner")

    entry.text = "Turnus"
    logbook.correct(entry=entry, about=NewFirm("Frosta Fisk"))

    entry.refresh_from_db()
    assert (entry.text, entry.municipality, str(entry.firm)) == ("Turnus", None, "Frosta Fisk")
    assert list(entry.history.values_list("text", flat=True)) == ["Turnus", "Vaktplaner"]


def test_whether_the_place_is_covered_is_asked_of_the_day_of_the_talk(ola, frosta):
    leka = factories.MunicipalityFactory(name="Leka")

    assert logbook.is_covered(factories.talk(ola, frosta))
    assert not logbook.is_covered(factories.talk(ola, frosta, days_ago=500))
    assert not logbook.is_covered(factories.talk(ola, leka))
    assert logbook.is_covered(factories.talk(ola, NewFirm("Frosta Fisk")))


def test_firms_talked_with_last_come_first(ola, seat):
    for name, days in (("Gammel", 90), ("Ny", 1), ("Midt", 30)):
        factories.talk(ola, NewFirm(name), days_ago=days)
    logbook.withdraw(entry=factories.talk(ola, NewFirm("Slettet")))

    assert [firm.name for firm in Firm.objects.of_company(seat.company.pk).latest_first()] == [
        "Ny", "Midt", "Gammel", "Slettet",
    ]  # fmt: skip


def test_hours_are_written_as_one_says_them():
    lines = [BrokeringEntry(half_hours=count).time_spent.replace("\xa0", " ") for count in (None, 1, 2, 3, 40)]

    assert lines == ["", "0,5 timer", "1 time", "1,5 timer", "20 timer"]


def test_an_entry_of_the_last_day_of_a_period_counts(ola, frosta):
    today = norwegian.today()
    factories.talk(ola, frosta, days_ago=3)
    chosen = BrokeringEntry.objects.between(today - dt.timedelta(days=3), today - dt.timedelta(days=3))

    assert chosen.count() == 1
    assert chosen.between(None, today - dt.timedelta(days=4)).count() == 0
