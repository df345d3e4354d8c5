"""The demo's ideas: every state has one, and laying them out again disturbs nobody."""

from __future__ import annotations

import pytest

from brokers.models import BrokeringEntry
from ideas import tasks
from ideas.intake import receiving
from ideas.lessons import learning
from ideas.life.stages import Stage
from ideas.models import Application, BrokerRequest, Idea, Lesson, SameNeed
from ideas.money import applying
from ideas.together import merging
from municipalities.models import Municipality
from overview.demo import ideas as demo_ideas
from overview.demo import scenes
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import FundingCall
from partnership.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari(_demo):
    return User.objects.get(name="Kari Vik")


def own_idea(title="Min egen idé"):
    return receiving.receive(
        municipality=Municipality.objects.get(slug="frosta"),
        title=title,
        problem="Noe er tungvint.",
        sender=receiving.From(email="prove@frosta.example", name="Per Prøve"),
    )


@pytest.mark.usefixtures("_demo")
def test_every_stage_has_an_idea_and_there_are_thirty_over_twelve_municipalities():
    shown = Idea.objects.filter(is_demo=True)

    assert set(shown.values_list("stage", flat=True)) == set(Stage.values)
    assert shown.count() >= 30
    assert shown.values("municipality").distinct().count() >= 12


@pytest.mark.usefixtures("_demo")
def test_one_is_new_today_and_one_a_working_day_late():
    late = Idea.objects.filter(is_demo=True).late(norwegian.today())
    newest = Idea.objects.get(title=demo_ideas.NEWEST)

    assert [idea.next_date for idea in late] == [norwegian.add_working_days(norwegian.today(), -1)]
    assert norwegian.local(newest.received_at).date() == norwegian.today()
    assert newest.messages.from_sender().unread().count() == 1


@pytest.mark.usefixtures("_demo")
def test_nothing_in_an_ideas_history_lies_ahead_or_before_it_was_received():
    for idea in Idea.objects.filter(is_demo=True):
        moments = list(idea.events.order_by("at", "pk").values_list("at", flat=True))

        assert moments[0] >= idea.received_at, idea.title
        assert idea.stage_since >= idea.received_at, idea.title
        assert norwegian.local(moments[-1]).date() <= norwegian.today(), idea.title


@pytest.mark.usefixtures("_demo")
def test_the_long_story_is_anchored_applied_for_and_funded():
    idea = Idea.objects.get(title__startswith="Gjenbruk av materialer")
    application = idea.applications.get()

    assert idea.anchorings.get().case_number == "25/1042"
    assert (application.outcome, application.granted) == (Application.Outcome.FUNDED, 2_500_000)
    assert application.call.is_over
    assert idea.outline.is_open


@pytest.mark.usefixtures("_demo")
def test_the_lesson_with_most_applause_is_the_lesson_of_the_month():
    lesson = learning.of_month()

    assert lesson.title.startswith("Listene var ikke problemet")
    assert (lesson.applause.count(), lesson.is_thanked) == (14, True)


@pytest.mark.usefixtures("_demo")
def test_two_municipalities_with_the_same_need_have_been_asked_and_have_not_answered():
    need = SameNeed.objects.get()

    assert {need.first.municipality.slug, need.second.municipality.slug} == {"frosta", "inderoy"}
    assert (need.first_yes_at, need.second_yes_at) == (None, None)


@pytest.mark.usefixtures("_demo")
def test_one_broker_has_not_answered_for_two_days_and_others_have_taken_their_cases():
    asked = BrokerRequest.objects.get(answer="")
    entries = BrokeringEntry.objects.of_demo()

    assert (asked.idea.title, asked.idea.next_date) == ("Vannmåling med studenter", asked.answer_by)
    assert asked.answer_by >= norwegian.today()
    assert BrokerRequest.objects.taken().count() == 6
    assert entries.filter(of_idea=None).count() >= entries.count() / 2
    assert entries.exclude(of_idea=None).exists()


@pytest.mark.usefixtures("_demo")
def test_the_newest_senders_receipt_alone_is_sent():
    [mail] = OutgoingMail.objects.filter(kind__startswith="ideas.")

    assert (mail.kind, mail.to_name) == ("ideas.receipt", "Siv Lund")


def test_it_is_laid_out_anew_whatever_a_visitor_has_done(kari):
    own, merged = own_idea(), own_idea("En til")
    call = FundingCall.objects.filter(is_demo=True).open().exclude(closes=None).first()
    applied = Idea.objects.get(title="Jordbærtunneler som fanger varme")
    applying.choose(idea=applied, call=call, why="Den passer.", by=kari)
    applying.choose(idea=own, call=call, why="Den passer.", by=kari)
    merging.merge(idea=merged, into=Idea.objects.get(title=demo_ideas.NEWEST), by=kari)
    tried = Idea.objects.get(title="Ungdom som digital hjelp")
    learning.write(lesson=Lesson(idea=tried, title="Vi lærte", learned="Mye."), for_all=True, by=kari)
    before = Idea.objects.filter(is_demo=True).count()

    scenes.load()

    assert Idea.objects.filter(is_demo=True).count() == before
    assert own.applications.get().call == call
    merged.refresh_from_db()
    assert (merged.stage, merged.merged_into) == (Stage.ENDED, None)
    assert Lesson.objects.count() == 2


def test_resetting_takes_what_visitors_made(kari):
    own_idea()

    scenes.load(reset=True)

    assert not Idea.objects.filter(is_demo=False).exists()
    assert set(Idea.objects.values_list("stage", flat=True)) == set(Stage.values)


@pytest.mark.usefixtures("_demo")
def test_the_beat_moves_nothing_of_what_was_just_laid_out():
    def state():
        return list(Idea.objects.order_by("pk").values_list("pk", "stage", "next_date", "holder_seat", "version"))

    before = state()
    sent = OutgoingMail.objects.count()

    tasks.hourly()
    tasks.lessons()
    tasks.news()

    assert state() == before
    assert OutgoingMail.objects.count() == sent
    assert Idea.objects.filter(is_demo=True).late(norwegian.today()).count() == 1


@pytest.mark.usefixtures("_demo")
def test_one_press_takes_the_newest_ideas_contact_to_its_page(client):
    response = client.post("/demo/", {"scene": "ide"}, follow=True)

    assert response.redirect_chain[-1][0] == Idea.objects.get(title=demo_ideas.NEWEST).get_absolute_url()
    page = response.content.decode()
    assert "Jeg kan gjerne vise dere en natt." in page
    assert not [heading for heading in ("Prosjektskisse", "Forankring") if f">{heading}</h2>" in page]


@pytest.mark.usefixtures("_demo")
def test_the_senders_own_page_opens_from_the_start_without_signing_in(client):
    start = client.get("/demo/")

    page = client.get(start.context["sender_url"], follow=True)

    assert demo_ideas.NEWEST in page.content.decode()


def test_the_board_says_until_when_and_why_an_idea_is_on_hold(client, kari):
    client.force_login(kari)

    page = client.get("/ideer/").content.decode()

    assert "Til budsjettet er vedtatt." in page
