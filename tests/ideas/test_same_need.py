"""Another municipality has the same need: both say yes before either learns who the other is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ideas.models import SameNeed
from ideas.together import same_need
from ideas.together.waiting import waiting
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail.models import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


def contact(name, place_name):
    place = factories.MunicipalityFactory(name=place_name)
    return place, factories.give(FouiContact.objects.create(municipality=place), factories.person(name))


@pytest.fixture
def world():
    frosta, kari = contact("Kari Vik", "Frosta")
    inderoy, anne = contact("Anne Ness", "Inderøy")
    idea = factories.idea(frosta, title="Felles nattilsyn med sensorer")
    like = factories.idea(inderoy, title="Nattilsyn med sensorer hjemme", visibility="partnership")
    return idea, like, kari, anne


def titles(person):
    return [item.title for item in waiting(person, norwegian.today())]


def test_only_what_the_contact_may_see_of_other_municipalities_is_suggested(world):
    idea, like, kari, _anne = world
    factories.idea(idea.municipality, title="Nattilsyn med sensorer", visibility="public")
    factories.idea(title="Nattilsyn med sensorer", visibility="area")
    factories.idea(title="Snøbrøyting med drone", problem="Snøen ligger for lenge.", visibility="public")

    assert list(same_need.suggestions(kari, idea)) == [like]


def test_the_other_contact_is_asked_without_learning_who_it_is(client, world):
    idea, like, kari, anne = world
    client.force_login(kari)
    client.post(f"/ideer/{idea.pk}/samme-behov/{like.pk}/")
    client.post(f"/ideer/{idea.pk}/samme-behov/{like.pk}/")

    need = SameNeed.objects.get()
    client.force_login(anne)
    page = client.get(need.get_absolute_url()).content.decode()

    assert titles(anne) == [f"En annen kommune har samme behov som idé {like.number}"]
    assert titles(kari) == []
    assert Notice.objects.filter(person=anne).count() == 1
    assert [word in page for word in ("Frosta", "Kari Vik", idea.title)] == [False] * 3


def test_both_yes_and_one_press_writes_one_mail_to_each_with_the_others_name(client, world):
    idea, like, kari, anne = world
    need = same_need.propose(idea=idea, other=like, by=kari)
    client.force_login(anne)
    client.post(f"{need.get_absolute_url()}svar/", {"valg": "ja"})
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Kari Vik" in page
    assert len(titles(kari)) == len(titles(anne)) == 1

    for _press in range(2):
        client.post(f"{need.get_absolute_url()}e-post/", {"text": "Ta en halvtime sammen."})

    mails = OutgoingMail.objects.filter(kind="ideas.introduction")
    assert sorted(mail.to_email for mail in mails) == sorted([kari.email, anne.email])
    assert titles(kari) == titles(anne) == []


def test_a_broker_who_sees_both_proposes_and_gets_a_copy(client, world):
    idea, like, kari, anne = world
    for one in (idea, like):
        one.visibility = "public"
        one.save()
    broker = factories.broker("Ola Moen")
    client.force_login(broker)
    client.post(f"/ideer/{idea.pk}/samme-behov/{like.pk}/")
    need = SameNeed.objects.get()
    assert len(titles(kari)) == len(titles(anne)) == 1

    same_need.say_yes(need=need, by=kari)
    with pytest.raises(ValidationError):
        same_need.introduce(need=need, text="Hei.", by=kari)
    same_need.say_yes(need=need, by=anne)
    same_need.introduce(need=need, text="Hei.", by=anne)

    addresses = set(OutgoingMail.objects.filter(kind="ideas.introduction").values_list("to_email", flat=True))
    assert addresses == {kari.email, anne.email, broker.email}


def test_a_no_ends_it_and_does_not_say_whose_it_was(client, world):
    idea, like, kari, anne = world
    need = same_need.propose(idea=idea, other=like, by=kari)
    client.force_login(anne)

    client.post(f"{need.get_absolute_url()}svar/", {"valg": "nei"})
    client.post(f"{need.get_absolute_url()}svar/", {"valg": "nei"})

    [notice] = Notice.objects.filter(person=kari)
    assert notice.line == "Det ble ikke noe av kontakten denne gangen. Ideene står som de sto."
    assert not Notice.objects.filter(person=anne).exists()
    assert titles(kari) == titles(anne) == []
    assert list(same_need.suggestions(kari, idea)) == []


def test_nobody_proposes_an_idea_they_do_not_see(client, world):
    idea, like, kari, _anne = world
    like.visibility = "area"
    like.save()
    client.force_login(kari)

    assert client.post(f"/ideer/{idea.pk}/samme-behov/{like.pk}/").status_code == 404
    assert not SameNeed.objects.exists()


def test_when_one_idea_has_ended_there_is_nothing_to_answer(client, world):
    idea, like, kari, anne = world
    need = same_need.propose(idea=idea, other=like, by=kari)
    type(idea).objects.filter(pk=idea.pk).update(stage="withdrawn", next_date=None)
    client.force_login(anne)

    page = client.post(f"{need.get_absolute_url()}svar/", {"valg": "ja"}, follow=True).content.decode()

    assert "En av ideene er ikke lenger åpen" in page
    assert titles(anne) == []


def test_ideas_of_the_same_municipality_are_to_be_merged_instead(world):
    idea, _like, kari, _anne = world

    with pytest.raises(ValidationError):
        same_need.propose(idea=idea, other=factories.idea(idea.municipality), by=kari)


def test_a_third_municipality_does_not_see_the_question(client, world):
    idea, like, kari, _anne = world
    need = same_need.propose(idea=idea, other=like, by=kari)
    client.force_login(factories.contact())

    assert client.get(need.get_absolute_url()).status_code == 404
    assert client.post(f"{need.get_absolute_url()}e-post/", {"text": "Hei"}).status_code == 404
