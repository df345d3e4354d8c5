"""Every kind of person × every visibility × every page of an idea; and what lists, suggestions and mails name.

Who may what is said here and in ``access_world.SEES_FROM``, apart from the code, and tried on every row of
``tests/access.py`` that points at an idea. ``test_hidden_ideas`` tries that no other page tells of one.
"""

from __future__ import annotations

import logging

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.intake import sending
from ideas.models import Idea, Lesson, PassingOn
from ideas.together import following
from ideas.views import outline as outline_views
from partnership.common import norwegian
from partnership.mail import digest, kinds
from partnership.mail.models import OutgoingMail
from tests.access import TABLE
from tests.ideas import access_world
from tests.ideas.access_world import (
    BROKERS,
    CODE,
    CONTACTS,
    HAS_CASE,
    NUMBER,
    OFFICERS,
    ON_EVERY_PAGE,
    OTHER_CONTACTS,
    SEES_FROM,
    VISIBILITIES,
    WITH_ROLE,
    client_of,
    sees,
    text_of,
)

pytestmark = pytest.mark.django_db

EVERYBODY = set(SEES_FROM)
SIGNED_IN = EVERYBODY - {"stranger"}
WORKS = CONTACTS | {"named"}
WRITES = WORKS | HAS_CASE
MOVES = WORKS | {"standing_broker"}
# Of those who see the idea, whom each page lets in; named as in ``tests/access.py`` without «ideas:».
LETS_IN = {
    **dict.fromkeys(["detail", "sending:support", "lesson"], EVERYBODY),
    "message": MOVES,
    "applause": SIGNED_IN - {"contact"},
    "access_end": CONTACTS,
    "broker_part_end": CONTACTS | {"took_broker"},
    "lesson_month": set(OFFICERS),
    "comment": WITH_ROLE | WORKS,
    "comment_removal": {"contact"},
    "log_talk": BROKERS,
    "same_need_proposal": CONTACTS | BROKERS | set(OFFICERS),
    **dict.fromkeys(["seen", "more_time", "hand_on", "step", "pause", "not_now", "reopening", "move", "undo"], MOVES),
    **dict.fromkeys(["anchoring", "leader", "anchoring_removal", "leader_called", "leader_taking_back"], MOVES),
    **dict.fromkeys(["history", "read", "note", "attachment"], WORKS),
    **dict.fromkeys(["ask_broker", "broker_taking_back", "lesson_form", "outline_opening"], WORKS),
    **dict.fromkeys(["attachment_removal", "edit", "merge", "merge_undo", "passing_form"], CONTACTS),
    **dict.fromkeys(["lesson_thanks", "lesson_thanks_request"], CONTACTS),
    **dict.fromkeys(["outline", "outline_docx", "outline_pdf", "self_check"], WRITES),
    **dict.fromkeys(["outline_section", "outline_earlier", "outline_copying", "criterion"], WRITES),
    **dict.fromkeys(["need", "applications", "call_choice", "call_elsewhere", "application"], WRITES),
    **dict.fromkeys(["application_sent", "application_answer", "application_dropping"], WRITES),
}
# Asked of somebody by name, whatever they see of the idea: tried by themselves below.
ASKED = {
    "passing", "passing_answer", "passing_take_back", "same_need", "same_need_answer", "introduction",
    "broker_answer", "broker_taking",
}  # fmt: skip
OF_NO_IDEA = {
    "list", "several", "new", "intakes", "intake", "poster", "poster_code", "gather", "following", "follow",
    "lessons", "broker_cases", "broker_consents", "broker_consent_taking_back",
}  # fmt: skip
# What one fills in without the idea's title above it, and a file.
UNTITLED = {
    "attachment", "attachment_removal", "outline_earlier", "outline_copying", "need", "call_choice",
    "application_sent", "application_answer", "self_check", "criterion",
}  # fmt: skip
OF_LESSON = {"lesson", "applause", "lesson_month", "lesson_thanks", "lesson_thanks_request"}


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    """Made once: each test takes back what it does, and this takes back the rest."""
    with django_db_blocker.unblock(), transaction.atomic():
        people, place = access_world.people()
        call = access_world.call()
        # The narrowest last: what is newest comes first on a list that has room for three.
        targets = {each: access_world.targets(people, place, each, call) for each in reversed(VISIBILITIES)}
        yield people, targets
        transaction.set_rollback(True)


@pytest.fixture
def world(_made, db, caplog):
    """``(people, targets)``: before the rows are read, so that a test sees them."""
    caplog.set_level(logging.WARNING, "portal.request")
    return _made


@pytest.fixture
def known(world) -> Known:
    return Known()


class Known:
    """Every idea by the code in its title and by its number, and which of them a text names."""

    def __init__(self) -> None:
        self.ideas = {idea.pk: idea for idea in Idea.objects.with_holder()}
        self.codes = {CODE.search(idea.title).group(): pk for pk, idea in self.ideas.items()}
        self.numbers = {idea.number: pk for pk, idea in self.ideas.items()}

    def titled_in(self, text: str) -> set[int]:
        return {self.codes[code] for code in CODE.findall(text)}

    def named_in(self, text: str) -> set[int]:
        numbered = {self.numbers[number] for number in NUMBER.findall(text) if number in self.numbers}
        return self.titled_in(text) | numbered

    def seen_by(self, kind: str) -> set[int]:
        """By the table."""
        return {pk for pk, idea in self.ideas.items() if access_world.sees_idea(kind, idea)}

    def asked_to_take(self, kind: str) -> set[int]:
        """What somebody has been asked to take over, and knows by number before its sender has said yes."""
        return set(PassingOn.objects.values_list("idea", flat=True)) if kind in OTHER_CONTACTS else set()


def rows():
    """Those of the table that point at one idea, with the name ``LETS_IN`` has."""
    for name, row in TABLE.items():
        space, _, short = name.partition(":")
        if space == "ideas" and short not in ASKED | OF_NO_IDEA:
            yield name, short, row
        elif name in LETS_IN:
            yield name, name, row


def verdict(response, known: Known, about: int, short: str) -> str:
    text = text_of(response)
    if is_closed(response):
        return "closed, but named" if known.named_in(text) else "unknown"
    if response.status_code == 403:
        return "refused"
    if response.status_code != 200:
        return "neither"
    return "shown" if short in UNTITLED or about in known.titled_in(text) else "open, but not named"


def is_closed(response) -> bool:
    """404, or sent to sign in."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/logg-inn/")
    return to_sign_in or response.status_code == 404


def test_every_page_of_an_idea_is_tried():
    assert {short for _name, short, _row in rows()} == set(LETS_IN)


@pytest.fixture
def _no_pdf(monkeypatch):
    """Typesetting takes a second; who may have it is asked before."""
    monkeypatch.setitem(outline_views.WRITERS, "pdf", (lambda idea, _: idea.title.encode(), "application/pdf"))


@pytest.mark.usefixtures("_no_pdf")
@pytest.mark.parametrize("kind", ON_EVERY_PAGE)
def test_each_page_opens_for_whom_the_table_says_and_is_unknown_to_the_others(kind, world, known):
    """Every page of each visibility that is hidden, and of the narrowest that is seen; the idea's own page of all."""
    people, targets = world
    client, wrong = client_of(people, kind), []
    for visibility in VISIBILITIES:
        for name, short, row in rows():
            is_seen = sees(kind, visibility)
            if is_seen and visibility != SEES_FROM[kind] and short != "detail":
                continue
            is_let_in = is_seen and kind in LETS_IN[short]
            if row.method == "post" and is_let_in:
                continue  # would change what the next is tried with; ``tests/test_access.py`` lets them in
            args = targets[visibility][row.args]
            url = reverse(name, args=args)
            response = client.post(url) if row.method == "post" else client.get(url)
            about = Lesson.objects.get(pk=args[0]).idea_id if short in OF_LESSON else args[0]
            said = verdict(response, known, about, short)
            refused = "unknown" if kind == "stranger" else "refused"
            wanted = "shown" if is_let_in else refused if is_seen else "unknown"
            if said != wanted:
                wrong.append(f"{name} of {visibility}: {said} ({response.status_code}), not {wanted}")

    assert wrong == []


@pytest.mark.parametrize("kind", ON_EVERY_PAGE)
def test_an_open_outline_is_read_by_whoever_is_signed_in_and_sees_the_idea(kind, world, known):
    people, targets = world
    client = client_of(people, kind)
    for visibility in VISIBILITIES:
        pk = targets[visibility]["open_outline"][0]
        for name in ("outline", "outline_docx", "self_check"):
            said = verdict(client.get(reverse(f"ideas:{name}", args=[pk])), known, pk, name)
            assert said == ("shown" if sees(kind, visibility) and kind != "stranger" else "unknown"), (
                name,
                visibility,
            )


@pytest.mark.parametrize("kind", ON_EVERY_PAGE)
def test_what_is_asked_of_another_municipality_says_no_more_than_the_question(kind, world, known):
    """The number of the idea one is asked to take over; nothing of the other's idea with the same need."""
    people, targets = world
    client, seen = client_of(people, kind), known.seen_by(kind)
    for visibility in VISIBILITIES:
        for name in ("passing", "same_need"):
            response = client.get(reverse(f"ideas:{name}", args=targets[visibility][name]))
            text = text_of(response)
            if kind in CONTACTS | OTHER_CONTACTS:
                assert response.status_code == 200, name
                told = known.asked_to_take(kind) if name == "passing" else set()
                assert known.named_in(text) <= seen | told, (name, visibility)
                assert known.titled_in(text) <= seen, (name, visibility)
            else:
                assert is_closed(response), name
                assert known.named_in(text) == set(), name


@pytest.mark.parametrize("asked", ["asked_broker", "took_broker", "standing_broker", "broker_outside"])
def test_a_question_to_a_broker_is_that_brokers_and_shows_the_idea_while_it_is_seen(asked, world, known):
    people, targets = world
    others = ["contact", "over", "broker_covering" if asked == "broker_outside" else "broker_outside"]
    for visibility in VISIBILITIES:
        idea = known.ideas[targets[visibility]["idea"][0]]
        question = idea.broker_requests.get(broker=access_world.role(people[asked]))
        url = reverse("ideas:broker_answer", args=[question.pk])

        response = client_of(people, asked).get(url)

        assert response.status_code == 200
        assert known.titled_in(text_of(response)) == ({idea.pk} if sees(asked, visibility) else set())
        assert {client_of(people, kind).get(url).status_code for kind in others} == {404}


@pytest.mark.parametrize("kind", ON_EVERY_PAGE)
def test_lists_and_searches_show_all_that_is_seen_and_nothing_else(kind, world, known):
    people, _targets = world
    client, seen = client_of(people, kind), known.seen_by(kind)
    own = {"levanger"} if kind in OTHER_CONTACTS else {"frosta"} if kind in CONTACTS else set()
    board = {pk for pk in seen if known.ideas[pk].municipality.slug in own} if own else seen
    lessons = {pk for pk in seen if known.ideas[pk].stage == "in_use"}
    wanted = {
        "/ideer/": board,
        "/ideer/?som=liste": board,
        "/ideer/?hvor=alle": seen,
        "/ideer/?hvor=alle&sorter=eldst": seen,
        "/ideer/?hvor=alle&kommune=frosta": {pk for pk in seen if known.ideas[pk].municipality.slug == "frosta"},
        "/ideer/?hvor=alle&stadium=in_use": lessons,
        "/ideer/?hvor=alle&q=nattilsyn": seen,
        "/ideer/laerdommer/": lessons,
        "/ideer/laerdommer/?q=nattilsyn": lessons,
        "/ideer/laerdommer/?kommune=frosta": lessons,
    }

    found = {url: known.titled_in(text_of(client.get(url))) for url in wanted}

    assert found == wanted


@pytest.mark.parametrize("kind", ON_EVERY_PAGE)
def test_what_is_hidden_is_found_neither_by_number_nor_by_writing_the_same(kind, world, known):
    people, _targets = world
    client, seen = client_of(people, kind), known.seen_by(kind)
    for pk in sorted(set(known.ideas) - seen)[::4]:
        found = client.get(f"/ideer/?hvor=alle&q={known.ideas[pk].number}")
        assert known.titled_in(text_of(found)) == set()
    for url in (reverse("sending:similar"), reverse("sending:write", args=["frosta"])):
        named = known.named_in(text_of(client.post(url, access_world.WRITING)))
        assert len(named) == 3, url
        assert named <= seen, url
    ticked = "".join(f"&idea={pk}" for pk in known.ideas)
    several = known.named_in(text_of(client.get(f"/ideer/flere/?gjor=dato{ticked}", follow=True)))
    assert several <= seen


def test_a_senders_link_opens_that_senders_idea_alone_however_few_see_it(world, known):
    _people, targets = world
    client = Client()
    links = {name for name, row in TABLE.items() if row.args in {"sender_token", "passing_consent_token"}}
    for visibility in VISIBILITIES:
        idea = known.ideas[targets[visibility]["idea"][0]]
        read = {
            name: known.named_in(text_of(client.get(reverse(name, args=[idea.sender.token()])))) for name in links
        }
        read["sent"] = known.named_in(text_of(client.get(reverse("sending:sent", args=[sending.token(idea)]))))
        assert set().union(*read.values()) == {idea.pk}
        assert read["idea_links:sender"] == {idea.pk}


def test_by_a_link_whose_address_is_not_proved_no_word_is_read(world, known):
    _people, targets = world
    idea = known.ideas[targets["public"]["idea"][0]]
    idea.sender.confirmed_at = None
    idea.sender.save()

    text = text_of(Client().get(reverse("idea_links:sender", args=[idea.sender.token()])))

    assert known.titled_in(text) == set()


@pytest.mark.parametrize("kind", [kind for kind in ON_EVERY_PAGE if kind not in {"stranger", "superuser"}])
def test_the_daily_mail_tells_of_nothing_that_is_not_seen(kind, world, known):
    """Also to who follows both municipalities."""
    people, _targets = world
    for place in {idea.municipality for idea in known.ideas.values()}:
        following.follow(municipality=place, by=people[kind])
    Idea.objects.update(received_at=timezone.now())
    OutgoingMail.objects.all().delete()
    following.tell()
    day = norwegian.next_working_day(norwegian.today())
    digest.send_due(norwegian.at(day, norwegian.local(timezone.now()).time().replace(hour=9, minute=0)))

    for row in OutgoingMail.objects.filter(kind="mail.digest", to_email=people[kind].email):
        mail = kinds.registry()[row.kind].compose([row])[row.pk]
        text = mail.subject + mail.text + (mail.html or "")
        assert known.titled_in(text) == set()
        assert known.named_in(text) <= known.seen_by(kind) | known.asked_to_take(kind)
        assert known.named_in(text) or kind not in WITH_ROLE
