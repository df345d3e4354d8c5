"""Sending an idea on: the sender's yes, the other municipality's yes, and what each learns before."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ideas.intake.asked_of_sender import section_for_sender
from ideas.life import moving
from ideas.models import Idea, PassingOn
from ideas.together import passing_on
from ideas.together.waiting import waiting
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail.models import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Vi kjører innom folk om natta."


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta")


@pytest.fixture
def levanger():
    return factories.MunicipalityFactory(name="Levanger")


@pytest.fixture
def kari(frosta):
    return factories.give(FouiContact.objects.create(municipality=frosta), factories.person("Kari Vik"))


@pytest.fixture
def per(levanger):
    return factories.give(FouiContact.objects.create(municipality=levanger), factories.person("Per Moen"))


@pytest.fixture
def passing(frosta, levanger, kari, per):
    idea = factories.idea(frosta, sender="siv@frosta.example", problem=SECRET, title="Nattilsyn")
    return passing_on.ask(idea=idea, to=levanger, reason="Vaktrommet er hos dere.", by=kari)


def what_waits(person):
    return [item.title for item in waiting(person, norwegian.today())]


def page(client, person, passing):
    client.force_login(person)
    return client.get(f"/ideer/videre/{passing.pk}/").content.decode()


def test_before_the_senders_yes_the_other_sees_number_place_and_reason_only(client, passing, per):
    shown = page(client, per, passing)

    assert [word in shown for word in (passing.idea.number, "Frosta", "Vaktrommet er hos dere.")] == [True] * 3
    assert [word in shown for word in (SECRET, "Nattilsyn", "Siv Lund", "Ta ideen")] == [False] * 4
    assert what_waits(per) == [f"Vil dere ta over idé {passing.idea.number} fra Frosta?"]
    assert SECRET not in " ".join(Notice.objects.filter(person=per).values_list("line", flat=True))


def test_with_the_senders_yes_the_other_reads_it_and_takes_it_with_the_sender(client, passing, per, levanger):
    token = passing.idea.sender.token()
    assert section_for_sender(passing.idea)["passing"] == passing
    client.post(f"/ide/samtykke/{token}/videre/", {"valg": "ja"})
    assert section_for_sender(passing.idea)["passing"] is None
    assert SECRET in page(client, per, passing)

    client.post(f"/ideer/videre/{passing.pk}/svar/", {"valg": "ja"})
    client.post(f"/ideer/videre/{passing.pk}/svar/", {"valg": "ja"})

    new = Idea.objects.get(municipality=levanger)
    old = Idea.objects.get(pk=passing.idea_id)
    assert (new.came_from, new.problem, new.sender.email) == (old, SECRET, "siv@frosta.example")
    assert (new.number != old.number, old.stage) == (True, "passed_on")
    assert new.number in old.events.for_sender().last().told
    assert OutgoingMail.objects.filter(kind="ideas.receipt", subject_id=new.sender.pk).count() == 1
    assert what_waits(per) == []


def test_nobody_takes_it_before_the_sender_has_said_yes(passing, per):
    with pytest.raises(ValidationError):
        passing_on.accept(passing=passing, by=per)

    assert Idea.objects.count() == 1


def test_a_no_from_the_sender_ends_it(client, passing, per):
    client.post(f"/ide/samtykke/{passing.idea.sender.token()}/videre/", {"valg": "nei"})

    passing.refresh_from_db()
    assert (passing.was_accepted, passing.sender_agreed_at) == (False, None)
    assert what_waits(per) == []
    assert passing_on.sender_agrees(passing=passing) is False


def test_opening_the_senders_link_agrees_to_nothing(client, passing):
    client.get(f"/ide/samtykke/{passing.idea.sender.token()}/videre/")
    client.post(f"/ide/samtykke/{passing.idea.sender.token()}/videre/")

    passing.refresh_from_db()
    assert passing.sender_agreed_at is None


def test_a_kind_no_from_the_other_is_told_and_it_may_be_sent_elsewhere(client, passing, per, kari):
    client.force_login(per)
    empty = client.post(f"/ideer/videre/{passing.pk}/svar/", {"valg": "nei"})
    client.post(
        f"/ideer/videre/{passing.pk}/svar/", {"valg": "nei", "text": "Vi har dessverre ikke folk til det nå."}
    )

    idea = passing.idea
    assert empty.status_code == 422
    assert "ikke folk til det nå" in page(client, kari, passing)
    assert Notice.objects.filter(person=kari, line=f"Levanger kan ikke ta idé {idea.number} nå.").exists()
    assert "ikke folk" not in idea.events.for_sender().last().told
    other = factories.MunicipalityFactory()
    factories.contact(place=other)
    assert passing_on.ask(idea=idea, to=other, reason="Kanskje der.", by=kari).to == other


def test_what_was_withdrawn_meanwhile_is_said_and_not_taken(client, passing, per):
    passing_on.sender_agrees(passing=passing)
    moving.move(idea=passing.idea, to="withdrawn", by=None, is_senders=True)
    client.force_login(per)

    answered = client.post(f"/ideer/videre/{passing.pk}/svar/", {"valg": "ja"}, follow=True).content.decode()

    assert f"Idé {passing.idea.number} er trukket av" in answered
    assert what_waits(per) == []
    assert Idea.objects.count() == 1


def test_an_idea_is_asked_about_in_one_place_at_a_time_and_can_be_taken_back(client, passing, kari, per):
    idea = passing.idea
    with pytest.raises(ValidationError):
        passing_on.ask(idea=idea, to=passing.to, reason="Igjen.", by=kari)
    client.force_login(kari)

    client.post(f"/ideer/videre/{passing.pk}/tilbake/")

    assert what_waits(per) == []
    assert PassingOn.objects.of_idea(idea) is None


def test_what_the_municipality_wrote_itself_needs_no_senders_yes(frosta, levanger, kari, per):
    idea = factories.idea(frosta)

    passing = passing_on.ask(idea=idea, to=levanger, reason="Det gjelder dere.", by=kari)

    assert passing_on.accept(passing=passing, by=per).came_from == idea


def test_a_municipality_without_a_contact_and_the_own_one_cannot_be_asked(client, frosta, kari):
    idea, empty = factories.idea(frosta), factories.MunicipalityFactory()
    client.force_login(kari)

    statuses = [
        client.post(f"/ideer/{idea.pk}/send-videre/", {"to": place.pk, "reason": "x"}).status_code
        for place in (frosta, empty)
    ]

    assert statuses == [422, 422]
    with pytest.raises(ValidationError):
        passing_on.ask(idea=idea, to=empty, reason="x", by=kari)


def test_passing_on_is_not_undone_by_one_of_the_two(passing, per, kari):
    passing_on.sender_agrees(passing=passing)
    passing_on.accept(passing=passing, by=per)
    event = passing.idea.events.get(new_stage="passed_on", kind="moved")

    with pytest.raises(ValidationError):
        moving.undo(event=event, by=kari)


def test_a_third_municipality_does_not_see_the_question(client, passing):
    client.force_login(factories.contact())

    assert client.get(f"/ideer/videre/{passing.pk}/").status_code == 404
