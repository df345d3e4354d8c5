"""Who changed what, when and why: on each thing's page and for all of it."""

from __future__ import annotations

import pytest
from django.test import Client

from municipalities.models import FouiContact
from overview import contact_import, enquiries, records
from partnership.common import norwegian
from partnership.people import proposals, terms
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(nina):
    client = Client()
    client.force_login(nina)
    factories.second_factor(client, nina)
    return client


@pytest.fixture
def seat():
    found = FouiContact.objects.create(municipality=factories.MunicipalityFactory(number="5036", name="Frosta"))
    factories.give(found, factories.person("Ola Berg"))
    return found


def reasons_of(name: str) -> list[str]:
    rows = RoleTerm.history.filter(person__name=name).order_by("history_date", "history_id")
    return [row.history_change_reason or "" for row in rows]


def test_a_hand_over_says_why_in_the_history_of_both(seat, nina):
    terms.hand_over(seat=seat, to=factories.person("Kari Vik"), on=norwegian.today(), by=nina)

    assert set(reasons_of("Kari Vik")) == {"Overlevering"}
    assert reasons_of("Ola Berg")[-1] == "Overlevering"


def test_an_accepted_answer_from_postmottak_says_who_gave_it(seat, nina):
    enquiry, _sent = enquiries.ask(municipality=seat.municipality, by=nina)
    enquiries.answer(enquiry=enquiry, name="Kari Vik", email="kari@frosta.example", phone="", answered_by="Per Ås")
    enquiry.refresh_from_db()

    enquiries.accept(enquiry=enquiry, seen=enquiry.mark, by=nina)

    assert set(reasons_of("Kari Vik")) == {"Svar fra postmottak, gitt av Per Ås"}


def test_an_accepted_answer_to_still_you_and_an_import_say_so(seat, nina):
    proposals.accept(
        proposal=proposals.propose(
            term=seat.terms.get(), on=norwegian.today(), name="Kari Vik", email="kari@frosta.example"
        ),
        by=nina,
    )
    lines = "kommunenummer;navn;e-post;rolle\n5036;Per Moen;per@frosta.example;vara"
    contact_import.carry_out(rows=contact_import.read(lines.encode()), by=nina)

    assert set(reasons_of("Kari Vik")) == {"Svar på e-posten «fortsatt deg?», godtatt"}
    assert set(reasons_of("Per Moen")) == {"Import fra regneark"}


def test_what_is_changed_outside_an_act_has_no_reason_left_over(seat, nina):
    terms.hand_over(seat=seat, to=factories.person("Kari Vik"), on=norwegian.today(), by=nina)
    term = seat.terms.get(person__name="Kari Vik")
    term.save()

    assert reasons_of("Kari Vik")[-1] == ""


def test_the_newest_changes_of_everything_stand_with_who_and_why(client, seat):
    place = seat.municipality
    address = f"/admin/municipalities/municipality/{place.pk}/change/"
    data = {"name": "Frosta", "number": "5036", "official_name": "Frosta kommune", "why": "Nytt navn"}
    names = ("TOTAL_FORMS", "INITIAL_FORMS")
    inlines = {f"{prefix}-{name}": 0 for prefix in ("memberships", "coverage") for name in names}
    assert client.post(address, data | inlines).status_code == 302

    response = client.get("/admin/historikk/?q=nytt")

    page = response.content.decode()
    rows = [(row.name, row.by, row.why, row.what) for row in response.context["records"]]
    assert rows == [("Frosta", "Nina Solem", "Nytt navn", "~")]
    assert f'href="/admin/municipalities/municipality/{place.pk}/history/"' in page
    own = client.get(f"/admin/municipalities/municipality/{place.pk}/history/").content.decode()
    assert "Hvorfor: Nytt navn" in own
    assert "Frosta kommune" in own
    newest, oldest = place.history.first(), place.history.last()
    was = client.get(f"/admin/municipalities/municipality/{place.pk}/history/{oldest.pk}/").content.decode()
    now = client.get(f"/admin/municipalities/municipality/{place.pk}/history/{newest.pk}/").content.decode()
    assert ("Frosta kommune" in was, "Frosta kommune" in now) == (False, True)
    assert 'name="official_name"' not in now


def test_every_kind_of_thing_can_be_asked_for_by_itself(client, seat):
    for kind in records.KINDS:
        assert client.get(f"/admin/historikk/?hva={kind}").status_code == 200


def test_a_meeting_one_may_not_see_is_not_among_the_changes(client):
    fylket = factories.PartnerFactory(slug="fylket", name="Fylket", short_name="Fylket")
    factories.meeting(factories.officer(partner=fylket), owner_partner=fylket, title="Hemmelig kladd")

    assert client.get("/admin/historikk/?hva=meeting").context["records"] == []
