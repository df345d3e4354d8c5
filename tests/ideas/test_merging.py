"""Two ideas that are the same become one, with their support, and can be parted again for half an hour."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ideas.life import moving
from ideas.models import IdeaEvent, Support
from ideas.together import merging
from municipalities.models import FouiContact
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.MunicipalityFactory()


@pytest.fixture
def kari(place):
    return factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))


@pytest.fixture
def pair(place, kari):
    return [factories.idea(place, sender=f"{name}@frosta.example", title=name) for name in ("siv", "geir")]


def support(idea, email):
    return Support.objects.create(idea=idea, email=email, confirmed_at=timezone.now())


def supporters(idea):
    return sorted(Support.objects.filter(idea=idea).values_list("email", flat=True))


def test_the_contact_merges_and_the_senders_of_both_are_told(client, pair, kari):
    one, other = pair
    client.force_login(kari)

    client.post(f"/ideer/{one.pk}/sammenslaaing/", {"inn_i": other.pk})

    one.refresh_from_db()
    assert (one.stage, one.merged_into) == ("merged", other)
    assert (
        one.events.for_sender().last().told == f"Den handler om det samme som idé {other.number}, og går videre der."
    )
    assert other.events.for_sender().last().kind == "merged_here"


def test_those_that_use_the_same_words_stand_first_and_only_the_own_open_ones(client, pair, place, kari):
    one, other = pair
    one.title = one.problem = "Sensorer gir roligere nattilsyn"
    one.save()
    like = factories.idea(place, title="Nattilsyn med sensorer", problem="Sensorer og nattilsyn.")
    factories.idea(place, title="Nattilsyn og sensorer, gammel", problem="Sensorer.", stage="ended", next_date=None)
    factories.idea(title="Nattilsyn med sensorer", problem="Sensorer og nattilsyn.", visibility="public")
    other.title = other.problem = "Snøbrøyting om kvelden"
    other.save()
    client.force_login(kari)

    shown = client.get(f"/ideer/{one.pk}/sammenslaaing/")
    found = client.get(f"/ideer/{one.pk}/sammenslaaing/?q=Snøbrøyting")

    assert shown.context["likest"] == [like]
    assert list(shown.context["others"]) == [other]
    assert shown.content.decode().index("Nattilsyn med sensorer") < shown.content.decode().index("Snøbrøyting om")
    assert (found.context["likest"], list(found.context["others"])) == ([], [other])


def test_support_moves_along_and_whoever_supports_both_counts_once(pair, kari):
    one, other = pair
    support(one, "a@x.example")
    support(one, "B@x.example")
    support(other, "b@x.example")

    merging.merge(idea=one, into=other, by=kari)

    assert supporters(other) == ["a@x.example", "b@x.example"]


def test_undoing_it_gives_stage_and_support_back(client, pair, kari):
    one, other = pair
    support(one, "a@x.example")
    merging.merge(idea=one, into=other, by=kari)
    client.force_login(kari)

    client.post(f"/ideer/{one.pk}/sammenslaaing/angre/")
    client.post(f"/ideer/{one.pk}/sammenslaaing/angre/")

    one.refresh_from_db()
    assert (one.stage, one.merged_into, supporters(one)) == ("received", None, ["a@x.example"])
    assert "merged_here" not in {event.kind for event in other.events.standing()}
    assert one.events.filter(kind="undone").count() == 1


def test_after_half_an_hour_it_stays(pair, kari):
    event = merging.merge(idea=pair[0], into=pair[1], by=kari)
    IdeaEvent.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(minutes=31))

    with pytest.raises(ValidationError):
        moving.undo(event=event, by=kari)

    pair[0].refresh_from_db()
    assert pair[0].stage == "merged"


def test_only_open_ideas_of_one_municipality_are_merged_and_none_with_itself(pair, kari):
    one, other = pair
    foreign = factories.idea(visibility="public")
    ended = factories.idea(one.municipality, stage="ended", next_date=None)

    for into in (one, foreign, ended):
        with pytest.raises(ValidationError):
            merging.merge(idea=one, into=into, by=kari)
    with pytest.raises(ValidationError):
        merging.merge(idea=ended, into=other, by=kari)
    one.refresh_from_db()
    assert one.stage == "received"


def test_merging_twice_is_refused_in_words(client, pair, kari):
    one, other = pair
    merging.merge(idea=one, into=other, by=kari)
    client.force_login(kari)

    page = client.post(f"/ideer/{one.pk}/sammenslaaing/", {"inn_i": other.pk}, follow=True).content.decode()

    assert "Bare åpne ideer kan slås sammen." in page


@pytest.mark.parametrize("chosen", ["", "abc", "٣", "9" * 30])
def test_a_choice_that_is_none_is_asked_for_again(client, pair, kari, chosen):
    client.force_login(kari)

    response = client.post(f"/ideer/{pair[0].pk}/sammenslaaing/", {"inn_i": chosen}, follow=True)

    assert "Velg ideen den skal inn i." in response.content.decode()


def test_the_other_idea_is_found_by_number_and_by_words(client, pair, kari):
    one, other = pair
    client.force_login(kari)

    def found(words):
        context = client.get(f"/ideer/{one.pk}/sammenslaaing/", {"q": words}).context
        return [*context["likest"], *context["others"]]

    assert found("") == found(other.number) == found("GEIR") == [other]
    assert found("traktor") == found("26-999999999999") == []


def test_a_named_person_and_another_contact_do_not_merge(client, pair):
    client.force_login(factories.contact())

    assert client.post(f"/ideer/{pair[0].pk}/sammenslaaing/", {"inn_i": pair[1].pk}).status_code == 404
