"""What was learned: who writes it, who reads it, and what the sender has to say about that."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from ideas.lessons import learning
from ideas.models import Idea, Lesson
from municipalities.models import FouiContact
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = {"title": "Sensorer ga roligere netter", "learned": "Færre turer, men to falske alarmer.", "readers": "sees"}


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frøya", slug="froya")


@pytest.fixture
def kari(place):
    return factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))


def ended(place, **fields):
    return factories.idea(place, **({"stage": "ended", "next_date": None, "sender": "siv@froya.example"} | fields))


def lesson_of(idea, by, *, for_all=False, **fields):
    values = {"title": TEXT["title"], "learned": TEXT["learned"]} | fields
    return learning.write(lesson=Lesson(idea=idea, **values), for_all=for_all, by=by)


def test_the_contact_writes_it_and_the_sender_is_told(client, place, kari):
    idea = ended(place)
    client.force_login(kari)

    response = client.post(f"/ideer/{idea.pk}/laerdom/", TEXT | {"version": 0})

    lesson = Lesson.objects.get(idea=idea)
    assert response["Location"] == f"/ideer/laerdommer/{lesson.pk}/"
    assert (lesson.by, lesson.is_public) == (kari, False)
    assert [event.kind for event in idea.events.for_sender()][-1] == "lesson"


def test_there_is_nothing_to_learn_from_what_has_just_come_in(client, place, kari):
    idea = factories.idea(place)
    client.force_login(kari)

    response = client.post(f"/ideer/{idea.pk}/laerdom/", TEXT | {"version": 0})

    assert response.status_code == 422
    assert not Lesson.objects.exists()


def test_only_who_works_on_the_idea_writes_its_lesson(client, place):
    idea = ended(place, visibility="public")

    statuses = []
    for who in (factories.officer(), factories.contact()):
        client.force_login(who)
        statuses.append(client.get(f"/ideer/{idea.pk}/laerdom/").status_code)

    assert statuses == [403, 403]


def test_an_empty_form_says_what_to_write_and_keeps_the_rest(client, place, kari):
    idea = ended(place)
    client.force_login(kari)

    response = client.post(f"/ideer/{idea.pk}/laerdom/", {"tried": "Sensorer hos elleve.", "version": 0})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Si det på én linje" in page
    assert "Sensorer hos elleve." in page


def test_two_who_write_the_first_one_at_once_lose_neither_text(client, place, kari):
    idea = ended(place)
    lesson_of(idea, kari, learned="Det Per skrev.")
    client.force_login(kari)

    first = client.post(f"/ideer/{idea.pk}/laerdom/", TEXT | {"learned": "Det Kari skrev.", "version": 0})
    page = first.content.decode()
    again = first.context["form"]["version"].value()
    client.post(f"/ideer/{idea.pk}/laerdom/", TEXT | {"learned": "Det Kari skrev.", "version": again})

    assert first.status_code == 422
    assert "Det Per skrev." in page
    assert "Det Kari skrev." in page
    assert Lesson.objects.get().learned == "Det Kari skrev."


def test_everybody_reads_it_at_once_when_everybody_sees_the_idea(place, kari):
    lesson = lesson_of(ended(place, visibility="public"), kari, for_all=True)

    assert Lesson.objects.visible_to(AnonymousUser()).get() == lesson


def test_for_an_idea_fewer_see_the_sender_says_yes_first(client, place, kari):
    idea = ended(place)
    lesson = lesson_of(idea, kari, for_all=True)
    assert not Lesson.objects.visible_to(AnonymousUser()).exists()

    page = client.get(f"/ide/samtykke/{idea.sender.token()}/laerdom/")
    client.post(f"/ide/samtykke/{idea.sender.token()}/laerdom/", {"valg": "ja"})
    client.post(f"/ide/samtykke/{idea.sender.token()}/laerdom/", {"valg": "ja"})

    lesson.refresh_from_db()
    assert lesson.title in page.content.decode()
    assert lesson.is_public is True
    assert idea.events.filter(kind="lesson", is_senders=True).count() == 1


def test_a_no_leaves_it_with_those_who_see_the_idea(client, place, kari):
    idea = ended(place)
    lesson = lesson_of(idea, kari, for_all=True)

    client.post(f"/ide/samtykke/{idea.sender.token()}/laerdom/", {"valg": "nei"})

    lesson.refresh_from_db()
    assert (lesson.is_public, lesson.public_asked_at) == (False, None)


def test_a_scanner_that_opens_the_link_agrees_to_nothing(client, place, kari):
    idea = ended(place)
    lesson = lesson_of(idea, kari, for_all=True)

    client.get(f"/ide/samtykke/{idea.sender.token()}/laerdom/")
    client.post(f"/ide/samtykke/{idea.sender.token()}/laerdom/")

    lesson.refresh_from_db()
    assert lesson.is_public is False


def test_a_yes_to_what_is_no_longer_asked_changes_nothing(client, place, kari):
    idea = ended(place)
    lesson = lesson_of(idea, kari, for_all=True)
    learning.write(lesson=lesson, for_all=False, by=kari)

    client.post(f"/ide/samtykke/{idea.sender.token()}/laerdom/", {"valg": "ja"})

    lesson.refresh_from_db()
    assert lesson.is_public is False


def test_a_public_lesson_shows_neither_the_ideas_text_nor_its_sender(client, place, kari):
    idea = ended(place, problem="Vi kjører innom om natta.", title="Nattilsyn")
    lesson = lesson_of(idea, kari, for_all=True)
    learning.sender_agrees(lesson=lesson)

    page = client.get(lesson.get_absolute_url()).content.decode()

    assert lesson.title in page
    assert [word for word in ("Nattilsyn", "Vi kjører", "Siv Lund", idea.number) if word in page] == []


def test_a_withdrawn_idea_takes_its_lesson_with_it_but_for_what_everybody_reads(place, kari):
    lesson_of(ended(place), kari, for_all=False)
    shown = lesson_of(ended(place, visibility="public"), kari, for_all=True)
    Idea.objects.update(stage="withdrawn")

    assert [list(Lesson.objects.visible_to(who)) for who in (kari, AnonymousUser())] == [[shown], [shown]]


@pytest.mark.parametrize(
    "words",
    [
        "roligere",
        "netter",
        "natt sensor",
        "falske alarmer",
        "sensorar",
        "alarm",
        "roligre",
        "sensorer ",
        "senosrer dekning",
    ],
)
def test_a_lesson_is_found_inflected_in_part_and_misspelt(words, place, kari):
    wanted = lesson_of(ended(place, visibility="public"), kari, for_all=True)
    lesson_of(ended(place, visibility="public"), kari, for_all=True, title="Buss på Sula", learned="Vi eide den.")

    assert learning.search(Lesson.objects.public(), words).first() == wanted


def test_the_list_is_filtered_by_municipality_and_theme(client, place, kari):
    from partnership.partners.models import Theme

    theme = Theme.objects.create(name="Helse", slug="helse")
    lesson_of(ended(place, visibility="public"), kari, for_all=True).idea.themes.add(theme)
    lesson_of(ended(factories.MunicipalityFactory(), visibility="public"), kari, for_all=True, title="Buss på Sula")

    def shown(query):
        return [lesson.title for lesson in client.get(f"/ideer/laerdommer/{query}").context["page"].rows]

    assert shown("") == ["Buss på Sula", TEXT["title"]]
    assert shown("?kommune=froya") == shown("?tema=helse") == shown("?q=sensor") == [TEXT["title"]]
    assert shown("?q=traktor") == []


@pytest.mark.parametrize("query", ["?q=%00", "?kommune=%00", "?etter=abc", "?q=" + "a" * 500, "?q=%22(%26%7C"])
def test_odd_searches_give_a_page(client, query):
    assert client.get(f"/ideer/laerdommer/{query}").status_code in {200, 400}


def test_writing_for_an_idea_that_is_still_new_is_refused_by_the_verb(place, kari):
    with pytest.raises(ValidationError):
        lesson_of(factories.idea(place), kari)
