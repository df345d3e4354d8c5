"""Past meetings from a spreadsheet: what each row would do, done once, and told as history alone."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from meetings.mailing import feeds, reminding
from meetings.models import Invitation, Meeting, PastAnswer, PastImport
from meetings.past import matrix, past_import
from meetings.planning import series
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/moter/tidligere/"
TWO = ("12.03.2024;Vårmøtet;dialogmøte;Frosta;kom", "12.03.2024;Vårmøtet;dialogmøte;Verdal;nei")


@pytest.fixture
def nina():
    for name in ("Frosta", "Verdal"):
        factories.MunicipalityFactory(name=name, slug=name.lower())
    return factories.officer("Nina Solem")


def read(*lines: str):
    return past_import.read(("dato;tittel;type;kommune;svar\n" + "\n".join(lines)).encode())


def plan(nina, *lines: str) -> past_import.Plan:
    return past_import.plan(read(*lines), factories.PartnerFactory())


def do(nina, *lines: str) -> past_import.Plan:
    return past_import.carry_out(rows=read(*lines), partner=factories.PartnerFactory(), by=nina)


def test_it_stands_in_the_matrix_as_held_and_nobody_is_invited_or_written_to(nina):
    do(nina, *TWO)

    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.kind, meeting.source) == ("held", "dialogue", "Hentet inn fra et regneark")
    assert norwegian.local(meeting.start).date() == dt.date(2024, 3, 12)
    found = matrix.of_last(10)
    assert [(place.name, cells[0].reply) for place, cells in found.rows] == [
        ("Frosta", "comes"),
        ("Verdal", "declined"),
    ]
    assert (Invitation.objects.count(), OutgoingMail.objects.count(), mail.outbox) == (0, 0, [])


def test_one_of_yesterday_is_neither_thanked_for_nor_in_a_calendar_nor_the_meeting_before(nina):
    yesterday = norwegian.today() - dt.timedelta(days=1)
    do(nina, f"{yesterday:%d.%m.%Y};Sist;;Frosta;kom")
    meeting = Meeting.objects.get()
    later = factories.meeting(host=nina, owner_partner=meeting.owner_partner)

    assert reminding.sweep(norwegian.at(norwegian.today() + dt.timedelta(days=1), dt.time(12))) == 0
    assert list(Meeting.objects.held_lately(norwegian.at(norwegian.today(), dt.time(12)))) == []
    assert b"Sist" not in feeds.of(nina)
    assert series.previous(later) is None


def test_twice_is_once_and_another_answer_is_put_right(nina):
    first, second = do(nina, *TWO), do(nina, *TWO)
    third = do(nina, "2024-03-12;VÅRMØTET;dialogmøte;Frosta;kanskje")

    assert [first.changes, second.changes, third.changes] == [2, 0, 1]
    assert [step.action for step in third.steps] == ["changed"]
    assert Meeting.objects.count() == 1
    assert list(PastAnswer.objects.values_list("municipality__name", "reply")) == [
        ("Frosta", "maybe"), ("Verdal", "declined"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("31.02.2024;Møte;;Frosta;kom", "dato", "Ikke en dato: «31.02.2024»"),
        ("01.01.2099;Møte;;Frosta;kom", "dato", "Dagen har ikke vært ennå."),
        ("01.01.1024;Møte;;Frosta;kom", "dato", "Året er før 1990."),
        ("12.03.2024;;;Frosta;kom", "tittel", "Tittelen mangler."),
        (f"12.03.2024;{'x' * 161};;Frosta;kom", "tittel", "Tittelen er for lang."),
        ("12.03.2024;Møte;fest;Frosta;kom", "type", "Ingen møtetype heter «fest»."),
        ("12.03.2024;Møte;;Atlantis;kom", "kommune", "Ingen kommune her heter «Atlantis»."),
        ("12.03.2024;Møte;;Frosta;tja", "svar", "ikke «tja»."),
        ("12.03.2024;Vårmøtet;dialogmøte;Frosta;nei", "kommune", "Kommunen står alt i rad 2"),
        ("12.03.2024;Vårmøtet;samling;Verdal;nei", "type", "av en annen type"),
        ("12.03.2025;Holdt her;;Verdal;nei", "tittel", "holdt i portalen"),
    ],
)
def test_an_error_names_row_and_column_and_nothing_of_the_file_is_done(nina, line, column, said):
    start = norwegian.at(dt.date(2025, 3, 12), dt.time(9))
    factories.meeting(title="Holdt her", start=start, state="held")

    done = do(nina, TWO[0], line)

    [(number, [(where, text)])] = [(step.row.number, step.errors) for step in done.steps if step.errors]
    assert (number, where) == (3, column)
    assert said in text
    assert (Meeting.objects.count(), PastAnswer.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("state", "is_told"), [("draft", True), ("cancelled", True), ("published", False), ("held", False)]
)
def test_a_meeting_that_was_never_sent_out_or_held_is_not_taken_for_one_that_was(nina, state, is_told):
    start = norwegian.at(dt.date(2024, 3, 12), dt.time(9))
    factories.meeting(title="Vårmøtet", start=start, state=state)

    done = do(nina, *TWO)

    assert (not done.errors, PastAnswer.objects.count()) == (is_told, 2 if is_told else 0)


def test_the_page_shows_first_and_does_on_the_second_press(client, nina):
    client.force_login(nina)
    content = ("dato;tittel;type;kommune;svar\n" + "\n".join(TWO)).encode()

    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("moter.csv", content)})
    before = Meeting.objects.count()
    answer = client.post(ADDRESS, {"rader": shown.context["rows"]})
    page = client.get(answer.url).content.decode()

    assert (shown.status_code, before, Meeting.objects.count()) == (200, 0, 1)
    assert "Importer 2 rader" in shown.content.decode()
    assert "2 rader er importert." in page


def test_the_page_tells_row_and_column_and_offers_no_press(client, nina):
    client.force_login(nina)
    content = b"dato;tittel;type;kommune;svar\ni fjor;M;;Frosta;kom"

    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("moter.csv", content)})

    assert shown.status_code == 422
    assert "Ikke en dato: «i fjor»" in html.unescape(shown.content.decode())
    assert 'name="rader"' not in shown.content.decode()


def test_what_another_has_signed_or_made_up_is_not_taken(client, nina):
    client.force_login(nina)
    content = b"dato;tittel;kommune;svar\n12.03.2024;M;Frosta;kom"
    shown = client.post(ADDRESS, {"file": SimpleUploadedFile("m.csv", content)})
    client.force_login(factories.officer("Vegard Tiller"))

    client.post(ADDRESS, {"rader": shown.context["rows"]})

    assert Meeting.objects.count() == 0


def test_the_file_to_fill_in_names_the_columns_and_every_municipality(client, nina):
    client.force_login(nina)

    answer = client.get(ADDRESS + "mal.xlsx")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = past_import.read(content)
    assert [row.cells["place"] for row in rows] == ["Frosta", "Verdal"]
    assert {step.errors[0][0] for step in past_import.plan(rows, factories.PartnerFactory()).steps} == {"dato"}


def replies() -> list[tuple[str, str]]:
    return list(PastAnswer.objects.values_list("municipality__name", "reply"))


def take_back(pk: int | None = None) -> PastImport:
    partner = factories.PartnerFactory()
    return past_import.take_back(partner=partner, pk=pk or past_import.last(partner).pk)


def test_undone_newest_first_all_stands_as_before(nina):
    do(nina, *TWO)
    do(nina, "12.03.2024;Vårmøtet;dialogmøte;Frosta;kanskje", "13.03.2024;Nytt;;Frosta;kom")

    second = take_back()
    assert (second.new_answers, second.changed_answers, len(second.made)) == (1, 1, 1)
    assert (replies(), Meeting.objects.count()) == ([("Frosta", "comes"), ("Verdal", "declined")], 1)

    take_back()
    assert (replies(), Meeting.objects.count()) == ([], 0)


def test_undone_twice_out_of_order_or_after_a_week_nothing_is_changed(nina):
    do(nina, TWO[0])
    first = PastImport.objects.get()
    do(nina, TWO[1])

    with pytest.raises(ValidationError, match="kan ikke angres lenger"):
        take_back(first.pk)
    second = take_back()
    with pytest.raises(ValidationError, match="kan ikke angres lenger"):
        take_back(second.pk)
    PastImport.objects.update(at=timezone.now() - dt.timedelta(days=7))
    with pytest.raises(ValidationError, match="kan ikke angres lenger"):
        take_back(first.pk)
    assert replies() == [("Frosta", "comes")]


@pytest.mark.parametrize("added", ["programme", "agreed"])
def test_a_meeting_somebody_has_added_to_stays(nina, added):
    do(nina, *TWO)
    meeting = Meeting.objects.get()
    if added == "programme":
        meeting.programme.create(title="Velkommen", minutes=10)
    else:
        Meeting.objects.update(agreed="Vi deler nattilsyn.")

    take_back()

    assert (replies(), Meeting.objects.count()) == ([], 1)


def test_what_changes_nothing_leaves_nothing_to_undo(nina):
    do(nina, *TWO)
    do(nina, *TWO)

    assert PastImport.objects.count() == 1


def test_the_page_says_what_came_in_and_undoes_it(client, nina):
    client.force_login(nina)
    do(nina, *TWO)

    page = " ".join(client.get(ADDRESS).content.decode().replace("\xa0", " ").split())
    answer = client.post(f"{ADDRESS}{PastImport.objects.get().pk}/angre/", follow=True).content.decode()

    assert "Nina Solem: 1 nytt møte, 2 nye svar." in page
    assert "Angret. Alt står som før importen." in answer
    assert "Angre importen" not in answer
    assert Meeting.objects.count() == 0


def test_another_partners_import_is_not_undone(client, nina):
    do(nina, *TWO)
    client.force_login(factories.officer("Vegard Tiller", factories.PartnerFactory(slug="fylket", short_name="F")))

    page = client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}{PastImport.objects.get().pk}/angre/")

    assert "Angre importen" not in page
    assert len(replies()) == 2


def test_officers_find_it_by_the_earlier_meetings_and_others_do_not(client, nina):
    for person, finds in ((nina, True), (factories.contact("Kari Vik"), False), (None, False)):
        client.logout()
        if person:
            client.force_login(person)
        assert (f'href="{ADDRESS}"' in client.get("/moter/?vis=tidligere").content.decode()) == finds
    client.force_login(nina)
    assert f'href="{ADDRESS}"' not in client.get("/moter/").content.decode()


def test_it_offers_no_thanks_and_no_feedback_and_waits_for_no_place(client, nina):
    do(nina, *TWO)
    meeting = Meeting.objects.get()
    client.force_login(nina)

    page = client.get(meeting.get_absolute_url()).content.decode()
    row = client.get("/moter/?vis=tidligere").content.decode()

    for name in ("thanks", "feedback"):
        assert reverse(f"meetings:{name}", args=[meeting.pk]) not in page
    assert "Vårmøtet" in row
    assert "Sted kommer senere" not in page + row


def test_the_matrix_says_that_they_came_or_said_yes(nina):
    do(nina, *TWO)

    assert [cells[0].in_full for _place, cells in matrix.of_last(10).rows] == ["kom eller sa ja", "sa nei"]
