"""A group's sheet: several write at once and no word is lost; followed, kept, read side by side, and used."""

from __future__ import annotations

import datetime as dt
import io
import threading
import time
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from openpyxl import load_workbook

from meetings.day import following
from meetings.groups import composing, questions
from meetings.mailing import announcing
from meetings.models import Agreement, FollowUp, IdeaProposal, Minutes, NoteField, NoteVersion
from meetings.notes import merging, writing
from meetings.notes.writing import Writer
from tests import factories
from tests.common import test_personal_numbers
from tests.meetings.test_groups import meeting, themes

__all__ = ["meeting", "themes"]
pytestmark = pytest.mark.django_db


# --- the merge ------------------------------------------------------------------------------------------


def edited(text: str, tag: str, chance: Random) -> str:
    """Words put in: on a line of their own, or before or after another's."""
    lines = text.split("\n")
    for number in range(chance.randint(1, 3)):
        word, at = f"{tag}{number}", chance.randrange(len(lines))
        how = chance.random()
        if how < 0.4:
            lines.insert(at, word)
        else:
            lines[at] = f"{lines[at]} {word}".strip() if how < 0.7 else f"{word} {lines[at]}".strip()
    return "\n".join(lines)


@pytest.mark.parametrize(("rounds", "steps"), [(3000, 10**9), (1000, 0)], ids=["compared", "too much to compare"])
def test_no_word_that_either_wrote_is_lost(monkeypatch, rounds, steps):
    monkeypatch.setattr(merging, "MOST_STEPS", steps, raising=False)
    chance = Random(26)
    for _round in range(rounds):
        base = "\n".join(f"linje{number}" for number in range(chance.randint(0, 4)))
        mine, theirs = edited(base, "min", chance), edited(base, "din", chance)

        found = merging.merge(base, mine, theirs).text.split()

        assert set(mine.split()) | set(theirs.split()) <= set(found), (base, mine, theirs)


@pytest.mark.parametrize(("base", "mine", "theirs", "merged", "both"), [
    ("", "Natt", "", "Natt", False),
    ("", "", "Natt", "Natt", False),
    ("en\nto", "en\nto\ntre", "null\nen\nto", "null\nen\nto\ntre", False),
    ("en", "en A", "en B", "en B\nen A", True),
    ("en\nto", "to", "en\nto\ntre", "to\ntre", False),  # what is taken out is gone
    ("", "Hei", "Hei på deg", "Hei på deg", False),  # a save that is sent twice
    ("", "Natt", "Natten", "Natten\nNatt", True),
])  # fmt: skip
def test_two_changes_of_one_text(base, mine, theirs, merged, both):
    assert merging.merge(base, mine, theirs) == merging.Merged(merged, both)


ALIKE = "a\n" * 3000
SPREAD = "".join(f"a\nx{number}\n" for number in range(400))


@pytest.mark.parametrize(("base", "mine", "theirs"), [
    (ALIKE, f"b\n{ALIKE}", "noe"),
    (f"{ALIKE}b\n{ALIKE}", f"c\n{ALIKE}d\n{ALIKE}e", ALIKE),
    (SPREAD, SPREAD.replace("x", "y"), SPREAD.replace("x", "z")),
    ("", "".join(f"a{number}\n" for number in range(3000)), "".join(f"b{number}\n" for number in range(3000))),
], ids=["one line", "in the middle", "spread", "no line in common"])  # fmt: skip
def test_a_merge_is_soon_done_whatever_the_lines(base, mine, theirs):
    before = time.process_time()

    found = merging.merge(base, mine, theirs)

    assert time.process_time() - before < 1.5
    assert (set(mine.split()) - set(base.split())) | (set(theirs.split()) - set(base.split())) <= set(
        found.text.split()
    )


# --- the sheet ------------------------------------------------------------------------------------------


@pytest.fixture
def group(meeting):
    meeting.questions.create(order=1, text="Hvem må være med?")
    group = composing.propose(meeting=meeting, size=6)[0]
    composing.show(meeting=meeting, is_shown=True)
    return group


@pytest.fixture
def mine(group):
    return group.members.filter(invitation__person__isnull=False).first().invitation


def link(invitation) -> str:
    return reverse("answers:sheet", args=[invitation.token()])


def signed_in(group) -> str:
    return reverse("meetings:sheet", args=[group.meeting_id, group.pk])


def save(client, address, base, text, key=0):
    return client.post(address, {"field": key, "base": base, "text": text}, headers={"Accept": "application/json"})


def test_two_write_in_one_field_by_their_links_and_both_stand(client, group, mine):
    other = group.members.exclude(invitation=mine).first().invitation

    save(client, link(mine), "", "Sensorer")
    found = save(client, link(other), "", "Kameraer").json()

    assert found["text"] == "Sensorer\nKameraer"
    assert found["both"]
    assert found["changed"] == f"Endret av {other.name} nå nettopp"
    assert [one.by_name for one in NoteVersion.objects.all()] == [mine.name, other.name]


def test_the_page_follows_and_answers_204_when_nothing_is_new(
    client, group, mine, django_capture_on_commit_callbacks
):  # fmt: skip
    version = following.version_of_sheet(group.pk)
    assert client.get(link(mine), {"v": version}).status_code == 204

    with django_capture_on_commit_callbacks(execute=True):
        save(client, link(mine), "", "Sensorer")

    found = client.get(link(mine), {"v": version}).json()
    assert found["fields"]["0"]["text"] == "Sensorer"
    assert client.get(link(mine), {"v": found["version"]}).status_code == 204


@pytest.mark.parametrize("how", ["link", "signed in"])
def test_a_poll_that_finds_nothing_asks_at_most_two_queries(client, group, mine, how, django_assert_max_num_queries):
    address = link(mine)
    if how == "signed in":
        client.force_login(mine.person)
        address = reverse("meetings:sheet", args=[group.meeting_id, group.pk])
    version = client.get(address).context["version"]

    with django_assert_max_num_queries(2):
        assert client.get(address, {"v": version}).status_code == 204


def test_the_version_of_one_sheet_or_of_the_day_says_nothing_of_another(
    client, group, mine, django_capture_on_commit_callbacks
):  # fmt: skip
    other = composing.propose(meeting=group.meeting, size=6)[1]
    own, of_other = following.version_of_sheet(group.pk), following.version_of_sheet(other.pk)
    under_own_name = of_other.replace(f"s{other.pk}.", f"s{group.pk}.")
    for version in (under_own_name, f"s{group.pk}.1.0", "s.1.0", "x1", "", "s²"):
        assert client.get(link(mine), {"v": version}).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        save(client, link(mine), "", "Sensorer")

    assert [following.is_known(one) for one in (own, of_other)] == [False, True]
    assert client.get(link(mine), {"v": of_other}).content == b""


@pytest.mark.parametrize(("change", "may"), [
    ({"reply": "declined"}, False), ({"reply": "declined", "attendance": "present"}, True),
    ({"reply": "maybe"}, True), ({"withdrawn_at": timezone.now()}, False),
])  # fmt: skip
def test_who_does_not_come_writes_nothing(client, group, mine, change, may):
    mine.meeting.invitations.filter(pk=mine.pk).update(**change)
    client.force_login(mine.person)

    found = [save(client, link(mine), "", "Hei"), save(client, signed_in(group), "", "Hei")]

    assert [one.status_code == 200 for one in found] == [may, may]


def test_in_a_cancelled_meeting_nobody_writes(client, group, mine):
    announcing.cancel(meeting=group.meeting, reason="Syk", by=group.meeting.host)

    assert save(client, link(mine), "", "Hei").status_code == 410
    # Whose invitation never left the house does not see the meeting at all.
    for person, status in [(mine.person, 404), (group.meeting.host, 403)]:
        client.force_login(person)
        assert save(client, signed_in(group), "", "Hei").status_code == status


def test_an_hour_on_one_sheet_is_not_taken_for_a_robot(client, group, mine):
    version = following.version_of_sheet(group.pk)

    assert {client.get(link(mine), {"v": version}).status_code for _poll in range(130)} == {204}


def test_without_javascript_the_whole_sheet_is_saved_by_the_same_merge(client, group, mine):
    question = group.meeting.questions.get()
    save(client, link(mine), "", "Fra en annen")

    client.post(link(mine), {"text-0": "Fra meg", "base-0": "", f"text-{question.pk}": "Rektor"}, follow=True)

    assert {note.text for note in group.notes.all()} == {"Fra en annen\nFra meg", "Rektor"}


def test_what_is_too_long_is_told_and_kept_in_the_field(client, group, mine):
    refused = save(client, link(mine), "", "x" * 20_001)
    page = client.post(link(mine), {"text-0": "y" * 20_001, "base-0": ""})

    assert refused.status_code == 422
    assert "lengre enn 20000 tegn" in refused.json()["error"]
    assert page.status_code == 422
    assert "y" * 20_001 in page.content.decode()
    assert not NoteField.objects.exclude(text="").exists()


@pytest.mark.parametrize(("base", "text"), [("x" * 20_001, "Hei"), ("", "x" * 20_001)], ids=["base", "text"])
def test_what_is_too_long_is_refused_before_anybody_waits_for_it(client, group, mine, base, text):
    with CaptureQueriesContext(connection) as asked:
        assert save(client, link(mine), base, text).status_code == 422

    assert not [one for one in asked if "FOR UPDATE" in one["sql"]]


@pytest.mark.parametrize("key", ["99999", "x", "-1", ""])
def test_a_question_that_is_gone_is_told(client, group, mine, key):
    assert save(client, link(mine), "", "Natt", key).status_code == 422


def test_nobody_else_reads_or_writes_the_sheet(client, group, mine):
    outside = group.meeting.invitations.exclude(group_member__group=group).exclude(person=None).first()
    address = reverse("meetings:sheet", args=[group.meeting_id, group.pk])
    client.force_login(outside.person)
    assert client.get(address).status_code == 403
    assert save(client, address, "", "Natt").status_code == 409
    client.force_login(factories.contact())
    assert client.get(address).status_code == 404
    client.force_login(mine.person)
    assert client.get(address).status_code == 200
    composing.show(meeting=group.meeting, is_shown=False)
    assert client.get(address).status_code == 403
    assert client.get(link(mine)).status_code == 410


def test_when_the_minutes_are_published_the_sheet_is_read_and_not_written(client, group, mine):
    save(client, link(mine), "", "Sensorer")
    Minutes.objects.create(meeting=group.meeting, state="published")

    refused = save(client, link(mine), "Sensorer", "Sensorer og mer")

    assert refused.status_code == 422
    assert "readonly" in client.get(link(mine)).content.decode()
    assert group.notes.get().text == "Sensorer"


def test_one_writer_who_goes_on_is_one_row_and_what_is_taken_out_is_kept(group, mine):
    by = Writer(mine.name, mine)
    save_as = lambda base, text: writing.save(group=group, key=0, base=base, text=text, by=by)  # noqa: E731
    with freeze_time("2027-03-10 09:00:00") as clock:
        save_as("", "Sens")
        save_as("Sens", "Sensorer")
        assert [one.text for one in NoteVersion.objects.all()] == ["Sensorer"]
        save_as("Sensorer", "")
        clock.tick(dt.timedelta(minutes=2))
        save_as("", "Ny")

    assert [one.text for one in NoteVersion.objects.all()] == ["Sensorer", "", "Ny"]


@pytest.mark.django_db(transaction=True)
def test_five_who_begin_at_the_same_time_lose_nothing(group, mine):
    def write(number: int) -> None:
        writing.save(group=group, key=0, base="", text=f"Fra {number}", by=Writer(f"Skriver {number}"))
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(group.notes.get().text.split("\n")) == [f"Fra {number}" for number in range(5)]


@pytest.mark.django_db(transaction=True)
def test_a_question_is_not_taken_away_while_somebody_writes_an_answer(group, mine):
    question = group.meeting.questions.get()
    NoteField.objects.create(group=group, question=question)
    said = []

    def take_away() -> None:
        try:
            questions.save(meeting=group.meeting, texts=[""])
        except Exception as error:
            said.append(error)
        connection.close()

    with transaction.atomic():
        writing.save(group=group, key=question.pk, base="", text="Rektor", by=Writer("Kari"))
        thread = threading.Thread(target=take_away)
        thread.start()
        thread.join(1)
    thread.join()

    assert [type(error) for error in said] == [ValidationError]
    assert group.notes.get().text == "Rektor"


@pytest.mark.django_db(transaction=True)
def test_a_group_is_not_taken_away_while_somebody_writes_in_it(group, mine):
    last = group.meeting.groups.last()
    NoteField.objects.create(group=last)
    said = []

    def take_away() -> None:
        try:
            composing.plenary(meeting=group.meeting)
        except Exception as error:
            said.append(error)
        connection.close()

    with transaction.atomic():
        writing.save(group=last, key=0, base="", text="Rektor", by=Writer("Kari"))
        thread = threading.Thread(target=take_away)
        thread.start()
        thread.join(1)
    thread.join()

    assert [type(error) for error in said] == [ValidationError]
    assert last.notes.get().text == "Rektor"


def test_whose_group_goes_while_they_press_is_told(group, mine):
    last = group.meeting.groups.last()
    composing.plenary(meeting=group.meeting)

    with pytest.raises(ValidationError, match="Gruppen er ikke der lenger"):
        writing.save(group=last, key=0, base="", text="Rektor", by=Writer("Kari"))


def test_new_questions_reach_the_sheets_that_are_open(client, group, mine, django_capture_on_commit_callbacks):
    known = client.get(link(mine)).context["version"]

    with django_capture_on_commit_callbacks(execute=True):
        questions.save(meeting=group.meeting, texts=["Hvem må være med?", "Hva haster?"])

    found = client.get(link(mine), {"v": known}).json()
    assert list(found["asked"].values()) == [
        group.meeting.challenge or "Notater fra gruppen",
        "Hvem må være med?",
        "Hva haster?",
    ]


def test_whose_group_is_gone_is_told_where_they_sit_now(client, group, mine, django_capture_on_commit_callbacks):
    second = group.meeting.groups.last()
    person = second.members.exclude(invitation__person=None).first().invitation.person
    client.force_login(person)
    address = signed_in(second)
    known = client.get(address).context["version"]
    with django_capture_on_commit_callbacks(execute=True):
        composing.plenary(meeting=group.meeting)

    followed = client.get(address, {"v": known}, headers={"Accept": "application/json"})
    saved = save(client, address, "", "Sensorer")

    assert (followed.status_code, saved.status_code) == (409, 409)
    assert saved.json()["moved"] == signed_in(group)
    assert client.get(address).status_code == 404


# --- moved while the sheet is open ------------------------------------------------------------------------


@pytest.fixture
def moved(group, mine):
    """Into the other group, while the sheet of the first is open."""
    other = group.meeting.groups.exclude(pk=group.pk).first()
    composing.move(meeting=group.meeting, invitation=mine, group=other)
    return other


def test_whoever_is_moved_writes_in_neither_group_and_is_told(client, group, mine, moved):
    by_link = client.post(
        link(mine), {"gruppe": group.pk, "field": 0, "base": "", "text": "Sensorer"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    client.force_login(mine.person)
    signed_in = save(client, reverse("meetings:sheet", args=[group.meeting_id, group.pk]), "", "Sensorer")

    for answer, address in (
        (by_link, link(mine)),
        (signed_in, reverse("meetings:sheet", args=[group.meeting_id, moved.pk])),
    ):
        assert answer.status_code == 409
        assert answer.json()["moved"] == address
        assert f"Du er flyttet til {moved.name}. Det du skrev i {group.name}" in answer.json()["error"]
    assert not NoteField.objects.exclude(text="").exists()


def test_a_page_of_the_old_group_is_not_given_the_new_groups_words(client, group, mine, moved):
    writing.save(group=moved, key=0, base="", text="Av de andre", by=Writer("En annen"))

    answer = client.get(link(mine), {"v": "0", "gruppe": group.pk}, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert "Av de andre" not in answer.content.decode()


def test_whoever_is_moved_gets_the_words_back_without_javascript_too(client, group, mine, moved):
    page = client.post(link(mine), {"gruppe": group.pk, "text-0": "Sensorer i Frosta", "base-0": ""})

    assert page.status_code == 409
    assert "Sensorer i Frosta" in page.content.decode()
    assert not NoteField.objects.exclude(text="").exists()


def test_the_page_names_its_group_and_the_browser_keeps_words_apart(client, group, mine, moved):
    page = client.get(link(mine)).content.decode()

    assert f'name="gruppe" value="{moved.pk}"' in page
    assert f'data-kept="ark:i{mine.pk}:{group.meeting_id}:" data-group="{moved.pk}"' in page


def test_there_is_a_way_to_the_sheet_and_out_of_it(client, group, mine):
    page = client.get(link(mine)).content.decode()
    assert f'href="{reverse("answers:day", args=[mine.token()])}"' in page
    assert f'href="{reverse("answers:answer", args=[mine.token()])}"' in page
    client.force_login(group.meeting.host)
    sheet = reverse("meetings:sheet", args=[group.meeting_id, group.pk])
    page = client.get(sheet).content.decode()
    assert f'href="{reverse("meetings:day", args=[group.meeting_id])}"' in page
    assert f'href="{group.meeting.get_absolute_url()}"' in page

    for name in ("day", "groups"):
        assert f'href="{sheet}"' in client.get(reverse(f"meetings:{name}", args=[group.meeting_id])).content.decode()
    day = client.get(reverse("meetings:day", args=[group.meeting_id])).content.decode()
    for name in ("groups", "attendance", "notes"):
        assert f'href="{reverse(f"meetings:{name}", args=[group.meeting_id])}"' in day


# --- side by side, and what becomes of a line ---------------------------------------------------------------


@pytest.fixture
def written(client, group, mine):
    save(client, link(mine), "", "Sensorer i Frosta\nRinge kommunene")
    return group.notes.get()


def test_all_groups_are_read_side_by_side_and_as_a_spreadsheet(client, group, mine, written):
    client.force_login(group.meeting.host)
    page = client.get(reverse("meetings:notes", args=[group.meeting_id])).content.decode()
    book = client.get(reverse("meetings:notes_export", args=[group.meeting_id]))

    assert "Sensorer i Frosta" in page
    rows = list(load_workbook(io.BytesIO(book.content)).active.iter_rows(min_row=2, values_only=True))
    assert rows == [(group.name, None, "Sensorer i Frosta\nRinge kommunene")]


def test_a_group_that_wrote_nothing_stands_there_too(client, group, mine, written):
    client.force_login(group.meeting.host)
    page = client.get(reverse("meetings:notes", args=[group.meeting_id])).content.decode()

    other = group.meeting.groups.exclude(pk=group.pk).get()
    first, second = page.split("Skrev ikke noe: ")[1:]
    assert first.startswith(f"{other.name}<")
    assert second.startswith(f"{group.name}, {other.name}<")


def test_a_line_that_is_used_says_so(client, group, mine, written):
    meeting = group.meeting
    client.force_login(meeting.host)
    address = reverse("meetings:note_line", args=[meeting.pk, written.pk])

    client.post(f"{address}?linje=2", {"valg": "enig", "enig-text": "Vi avtalte: ringe kommunene."})

    page = client.get(reverse("meetings:notes", args=[meeting.pk])).content.decode()
    assert page.count("Bruk den<") == 1
    assert page.count("Bruk den en gang til") == 1
    assert ">enighet</span>" in page.partition("Ringe kommunene")[2].partition("</li>")[0]
    assert "Linjen er brukt før: enighet." in client.get(address, {"linje": 2}).content.decode()
    assert "Linjen er brukt før" not in client.get(address, {"linje": 1}).content.decode()


def test_those_who_were_there_read_all_when_it_is_over(client, group, mine, written):
    client.force_login(mine.person)
    address = reverse("meetings:notes", args=[group.meeting_id])

    assert client.get(address).status_code == 403
    with freeze_time(group.meeting.end + dt.timedelta(minutes=1)):
        page = client.get(address).content.decode()
    assert "Sensorer i Frosta" in page
    assert "Bruk den" not in page


def test_a_line_becomes_an_agreement_a_follow_up_and_an_idea_that_is_asked_for(client, group, mine, written):
    meeting = group.meeting
    client.force_login(meeting.host)
    address = reverse("meetings:note_line", args=[meeting.pk, written.pk])
    due = (meeting.end + dt.timedelta(days=20)).date().isoformat()
    place = (
        mine.seat.fouicontact.municipality if hasattr(mine.seat, "fouicontact") else factories.MunicipalityFactory()
    )

    assert "Ringe kommunene" in client.get(address, {"linje": 2}).content.decode()
    for typed in (
        {"valg": "enig", "enig-text": "Vi ringer."},
        {
            "valg": "oppfolging", "oppfolging-text": "Ringe", "oppfolging-due": due,
            "oppfolging-responsible": f"s{mine.seat_id}",
        },
        {"valg": "ide", "ide-text": "Sensorer i Frosta", "ide-municipality": place.pk},
    ):  # fmt: skip
        for _twice in range(2):
            assert client.post(address, typed).status_code == 302

    assert [(one.text, one.note) for one in Agreement.objects.all()] == [("Vi ringer.", written)]
    assert [(one.text, one.municipality) for one in IdeaProposal.objects.all()] == [("Sensorer i Frosta", place)]
    assert FollowUp.objects.first().seat == mine.seat


@pytest.mark.parametrize(("typed", "said"), [
    ({"valg": "enig", "enig-text": ""}, "Skriv hva dere ble enige om."),
    ({"valg": "oppfolging", "oppfolging-text": "Ringe"}, "Velg hvem som har ansvaret."),
    ({"valg": "ide", "ide-text": "Natt"}, "Velg en kommune."),
])  # fmt: skip
def test_what_is_missing_is_said_beside_the_field_and_the_rest_is_kept(client, group, written, typed, said):
    client.force_login(group.meeting.host)

    response = client.post(reverse("meetings:note_line", args=[group.meeting_id, written.pk]), typed)

    assert response.status_code == 422
    assert said in response.content.decode()
    for value in typed.values():
        assert value in response.content.decode()


def test_a_national_identity_number_is_stopped_and_the_text_stays_in_the_field(client, group, mine):
    refused = save(client, link(mine), "", f"Bruker {test_personal_numbers.ORDINARY} sover dårlig")

    assert refused.status_code == 422
    assert "Teksten trenger ikke si hvem det gjelder" in refused.json()["error"]
    assert not NoteField.objects.exclude(text="").exists()
