"""Minutes: drafted from the meeting, out for remarks, published once, corrected; read, printed, kept as files."""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import io
import re
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from freezegun import freeze_time

from meetings import own_data, privacy
from meetings.after import agreeing, following_up
from meetings.mailing import reminding
from meetings.minutes import drafting, files, gathering, publishing, remarking
from meetings.minutes.drafting import Facts, GroupNotes, Item, Task
from meetings.models import Invitation, Meeting, MeetingMessage, Minutes, MinutesVersion, Remark
from partnership.common import contributions, marked, norwegian
from partnership.mail import kinds
from partnership.mail.models import Notice, OutgoingMail
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
BUDGET = 15


# --- the draft ------------------------------------------------------------------------------------------


def facts(**said) -> Facts:
    values = {
        "when": "tirsdag 17. november", "where": "Rådhuset", "host": "Nina Solem", "present": ["Kari Vik, Frosta"],
        "notice": [], "absent": [], "is_noted": True, "items": [], "whole": Item("Hele møtet"),
    }  # fmt: skip
    return Facts(**(values | said))


def test_what_was_agreed_and_followed_up_stands_under_its_item():
    item = Item(
        "Erfaringer", "Nina Solem, KS", ["Vi søker i mars"], [Task("Ring SINTEF.", "Kari Vik", "1. mars 2027")]
    )

    text = drafting.draft(facts(items=[Item("Velkommen"), item]))

    assert text.endswith(
        "## Det vi gikk gjennom\n\n### 1. Velkommen\n\n### 2. Erfaringer (Nina Solem, KS)\n\n"
        "**Dette ble vi enige om:**\n\n- Vi søker i mars\n\n**Oppfølging:**\n\n"
        "- Ring SINTEF. Ansvar: Kari Vik. Frist: 1. mars 2027."
    )


def test_each_kind_of_attendance_has_its_list():
    text = drafting.draft(facts(notice=["Per Moen"], absent=["Siri Foss"]))

    assert (
        "## Til stede\n\n- Kari Vik, Frosta\n\n## Meldt forfall\n\n- Per Moen\n\n## Ikke til stede\n\n- Siri Foss"
        in text
    )
    assert "oppmøtet er ikke ført" not in text


def test_where_attendance_is_not_noted_the_draft_says_so():
    assert "oppmøtet er ikke ført" in drafting.draft(facts(is_noted=False))


@pytest.mark.parametrize("line", ["# Nei", "- punkt", "1. mars", "> sitat", "5*3*2", "`kode`", "+ en", "\\*"])
def test_what_people_wrote_stays_what_they_wrote(line):
    text = drafting.draft(facts(whole=Item("Hele møtet", agreed=[line])))

    shown = marked.html(text)
    assert f"<li>{line.replace('>', '&gt;')}</li>" in shown


@pytest.mark.parametrize("written", [
    "[Logg inn](https://ond.example)", "<https://ond.example>", "<b>fet</b>", "![bilde](https://ond.example/x.png)",
    "_kursiv_ og __fet__", "&lt; og &#91;", "~~borte~~", "a | b", "slutter med #",
    "[a]: https://ond.example", "\\[x]",
])  # fmt: skip
def test_what_a_guest_writes_becomes_no_link_and_no_markup(written):
    item = Item(written, written, [written], [Task(f"{written} x", written, "1. mars")])
    text = drafting.draft(facts(items=[item], groups=[GroupNotes(written, [(written, written)])], host=written))

    shown = str(marked.html(text))

    assert set(re.findall(r"<(\w+)", shown)) <= {"h2", "h3", "h4", "ul", "li", "strong", "p"}
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).count(written) == 9


def test_a_draft_is_never_longer_than_may_be_saved():
    names = [f"Person {number}" for number in range(10_000)]
    groups = [GroupNotes("Gruppe 1", [("Hva?", "ord\n" * 40_000)])]

    text = drafting.draft(facts(present=names, groups=groups))

    assert len(text) <= drafting.LONGEST
    assert "10000 personer." in text
    assert "De ligger ved møtet." in text


# --- a meeting that has been held -----------------------------------------------------------------------


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    start = norwegian.at(norwegian.today() - dt.timedelta(days=12), dt.time(10))
    return factories.meeting(nina, start=start, state="held", place="Rådhuset", title="Dialogmøte om strategi")


def join(meeting, person=None, *, name="Rune Dahl", attendance="present", reply="comes"):
    email = person.email if person else f"{name.lower().replace(' ', '.')}@ntnu.example"
    return meeting.invitations.create(
        person=person, name=person.name if person else name, email=email, reply=reply, attendance=attendance,
        invited_at=meeting.start - WEEK,
    )  # fmt: skip


@pytest.fixture
def kari(meeting):
    return join(meeting, factories.contact("Kari Vik"))


@pytest.fixture
def guest(meeting):
    return join(meeting)


@pytest.fixture
def written(meeting, nina):
    return Minutes.objects.create(meeting=meeting, text="## Til stede\n\nVi møttes.", author=nina)


@pytest.fixture
def out(written, kari, guest, nina):
    publishing.send_out(meeting=written.meeting, until=norwegian.today() + WEEK, by=nina)
    written.refresh_from_db()
    return written


@pytest.fixture
def published(out, nina):
    publishing.publish(meeting=out.meeting, by=nina)
    out.refresh_from_db()
    return out


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client, meeting, name="minutes", **data):
    return client.get(reverse(f"meetings:{name}", args=[meeting.pk]), data)


def link(invitation, name="minutes") -> str:
    return reverse(f"answers:{name}", args=[invitation.token()])


def test_the_draft_is_built_from_all_the_meeting_holds(meeting, nina, kari, guest):
    join(meeting, name="Siri Foss", attendance="notice", reply="declined")
    join(meeting, name="Ola Taus", attendance="", reply="")
    item = meeting.programme.create(title="Erfaringer", minutes=20, order=1)
    meeting.programme.create(title="Pause", minutes=10, kind="break", order=2)
    agreeing.agree(meeting=meeting, text="Vi søker i mars", by=nina, item=item)
    agreeing.agree(meeting=meeting, text="Møtes i april", by=nina)
    due = norwegian.today() + WEEK
    to = following_up.Responsible(person=nina)
    moved = following_up.add(meeting=meeting, text="Ring SINTEF", to=to, due=due, by=nina, item=item)
    following_up.move_on(meeting=meeting, to=factories.meeting(nina))
    group = meeting.groups.create(number=1, title="Aldring")
    question = meeting.questions.create(order=1, text="Hvem må være med?")
    group.notes.create(question=question, text="Hjemmetjenesten\nKommunelegen")

    text = gathering.draft(meeting)

    assert moved.item == item
    assert "- Kari Vik" in text.split("## Meldt forfall")[0]
    assert "## Meldt forfall\n\n- Siri Foss" in text
    assert "Ola Taus" not in text
    assert "Pause" not in text
    assert text.index("### 1. Erfaringer") < text.index("- Vi søker i mars") < text.index("- Ring SINTEF. Ansvar")
    assert text.index("## Hele møtet") < text.index("- Møtes i april")
    assert "### Gruppe 1: Aldring\n\n#### Hvem må være med?\n\n- Hjemmetjenesten\n- Kommunelegen" in text


def test_nobody_is_said_to_have_been_away_whom_nobody_knows_of(meeting):
    join(meeting, name="Ola Taus", attendance="", reply="maybe")
    full = join(meeting, name="Liv Ness", attendance="")
    Invitation.objects.filter(pk=full.pk).update(waiting_since=timezone.now())
    join(meeting, name="Siri Foss", attendance="absent", reply="maybe")

    text = gathering.draft(meeting)

    assert "Ola Taus" not in text
    assert "Liv Ness" not in text
    assert "## Ikke til stede\n\n- Siri Foss" in text


# --- writing --------------------------------------------------------------------------------------------


def save(client, meeting, text, version=0, **more):
    data = {"text": text, "version": version, "case_reference": "26/1234", "public_summary": ""} | more
    return client.post(reverse("meetings:minutes_edit", args=[meeting.pk]), data)


def test_until_it_is_saved_the_draft_follows_the_meeting(meeting, nina):
    client = signed_in(nina)
    assert "Vi søker i mars" not in page(client, meeting, "minutes_edit").content.decode()

    agreeing.agree(meeting=meeting, text="Vi søker i mars", by=nina)

    assert page(client, meeting).status_code == 302
    assert "- Vi søker i mars" in page(client, meeting, "minutes_edit").context["form"]["text"].value()
    assert not Minutes.objects.exists()


def test_a_new_draft_leaves_the_saved_text_until_it_is_saved_over(meeting, nina, written):
    agreeing.agree(meeting=meeting, text="Vi søker i mars", by=nina)
    client = signed_in(nina)

    found = page(client, meeting, "minutes_edit", nytt="")

    assert "Vi søker i mars" in found.context["form"]["text"].value()
    assert "blir stående til du lagrer" in found.content.decode()
    assert page(client, meeting, "minutes_edit").context["form"]["text"].value() == written.text


def test_two_who_begin_at_once_lose_nothing(meeting, nina):
    other = factories.officer("Vegard Tiller", meeting.owner_partner)
    save(signed_in(nina), meeting, "Ninas tekst")

    answer = save(signed_in(other), meeting, "Vegards tekst")

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Ninas tekst" in html
    assert "Vegards tekst" in html
    assert Minutes.objects.get().text == "Ninas tekst"


def test_showing_how_it_looks_saves_nothing(meeting, nina, written):
    answer = save(signed_in(nina), meeting, "**Nytt** <script>", version=1, valg="vis")

    assert "<strong>Nytt</strong> &lt;script&gt;" in answer.content.decode()
    written.refresh_from_db()
    assert written.text == "## Til stede\n\nVi møttes."


def test_the_preview_shows_what_is_typed(meeting, nina):
    answer = signed_in(nina).post(reverse("meetings:minutes_preview", args=[meeting.pk]), {"text": "- **Nytt**"})

    assert "<li><strong>Nytt</strong></li>" in answer.content.decode()


def test_too_long_a_text_is_refused_and_kept_in_the_form(meeting, nina):
    text = "a" * 100_001

    answer = save(signed_in(nina), meeting, text)

    assert answer.status_code == 422
    assert "Skriv høyst 100000 tegn." in answer.content.decode()
    assert answer.context["form"]["text"].value() == text
    assert not Minutes.objects.begun().exists()


# --- out for remarks ------------------------------------------------------------------------------------


def test_guests_get_a_mail_and_who_signs_in_a_line_in_what_waits(out, kari, guest):
    waiting = {one.key: one for one in contributions.waiting(kari.person, norwegian.today())}

    [mail] = OutgoingMail.objects.filter(kind=publishing.REMARKS)
    assert mail.to_email == guest.email
    line = waiting[f"minutes:{out.pk}:{out.remarks_until}"]
    assert line.due == norwegian.today() + WEEK
    assert link(kari) in line.mail_url


def test_the_line_goes_when_one_has_remarked_or_the_days_are_over(out, kari):
    def lines(on):
        return [one for one in contributions.waiting(kari.person, on) if one.key.startswith("minutes")]

    assert len(lines(out.remarks_until)) == 1
    assert lines(out.remarks_until + dt.timedelta(days=1)) == []
    remarking.remark(meeting=out.meeting, invitation=kari, text="Feil dato")
    assert lines(norwegian.today()) == []


def test_whoever_wrote_them_is_not_asked_to_read_them(out, nina):
    join(out.meeting, nina)

    assert [one.key for one in contributions.waiting(nina, norwegian.today()) if one.key.startswith("minutes")] == []


def test_the_host_is_told_when_the_days_are_over(out, nina):
    after = out.remarks_until + dt.timedelta(days=1)

    keys = [[one.key for one in contributions.waiting(nina, on)] for on in (out.remarks_until, after)]

    assert [f"minutes-publish:{out.pk}:{out.remarks_until}" in found for found in keys] == [False, True]


def test_when_the_host_and_the_author_have_left_a_colleague_is_told(out, nina, guest):
    after = out.remarks_until + dt.timedelta(days=1)
    colleague = factories.officer("Ola Moen", out.meeting.owner_partner)
    remarking.remark(meeting=out.meeting, invitation=guest, text="Jeg var ikke der.")

    def keys() -> set[str]:
        return {one.key.split(":")[0] for one in contributions.waiting(colleague, after)}

    assert not {"minutes-publish", "minutes-remarks"} & keys()
    RoleTerm.objects.filter(person=nina).update(until=norwegian.today())

    assert {"minutes-publish", "minutes-remarks"} <= keys()


def test_the_same_text_sent_again_is_one_version_and_one_mail(out, nina):
    publishing.send_out(meeting=out.meeting, until=norwegian.today() + 2 * WEEK, by=nina)

    assert out.versions.count() == 1
    assert OutgoingMail.objects.filter(kind=publishing.REMARKS).count() == 1


def test_a_changed_text_is_read_when_it_is_sent_again(out, kari, nina):
    save(signed_in(nina), out.meeting, "Ny tekst", version=out.version)
    reader = signed_in(kari.person)
    assert "Vi møttes." in page(reader, out.meeting).content.decode()

    publishing.send_out(meeting=out.meeting, until=norwegian.today() + WEEK, by=nina)

    assert "Ny tekst" in page(reader, out.meeting).content.decode()
    assert OutgoingMail.objects.filter(kind=publishing.REMARKS).count() == 2


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "Velg en dag som ikke har vært."), (91, "Velg en dag innen 90 dager.")]
)
def test_a_day_that_cannot_be_is_refused(written, nina, days, sentence):
    until = norwegian.today() + dt.timedelta(days=days)

    answer = signed_in(nina).post(
        reverse("meetings:minutes_sending", args=[written.meeting_id]),
        {"until": until.isoformat(), "version": written.version},
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    written.refresh_from_db()
    assert (written.state, MinutesVersion.objects.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("attendance", "reply", "may"),
    [("present", "", True), ("", "comes", True), ("notice", "comes", False), ("absent", "comes", False),
     ("", "declined", False)],
)  # fmt: skip
def test_those_who_were_there_read_and_remark(out, attendance, reply, may):
    one = join(out.meeting, factories.contact("Per Moen"), attendance=attendance, reply=reply)

    codes = page(signed_in(one.person), out.meeting).status_code, Client().get(link(one)).status_code

    assert codes == ((200, 200) if may else (403, 410))


def test_a_guest_remarks_by_the_link_and_reads_the_answer(out, guest, nina):
    client = Client()
    answer = client.post(link(guest), {"text": "Det var i Verdal"})
    again = client.post(link(guest), {"text": "Det var i Verdal"})

    assert (answer.status_code, again.status_code) == (302, 302)
    [remark] = Remark.objects.all()
    address = reverse("meetings:minutes_remark", args=[out.meeting_id, remark.pk])
    signed_in(nina).post(address, {"answer": "Rettet, takk"})
    assert "Svar: Rettet, takk" in client.get(link(guest)).content.decode()


def test_a_remark_is_ticked_off_without_words(out, guest, nina):
    remark = remarking.remark(meeting=out.meeting, invitation=guest, text="Feil dato")

    signed_in(nina).post(reverse("meetings:minutes_remark", args=[out.meeting_id, remark.pk]), {"answer": ""})

    assert not Remark.objects.unanswered().exists()


def test_ticking_off_what_a_colleague_has_answered_leaves_the_answer(out, guest):
    remark = remarking.remark(meeting=out.meeting, invitation=guest, text="Jeg var ikke der.")
    remarking.answer(remark=remark, text="Rettet.")

    remarking.answer(remark=remark, text="")

    remark.refresh_from_db()
    assert remark.answer == "Rettet."


def test_nobody_reads_what_others_have_remarked(out, kari, guest, nina):
    remarking.remark(meeting=out.meeting, invitation=guest, text="Feil dato")

    seen = ["Feil dato" in page(signed_in(who), out.meeting).content.decode() for who in (kari.person, nina)]

    assert seen == [False, True]


def test_a_remark_after_the_day_is_refused_and_kept_in_the_form(out, guest):
    with freeze_time(norwegian.at(out.remarks_until + dt.timedelta(days=1), dt.time(9))):
        answer = Client().post(link(guest), {"text": "Det var i Verdal"})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Fristen for merknader var" in html
    assert "Det var i Verdal" in html
    assert not Remark.objects.exists()


def test_on_the_last_evening_a_remark_is_taken(out, guest):
    with freeze_time(norwegian.at(out.remarks_until, dt.time(23, 50))):
        remarking.remark(meeting=out.meeting, invitation=guest, text="Feil dato")

    assert Remark.objects.count() == 1


def test_a_remark_on_published_minutes_is_refused_and_kept_in_the_form(published, guest):
    answer = Client().post(link(guest), {"text": "Det var i Verdal"})

    assert answer.status_code == 422
    assert "Referatet er publisert. Ring verten" in answer.content.decode()
    assert "Det var i Verdal" in answer.content.decode()


@pytest.mark.parametrize("name", ["minutes", "minutes_pdf", "minutes_docx"])
def test_a_guessed_link_opens_nothing(published, guest, name):
    address = reverse(f"answers:{name}", args=[guest.token()[:-1] + "x"])

    answer = Client().get(address)

    assert answer.status_code == 404
    assert "Vi kjenner ikke denne lenken" in answer.content.decode()


# --- published ------------------------------------------------------------------------------------------


def test_published_twice_is_once(out, nina):
    client = signed_in(nina)
    address = reverse("meetings:minutes_publication", args=[out.meeting_id])
    client.post(address, {"version": out.version})
    at = Minutes.objects.get().published_at

    answer = client.post(address, {"version": out.version}, follow=True)

    assert "Referatet var publisert allerede." in answer.content.decode()
    assert (Minutes.objects.get().published_at, out.versions.count()) == (at, 2)


def told() -> list[str]:
    return [f"{one.person.name}: {one.line}" for one in Notice.objects.order_by("pk")]


def test_those_who_sign_in_are_told_once_also_the_absent_and_nobody_by_mail(out, kari, guest, nina):
    join(out.meeting, factories.contact("Per Moen"), attendance="absent", reply="declined")
    join(out.meeting, nina)
    before = OutgoingMail.objects.count()

    publishing.publish(meeting=out.meeting, by=nina)
    publishing.publish(meeting=out.meeting, by=nina)

    said = "Referatet fra Dialogmøte om strategi er publisert."
    assert sorted(told()) == [f"Kari Vik: {said}", f"Per Moen: {said}"]
    assert {one.url for one in Notice.objects.all()} == {reverse("meetings:minutes", args=[out.meeting.pk])}
    assert OutgoingMail.objects.count() == before


def test_published_before_the_mail_after_the_meeting_they_stand_in_it_and_are_told_once(written, kari, guest, nina):
    end = timezone.now() - dt.timedelta(hours=2)
    Meeting.objects.update(start=end - dt.timedelta(hours=2), end=end)
    written.meeting.refresh_from_db()
    kind = kinds.registry()["meetings.thanks"]
    reminding.thank(meeting=written.meeting, by=None)
    rows = list(OutgoingMail.objects.filter(kind="meetings.thanks"))
    without = kind.compose(rows)
    MeetingMessage.objects.all().delete()

    publishing.publish(meeting=written.meeting, by=nina)
    reminding.thank(meeting=written.meeting, by=None)
    rows = list(OutgoingMail.objects.filter(kind="meetings.thanks").order_by("-pk")[:2])
    mails = kind.compose(rows)

    assert told() == []
    assert not any("/referat/" in one.text + one.html for one in without.values())
    for row in rows:
        address = link(Invitation.objects.get(pk=row.subject_id))
        assert address in mails[row.pk].text
        assert address in mails[row.pk].html


def test_published_minutes_are_not_sent_out_for_remarks(published, nina):
    with pytest.raises(ValidationError, match="Rett det i stedet"):
        publishing.send_out(meeting=published.meeting, until=norwegian.today() + WEEK, by=nina)


@pytest.mark.parametrize(("text", "hours", "sentence"), [
    (" ", -300, "Referatet er tomt."), ("Vi møttes.", 2, "Møtet er ikke over ennå."),
])  # fmt: skip
def test_nothing_empty_and_nothing_early_is_published(written, nina, text, hours, sentence):
    start = timezone.now() + dt.timedelta(hours=hours)
    Meeting.objects.update(start=start, end=start + dt.timedelta(hours=1))
    Minutes.objects.update(text=text)

    address = reverse("meetings:minutes_publication", args=[written.meeting_id])
    answer = signed_in(nina).post(address, {"version": written.version})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Minutes.objects.get().state == "draft"


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_meeting_that_was_not_held_gets_no_minutes(written, nina, state):
    Meeting.objects.update(state=state)

    address = reverse("meetings:minutes_publication", args=[written.meeting_id])
    answer = signed_in(nina).post(address, {"version": written.version})

    assert "Møtet er ikke holdt." in answer.content.decode()
    assert Minutes.objects.get().state == "draft"


def test_published_minutes_are_read_by_all_who_were_invited(published):
    absent = join(published.meeting, factories.contact("Per Moen"), attendance="absent")

    answers = [page(signed_in(absent.person), published.meeting), Client().get(link(absent))]

    assert [(one.status_code, "Vi møttes." in one.content.decode()) for one in answers] == [(200, True)] * 2
    assert page(signed_in(factories.contact()), published.meeting).status_code == 404


def test_what_the_link_opens_leads_nowhere_one_must_sign_in(published, guest):
    html = Client().get(link(guest)).content.decode()

    assert f'href="/moter/{published.meeting_id}' not in html
    assert f'href="/svar/{guest.token()}/"' in html


def test_the_link_of_one_whose_invitation_is_taken_back_opens_nothing(published, guest):
    type(guest).objects.filter(pk=guest.pk).update(withdrawn_at=timezone.now())

    assert Client().get(link(guest)).status_code == 410


def test_a_correction_is_a_new_version_that_says_why(published, guest, nina):
    answer = save(
        signed_in(nina), published.meeting, "Vi møttes i Verdal.", version=published.version, why="Sted var feil"
    )

    assert answer.status_code == 302
    html = Client().get(link(guest)).content.decode()
    assert "Vi møttes i Verdal." in html
    assert "Sted var feil" in html
    assert [one.text for one in published.versions.all()][-2:] == [published.text, "Vi møttes i Verdal."]


def test_a_correction_without_why_is_refused_and_kept_in_the_form(published, nina):
    answer = save(signed_in(nina), published.meeting, "Vi møttes i Verdal.", version=published.version)

    assert answer.status_code == 422
    assert "Skriv hva du har rettet." in answer.content.decode()
    assert "Vi møttes i Verdal." in answer.content.decode()
    published.refresh_from_db()
    assert published.text == "## Til stede\n\nVi møttes."


def test_another_case_number_is_no_correction(published, nina):
    save(signed_in(nina), published.meeting, published.text, version=published.version, case_reference="26/9")

    published.refresh_from_db()
    assert (published.case_reference, published.versions.count()) == ("26/9", 2)


@pytest.mark.parametrize(("is_public", "state", "seen"), [
    (True, "published", True), (True, "remarks", False), (False, "published", False),
])  # fmt: skip
def test_everybody_reads_the_summary_of_a_public_meeting_when_it_is_published(
    published, kari, is_public, state, seen
):
    Meeting.objects.update(is_public=is_public)
    Minutes.objects.update(state=state, public_summary="Elleve kommuner samarbeider videre.")

    pages = [page(client, published.meeting, "detail") for client in (Client(), signed_in(kari.person))]

    assert ["Elleve kommuner" in one.content.decode() for one in pages] == [seen, seen]
    assert "Vi møttes." not in pages[0].content.decode()


# --- files ----------------------------------------------------------------------------------------------


def test_the_files_carry_what_an_archive_needs(published):
    Minutes.objects.update(case_reference="26/1234")
    minutes = Minutes.objects.get()

    core = Document(io.BytesIO(files.docx(minutes))).core_properties
    html = files.html(minutes)

    at = publishing.newest(minutes).at.replace(microsecond=0, tzinfo=None)
    assert (core.title, core.keywords, core.language) == ("Dialogmøte om strategi", "Sak 26/1234", "nb-NO")
    assert core.author.startswith("Nina Solem, ")
    assert core.subject.endswith("Sak 26/1234")
    assert core.created.replace(tzinfo=None, microsecond=0) == at
    for meta in (
        'name="author" content="Nina Solem, ',
        'name="keywords" content="Sak 26/1234"',
        "<title>Dialogmøte om",
    ):
        assert meta in html


def inflated(pdf: bytes) -> str:
    """With its streams as they are before they are packed."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(stream))
    return b"\n".join(parts).decode(errors="replace")


def test_the_pdf_is_for_an_archive_tagged_and_says_what_it_is(published):
    Minutes.objects.update(case_reference="26/1234")
    minutes = Minutes.objects.get()

    found = inflated(files.pdf(minutes))

    assert re.search(r'pdfaid:part="2"[^>]*pdfaid:conformance="A"', found)
    for name in ("/OutputIntents", "/StructTreeRoot", "/Marked true", "/Lang (nb-NO)"):
        assert name in found
    for said in ("Dialogmøte om strategi", "Nina Solem, ", "Sak 26/1234"):
        assert f">{said}" in found or f'"{said}' in found
    assert f"{publishing.newest(minutes).at:%Y-%m-%d}" in re.search(r"CreateDate\W+([\dT:+-]+)", found)[1]


def test_word_has_headings_lists_and_bold_as_its_own(written):
    text = "## Sak\n\nEn **fet** tekst\\\nny linje\n\n- ett\n  - under\n\n1. først\n2. så\n\n[Kart](https://kart.example)\x0b"
    Minutes.objects.update(text=text)

    paragraphs = Document(io.BytesIO(files.docx(Minutes.objects.get()))).paragraphs[2:]

    assert [(one.style.name, one.text) for one in paragraphs] == [
        ("Heading 1", "Sak"), ("Normal", "En fet tekst\nny linje"), ("List Bullet", "ett"),
        ("List Bullet 2", "under"), ("List", "1. først"), ("List", "2. så"), ("Normal", "Kart (https://kart.example)"),
    ]  # fmt: skip
    assert [run.text for run in paragraphs[1].runs if run.bold] == ["fet"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_guest_fetches_the_file_by_the_link(published, guest, kind):
    answer = Client().get(link(guest, f"minutes_{kind}"))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')


# --- people and cost ------------------------------------------------------------------------------------


def test_a_guests_remarks_are_emptied_and_stay_counted(out, guest, nina):
    remarking.remark(meeting=out.meeting, invitation=guest, text="Jeg ble syk den dagen")

    privacy.erase(factories.person(), {guest.email})

    assert [one.text for one in Remark.objects.all()] == [""]
    assert "Merknaden er slettet." in page(signed_in(nina), out.meeting).content.decode()


def test_ones_own_remarks_are_in_ones_own_export(out, kari):
    remarking.remark(meeting=out.meeting, invitation=kari, text="Feil dato")

    assert [row["text"] for row in own_data.person_data(kari.person)["remarks"]] == ["Feil dato"]


def test_reading_asks_at_most_fifteen_queries_whatever_it_holds(
    published, kari, guest, nina, django_assert_max_num_queries
):
    for number in range(30):
        published.remarks.create(invitation=guest, text=f"Merknad {number}")
        published.versions.create(number=number + 10, text=published.text, is_published=True, why=f"Feil {number}")

    for client in (signed_in(kari.person), signed_in(nina)):
        with django_assert_max_num_queries(BUDGET):
            assert page(client, published.meeting).status_code == 200
    with django_assert_max_num_queries(BUDGET):
        assert Client().get(link(guest)).status_code == 200
