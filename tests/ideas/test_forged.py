"""What somebody tries who changes an address, a form or a link by hand."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.intake import postmottak, sending, supporting
from ideas.late import reminding
from ideas.lessons import learning, thanking
from ideas.mailing import acting_links
from ideas.models import Attachment, Comment, Idea, IdeaAccess, Lesson, Note, PassingOn, Support
from ideas.money import anchoring, outlining
from ideas.talk import commenting, talking
from ideas.together import passing_on
from ideas.whose import holding
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail import digest, kinds
from partnership.mail.models import OutgoingMail
from partnership.people.models import User
from tests import factories
from tests.access import TABLE
from tests.ideas import access_world

pytestmark = pytest.mark.django_db

LINKS = {name: row.args for name, row in TABLE.items() if name.startswith("idea_links:") and row.args}
# What the sender's one private link opens.
SENDERS = {"sender_token", "sender_file", "passing_consent_token", "lesson_consent_token"}


@pytest.fixture
def kari():
    """FoUI contact of one municipality, who looks around in another's."""
    return factories.contact("Kari Vik")


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


@pytest.fixture
def theirs():
    """An idea of a municipality where Kari has nothing to do."""
    place = factories.MunicipalityFactory(slug="levanger", name="Levanger")
    factories.contact("Liv Ås", place)
    return factories.idea(place, sender="geir@levanger.example", title="HEMMELIG")


def own(person: User, **fields: object) -> Idea:
    return factories.idea(FouiContact.objects.held_today_by(person).get().municipality, **fields)


def later(days: int = 5):
    return norwegian.add_working_days(norwegian.today(), days)


@pytest.mark.parametrize("what", ["dato", "videre", "ikke-na"])
def test_another_municipalitys_ideas_cannot_be_ticked(as_kari, kari, theirs, what):
    mine = own(kari)
    before = Idea.objects.values().get(pk=theirs.pk)
    form = {"gjor": what, "idea": [mine.pk, theirs.pk], "next_date": later(), "told": "Nei.", "decided_by": "Kari",
            "holder": f"person:{kari.pk}"}  # fmt: skip

    shown = as_kari.post(reverse("ideas:several"), form, follow=True).content.decode()

    assert Idea.objects.values().get(pk=theirs.pk) == before
    assert theirs.number not in shown


@pytest.mark.parametrize("name", ["hand_on", "move"])
def test_an_idea_is_given_to_nobody_outside_by_a_changed_form(as_kari, kari, theirs, name):
    mine = own(kari)
    stranger = factories.person("Ole Berg")
    broker = access_world.role(factories.broker())
    for holder in (f"seat:{theirs.holder_seat_id}", f"person:{stranger.pk}", f"seat:{broker.pk}", "seat:x"):
        form = {"holder": holder, "to": mine.stage, "next_date": later(), "next_step": "", "told": "", "reason": "x",
                "version": mine.version}  # fmt: skip
        answer = as_kari.post(reverse(f"ideas:{name}", args=[mine.pk]), form)
        assert answer.status_code == 422, holder
    mine.refresh_from_db()
    assert mine.holder_seat_id == holding.contact_seat(mine.municipality).pk


def test_what_belongs_to_another_idea_is_not_reached_through_ones_own(as_kari, kari, theirs):
    liv = holding.contact_seat(theirs.municipality).terms.get().person
    outline = outlining.start(idea=theirs, by=liv)
    section = outline.sections.get(heading="problem")
    outlining.write(section=section, text="HEMMELIG én", by=liv)
    section.refresh_from_db()
    outlining.write(section=section, text="HEMMELIG to", by=liv)
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    kept = talking.attach(idea=theirs, file=file, by=liv, is_internal=True)
    said = commenting.comment(idea=theirs, text="HEMMELIG", by=liv)
    stands = anchoring.anchor(idea=theirs, who="Rådet", on=norwegian.today(), by=liv)
    asked = anchoring.ask_leader(idea=theirs, name="Liv", email="l@levanger.example", summary="HEMMELIG", by=liv)
    seen = holding.mark_seen(idea=theirs, by=liv)
    mine = own(kari)
    outlining.start(idea=mine, by=kari)

    tried = {
        "attachment": kept.pk, "attachment_removal": kept.pk, "comment_removal": said.pk,
        "anchoring_removal": stands.pk, "leader_called": asked.pk, "leader_taking_back": asked.pk, "undo": seen.pk,
    }  # fmt: skip
    for name, pk in tried.items():
        url = reverse(f"ideas:{name}", args=[mine.pk, pk])
        answer = as_kari.post(url) if TABLE[f"ideas:{name}"].method == "post" else as_kari.get(url)
        assert answer.status_code == 404, name
    earlier = reverse("ideas:outline_earlier", args=[mine.pk, "problem"])
    text = section.replaced.order_by("pk").first()
    assert as_kari.post(earlier, {"tekst": text.pk}).status_code == 404
    copied = as_kari.post(reverse("ideas:outline_copying", args=[mine.pk]), {"source": outline.pk})
    assert copied.status_code == 422
    assert "HEMMELIG" not in copied.content.decode()
    assert as_kari.post(reverse("ideas:merge", args=[mine.pk]), {"inn_i": theirs.pk}).status_code == 404
    assert as_kari.post(reverse("ideas:same_need_proposal", args=[mine.pk, theirs.pk])).status_code == 404
    assert Attachment.objects.kept().count() == Comment.objects.count() == 1


def test_an_outline_that_is_open_is_not_copied_from_an_idea_one_may_not_see(as_kari, kari, theirs):
    liv = holding.contact_seat(theirs.municipality).terms.get().person
    outline = outlining.start(idea=theirs, by=liv)
    outlining.set_open(outline=outline, is_open=True, by=liv)
    mine = own(kari)
    outlining.start(idea=mine, by=kari)

    answer = as_kari.post(reverse("ideas:outline_copying", args=[mine.pk]), {"source": outline.pk})

    assert answer.status_code == 422
    assert "HEMMELIG" not in answer.content.decode()


def test_whose_part_in_the_idea_is_over_writes_no_note(theirs):
    mona = factories.person("Mona Brekke")
    IdeaAccess.objects.create(idea=theirs, person=mona, why="named", until=timezone.now())
    client = Client()
    client.force_login(mona)

    assert client.post(reverse("ideas:note", args=[theirs.pk]), {"note-text": "Hei"}).status_code == 404
    Idea.objects.filter(pk=theirs.pk).update(visibility="public")
    assert client.post(reverse("ideas:note", args=[theirs.pk]), {"note-text": "Hei"}).status_code == 403
    assert not Note.objects.exists()


def test_an_acting_link_is_closed_when_the_idea_lies_with_somebody_else(client, kari):
    mine, mona = own(kari), factories.person("Mona Brekke")
    link = acting_links.token(mine, kari)
    holding.hand_on(idea=mine, by=kari, to_person=mona, until=later())

    for name in (name for name, args in LINKS.items() if args == "acting_token"):
        answer = client.post(reverse(name, args=[link]), {"next_date": later(), "told": "Nei.", "decided_by": "K"})
        assert answer.status_code == 410, name
    mine.refresh_from_db()
    assert (mine.holder_person, mine.stage) == (mona, "received")


def tokens(idea: Idea, kari: User) -> dict[str, str]:
    """A true link of every kind, by the name of ``tests/access.py``."""
    support = Support.objects.create(idea=idea, email="anne@frosta.example")
    told = idea.reminders.create(level="leader", about=idea.next_date)
    lesson = Lesson(idea=own(kari, stage="in_use"), title="Roligere netter", learned="Færre turer.")
    learning.write(lesson=lesson, for_all=True, by=kari)
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne@frosta.example", by=kari)
    asked = anchoring.ask_leader(idea=idea, name="Liv", email="l@frosta.example", summary="To linjer", by=kari)
    return {
        "sender_token": idea.sender.token(),
        "sent_token": sending.token(idea),
        "postmottak_token": postmottak.token(idea),
        "support_token": supporting.token(support),
        "acting_token": acting_links.token(idea, kari),
        "leader_token": reminding.token(told, idea.municipality.intake),
        "thanks_token": lesson.thanks_token(),
        "right_leader_token": asked.token(),
    }


def test_a_link_for_one_thing_opens_no_other(client, kari):
    mine = own(kari, sender="siv@frosta.example")
    wrong = []
    for kind, token in tokens(mine, kari).items():
        for name, wanted in LINKS.items():
            if wanted == kind or {kind, wanted} <= SENDERS:
                continue
            url = reverse(name, args=[token, 1] if wanted == "sender_file" else [token])
            answer = client.post(url) if TABLE[name].method == "post" else client.get(url)
            if answer.status_code != 404:
                wrong.append(f"{kind} at {name}: {answer.status_code}")

    assert wrong == []


def test_a_link_with_another_number_or_version_is_none(client, kari):
    mine, other = own(kari, sender="siv@frosta.example"), own(kari, sender="tor@frosta.example")
    _pk, version, signature = mine.sender.token().split(".")
    forged = [f"{other.sender.pk}.{version}.{signature}", f"{mine.sender.pk}.2.{signature}", "1.1.", "x", "9" * 400]

    assert {client.get(reverse("idea_links:sender", args=[token])).status_code for token in forged} == {404}


def test_a_sender_says_no_more_about_a_passing_on_that_is_over(client, kari):
    mine, other = own(kari, sender="siv@frosta.example"), factories.contact()
    to = FouiContact.objects.held_today_by(other).get().municipality
    passing = passing_on.ask(idea=mine, to=to, reason="Det gjelder dere.", by=kari)
    passing_on.take_back(passing=passing, by=kari)

    client.post(reverse("idea_links:passing_consent", args=[mine.sender.token()]), {"valg": "ja"})

    assert PassingOn.objects.get().sender_agreed_at is None
    assert not Idea.objects.visible_to(other).exists()


def test_the_postmottaks_link_names_nobody_outside_the_municipality(client):
    place = factories.MunicipalityFactory(name="Osen", slug="osen")
    idea = factories.idea(place)
    url = reverse("idea_links:postmottak", args=[postmottak.token(idea)])

    for email in ("ond@gmail.example", "ond@osen.example.ond.example", "ond@ikkeosen.example"):
        answer = client.post(url, {"name": "Ola Ond", "email": email})
        assert answer.status_code == 422, email
        assert "@osen.example" in answer.content.decode()
    assert not User.objects.filter(name="Ola Ond").exists()
    idea.refresh_from_db()
    assert idea.lies_with_postmottak


def test_whoever_a_postmottak_names_has_no_role_and_sees_that_idea_alone(client):
    place = factories.MunicipalityFactory(name="Osen", slug="osen")
    idea, _other = factories.idea(place, sender="siv@osen.example"), factories.idea(place)

    client.post(
        reverse("idea_links:postmottak", args=[postmottak.token(idea)]),
        {"name": "Tove Sand", "email": "Tove@Osen.example"},
    )

    tove = User.objects.get(name="Tove Sand")
    client.force_login(tove)
    assert list(Idea.objects.visible_to(tove)) == [idea]
    assert not tove.terms.exists()
    assert "siv@osen.example" not in client.get(idea.get_absolute_url()).content.decode()


EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> [her](javascript:alert(1)) "
    '![bilde](https://ond.example/spor.gif) <a href="data:text/html,x">x</a>'
)


def test_what_people_write_is_shown_as_words(client, kari, as_kari):
    mine = own(kari, sender="siv@frosta.example", visibility="public", title=EVIL[:110], problem=EVIL, proposal=EVIL)
    mine.stage = "in_use"
    mine.save()
    commenting.comment(idea=mine, text=EVIL, by=kari)
    talking.write_to_sender(idea=mine, text=EVIL, by=kari)
    talking.note(idea=mine, text=EVIL, by=kari)
    lesson = learning.write(
        lesson=Lesson(idea=mine, title=EVIL[:100], learned=EVIL, tried=EVIL), for_all=True, by=kari
    )
    thanking.thank(lesson=lesson, who=EVIL[:100], words=EVIL, by=kari)
    pages = [mine.get_absolute_url(), lesson.get_absolute_url(), reverse("ideas:list"), reverse("ideas:lessons"), "/"]
    pages += [reverse("idea_links:sender", args=[mine.sender.token()]), reverse("ideas:history", args=[mine.pk])]

    for page in pages:
        shown = as_kari.get(page).content.decode()
        assert "<script>alert" not in shown, page
        assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', shown)), page
        assert not re.search(r'<[a-z][^>]*(href|src)="(javascript|data):', shown), page
        assert "ond.example" not in "".join(re.findall(r'src="([^"]*)"', shown)), page


def test_what_only_sees_an_idea_reads_neither_its_next_step_nor_that_it_is_late(client, kari, as_kari):
    mine = own(kari, visibility="public", next_step="Ring Siv Lund", next_date=later(-4), answered_at=timezone.now())

    shown = client.get(mine.get_absolute_url()).content.decode()

    assert mine.title in shown
    assert [words for words in ("Ring Siv Lund", norwegian.format_day(mine.next_date)) if words in shown] == []
    assert "Ring Siv Lund" in as_kari.get(mine.get_absolute_url()).content.decode()


def test_neither_does_who_prints_the_sheet_for_a_visit(kari, as_kari):
    mine = own(kari, visibility="public", next_step="Ring Siv Lund", next_date=later(-4))
    newer = own(kari, visibility="public", next_date=later(20), title="En nyere idé")
    broker, officer = factories.broker(), factories.officer()
    factories.covering(broker, mine.municipality)
    url = reverse("overview:travel", args=[mine.municipality.slug])
    told = ("Ring Siv Lund", norwegian.format_day(mine.next_date, weekday=False))

    for reader in (broker, officer):
        client = Client()
        client.force_login(reader)
        shown = client.get(url).content.decode().replace("\xa0", " ")
        assert shown.index(newer.title) < shown.index(mine.title)
        assert [words for words in told if words in shown] == []
    shown = as_kari.get(url).content.decode().replace("\xa0", " ")
    assert [words for words in told if words in shown] == list(told)


def test_no_mail_holds_what_was_written_about_an_idea(kari):
    """Also not the daily one: every verb that is told of, with the same word in all that may be written."""
    word, other = "HEMMELIG", factories.contact()
    to = FouiContact.objects.held_today_by(other).get().municipality
    mona = factories.person("Mona Brekke")
    idea = own(kari, sender="siv@frosta.example", title=word, problem=word, proposal=word)
    talking.write_to_sender(idea=idea, text=word, by=kari)
    commenting.comment(idea=idea, text=word, by=mona)
    passing_on.decline(passing=passing_on.ask(idea=idea, to=to, reason=word, by=kari), text=word, by=other)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=later(1), next_step=word, reason=word)
    holding.give_time(idea=idea, by=mona, until=later(2), reason=word)
    Idea.objects.filter(pk=idea.pk).update(stage="in_use")
    lesson = learning.write(lesson=Lesson(idea=idea, title=word, learned=word), for_all=True, by=kari)
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne@frosta.example", by=kari)
    day = norwegian.next_working_day(norwegian.today())
    digest.send_due(norwegian.at(day, norwegian.local(timezone.now()).time().replace(hour=9, minute=0)))

    rows = list(OutgoingMail.objects.all())
    assert {"ideas.status", "ideas.given", "mail.digest", "ideas.message"} <= {row.kind for row in rows}
    for row in rows:
        mail = kinds.registry()[row.kind].compose([row])[row.pk]
        if hasattr(mail, "text"):
            assert word not in mail.subject + mail.text + (mail.html or ""), row.kind
