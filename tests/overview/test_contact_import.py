"""Contacts from a spreadsheet: the plan tells what every row does; carrying it out does all of it or nothing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from municipalities.models import FouiContact
from overview import contact_import
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db
HEADING = "kommunenummer;kommune;navn;e-post;telefon;rolle\n"


@pytest.fixture
def frosta():
    place = factories.MunicipalityFactory(number="5036", slug="frosta", name="Frosta")
    FouiContact.objects.create(municipality=place)
    return place


def plan(*lines: str) -> contact_import.Plan:
    return contact_import.plan(rows(*lines))


def rows(*lines: str):
    return contact_import.read((HEADING + "\n".join(lines)).encode())


def actions(found: contact_import.Plan) -> list[str]:
    return [step.action for step in found.steps]


def test_a_vacant_role_gets_a_contact_and_a_deputy_who_are_welcomed(frosta):
    by = factories.officer()

    done = contact_import.carry_out(
        rows=rows("5036;;Kari Vik;kari@frosta.example;74000000;", ";Frosta;Per Moen;per@frosta.example;;vara"),
        by=by,
    )

    assert actions(done) == ["new", "deputy"]
    assert list(RoleTerm.objects.current().filter(seat__fouicontact__municipality=frosta).order_by("pk").values_list(
        "person__name", "capacity"
    )) == [("Kari Vik", "holder"), ("Per Moen", "deputy")]  # fmt: skip
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == ["people.deputy", "people.welcome"]
    assert User.objects.get(name="Kari Vik").history.latest().history_change_reason


def test_another_person_takes_over_and_the_plan_says_from_whom(frosta):
    old = factories.give(frosta.contacts.get(), factories.person("Ola Berg"))

    line = "5036;Frosta;Kari Vik;kari@frosta.example;;"
    found = plan(line)
    contact_import.carry_out(rows=rows(line), by=factories.officer())

    assert actions(found) == ["takes_over"]
    assert "Ola Berg" in found.steps[0].note
    assert not RoleTerm.objects.current().of(old).exists()
    assert frosta.contacts.get().terms.current().holders().get().person.email == "kari@frosta.example"


def test_planning_changes_nothing(frosta):
    plan("5036;;Kari Vik;kari@frosta.example;;")

    assert not User.objects.filter(email="kari@frosta.example").exists()
    assert not RoleTerm.objects.exists()


def test_errors_name_row_and_column_and_nothing_is_done(frosta):
    found = contact_import.carry_out(
        rows=rows(
            "5036;;Kari Vik;kari@frosta.example;;",
            "9999;;Per Moen;per@frosta.example;;",
            "5036;Levanger;Per Moen;per@frosta.example;;",
            ";Snåse;;ikke en adresse;abc;sjef",
        ),
        by=factories.officer(),
    )

    assert [(step.row.number, [column for column, _text in step.errors]) for step in found.steps if step.errors] == [
        (3, ["kommunenummer"]),
        (4, ["kommune"]),
        (5, ["kommune", "navn", "e-post", "telefon", "rolle"]),
    ]
    assert not RoleTerm.objects.filter(seat__kind="contact").exists()


def test_duplicates_are_shown_and_a_second_contact_is_an_error(frosta):
    found = plan(
        "5036;;Kari Vik;kari@frosta.example;;",
        "5036;;Kari Vik;KARI@frosta.example;;",
        "5036;;Per Moen;per@frosta.example;;",
    )

    assert actions(found) == ["new", "duplicate", "wrong"]
    assert "2" in found.steps[1].note


def test_new_details_of_the_same_person_change_the_person_not_the_role(frosta):
    kari = factories.give(frosta.contacts.get(), factories.person("Kari Vik"))

    done = contact_import.carry_out(
        rows=rows(f"5036;;Kari Vik Moen;{kari.email};400 00 001;"), by=factories.officer()
    )

    kari.refresh_from_db()
    assert actions(done) == ["details"]
    assert (kari.name, kari.phone) == ("Kari Vik Moen", "400 00 001")
    assert RoleTerm.objects.of(kari).count() == 1


def test_with_two_roles_the_one_whose_holder_is_in_the_file_is_left_alone(frosta):
    kari = factories.give(frosta.contacts.get(), factories.person("Kari Vik"))
    FouiContact.objects.create(municipality=frosta, area="Helse")

    found = plan("5036;;Per Moen;per@frosta.example;;", f"5036;;Kari Vik;{kari.email};;")

    assert actions(found) == ["new", "same"]


def test_a_municipality_without_the_role_gets_one_role_for_all_its_rows():
    place = factories.MunicipalityFactory(name="Åfjord", slug="afjord")
    lines = [";Åfjord;Per Moen;per@afjord.example;;vara", ";Åfjord;Kari Vik;kari@afjord.example;;"]

    done = contact_import.carry_out(rows=rows(*lines), by=factories.officer())

    assert actions(done) == ["deputy", "new"]
    assert place.contacts.get().terms.current().count() == 2
    assert actions(plan(*lines, ";Åfjord;Ola Berg;ola@afjord.example;;")) == ["same", "same", "wrong"]


def test_an_address_longer_than_can_be_kept_is_an_error_of_its_row(frosta):
    long = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example"

    assert actions(plan(f"5036;;Kari Vik;{long};;")) == ["wrong"]


def test_what_is_exported_can_be_imported_and_changes_nothing(frosta):
    factories.give(frosta.contacts.get(), factories.person("Kari Vik", phone="+47 400 00 001"))
    factories.give(frosta.contacts.get(), factories.person("Per Moen"), capacity="deputy")
    vacant = factories.MunicipalityFactory(name="Åfjord", slug="afjord")
    FouiContact.objects.create(municipality=vacant)
    client = officer_client()

    for ending in ("csv", "xlsx"):
        content = client.get(f"/admin/kontakter/foui-kontakter.{ending}").content
        found = contact_import.plan(contact_import.read(content))
        assert actions(found) == ["same", "same"]
    book = load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.active[2]][:3] == ["5036", "Frosta", "Kari Vik"]


def officer_client() -> Client:
    client = Client()
    root = User.objects.create_superuser("root@portal.example", "Superbruker")
    client.force_login(root)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1, "type": "totp"}]
    session["account_authentication_methods_user"] = str(root.pk)
    session.save()
    return client


def upload(client: Client, text: str, encoding: str = "latin-1"):
    file = SimpleUploadedFile("kontakter.csv", text.encode(encoding), content_type="text/csv")
    return client.post("/admin/kontakter/import/", {"file": file})


def test_a_latin_1_file_is_shown_before_anything_is_done_and_then_done_once(frosta):
    client = officer_client()

    shown = upload(client, HEADING + "5036;;Bjørg Ås;bjorg@frosta.example;;\n")

    assert shown.status_code == 200
    assert "Bjørg Ås" in shown.content.decode()
    assert not RoleTerm.objects.exists()
    rader = shown.context["rows"]
    assert client.post("/admin/kontakter/import/", {"rader": rader}).status_code == 302
    assert client.post("/admin/kontakter/import/", {"rader": rader}).status_code == 302
    assert RoleTerm.objects.count() == 1


def test_rows_made_up_or_another_persons_are_refused(frosta):
    client = officer_client()

    answer = client.post("/admin/kontakter/import/", {"rader": "tull:1:2"}, follow=True)

    assert answer.status_code == 200
    assert not RoleTerm.objects.exists()
