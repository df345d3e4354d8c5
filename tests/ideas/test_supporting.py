"""«Støtt den»: at once for who is signed in, by a proved address for others, on open ideas one may see."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ideas.intake import supporting
from ideas.models import Idea, Support
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea():
    made = factories.idea(visibility="public")
    OutgoingMail.objects.all().delete()
    return made


def address(idea: Idea) -> str:
    return reverse("sending:support", args=[idea.pk])


def test_who_is_signed_in_supports_at_once_and_once(client, idea):
    client.force_login(factories.contact())

    client.get(address(idea))
    assert count(idea) == 0
    client.post(address(idea))
    client.post(address(idea))

    assert count(idea) == 1
    assert OutgoingMail.objects.exclude(kind="people.welcome").count() == 0


def count(idea: Idea) -> int:
    return Support.objects.filter(idea=idea, confirmed_at__isnull=False).count()


def form_of(page: str, idea: Idea) -> str:
    """What the idea's page offers; empty when it offers nothing."""
    return (
        page.split(f'action="{address(idea)}"')[1].split("</form>")[0] if f'action="{address(idea)}"' in page else ""
    )


def test_who_sees_an_open_idea_supports_it_on_its_page_with_one_press_and_takes_it_back_with_one(client, idea):
    client.force_login(factories.contact())

    before = client.get(idea.get_absolute_url()).content.decode()
    after = client.post(address(idea), follow=True).content.decode()
    undone = client.post(address(idea), {"valg": "angre"}, follow=True).content.decode()

    assert ">Støtt ideen</button>" in form_of(before, idea)
    assert "Én støtter ideen" in after
    assert 'value="angre"' in form_of(after, idea)
    assert (form_of(before, idea)[-60:], count(idea)) == (form_of(undone, idea)[-60:], 0)


def test_a_stranger_is_led_from_the_page_to_the_way_by_mail(client, idea):
    page = client.get(idea.get_absolute_url()).content.decode()

    assert f'href="{address(idea)}">Støtt ideen</a>' in page


@pytest.mark.parametrize("why", ["own", "ended"])
def test_an_own_idea_and_one_nobody_works_on_offer_no_support(client, idea, why):
    client.force_login(factories.contact(place=idea.municipality) if why == "own" else factories.contact())
    Idea.objects.update(stage="ended" if why == "ended" else "received")

    assert address(idea) not in client.get(idea.get_absolute_url()).content.decode()


def test_an_address_counts_when_its_link_has_been_pressed(client, idea):
    client.post(address(idea), {"email": "Anne@frosta.example"})
    client.post(address(idea), {"email": "anne@frosta.example"})
    support = Support.objects.get()
    link = reverse("idea_links:support", args=[supporting.token(support)])

    client.get(link)
    assert count(idea) == 0
    page = client.post(link)
    client.post(link)

    assert OutgoingMail.objects.values_list("kind", "to_email").get() == ("ideas.support", "anne@frosta.example")
    assert count(idea) == 1
    assert "Takk. Du støtter idé" in page.content.decode()
    supporting.ask(idea=idea, email="anne@frosta.example")
    assert OutgoingMail.objects.count() == 1


def test_an_idea_one_may_not_see_cannot_be_supported(client, idea):
    Idea.objects.update(visibility="partnership")

    assert client.post(address(idea), {"email": "anne@frosta.example"}).status_code == 404


def test_an_idea_nobody_works_on_takes_no_support(client, idea):
    supporting.ask(idea=idea, email="anne@frosta.example")
    Idea.objects.update(stage="ended")
    link = reverse("idea_links:support", args=[supporting.token(Support.objects.get())])

    assert client.post(address(idea), {"email": "ola@frosta.example"}).status_code == 403
    assert client.post(link).status_code == 422
    with pytest.raises(ValidationError):
        supporting.support(idea=Idea.objects.get(), by=factories.person())
    assert count(idea) == 0


def test_a_link_that_is_none_is_said_in_words(client, idea):
    page = client.get("/stotte/1.1.feil/")

    assert page.status_code == 404
    assert "Vi kjenner ikke denne lenken" in page.content.decode()
