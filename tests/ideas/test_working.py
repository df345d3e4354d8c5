"""The idea's page and what is pressed there: by contact and deputy, by those named on it, and by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from ideas.life import choosing, moving, stages, timeline
from ideas.life.stages import Stage
from ideas.models import IdeaAccess, IdeaEvent, Lesson
from ideas.money import anchoring
from ideas.whose import holding
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db


def soon(days: int = 5) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), days)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def idea(place, kari):
    return factories.idea(place, sender="siv@frosta.example")


@pytest.fixture
def as_kari(client, kari, idea):
    client.force_login(kari)
    return client


def at(idea, name: str, *more: object) -> str:
    return reverse(f"ideas:{name}", args=[idea.pk, *more])


def post(client, idea, to_do: str, *more: object, **data: object):
    """As the form would send it, with the version it was opened on."""
    idea.refresh_from_db()
    return client.post(at(idea, to_do, *more), {"version": idea.version} | data)


def test_the_contact_reads_who_sent_it_and_what_to_do(as_kari, idea):
    page = as_kari.get(at(idea, "detail")).content.decode()

    assert "Ligger hos deg." in page
    assert "Siv Lund" in page
    assert "Se nærmere på den" in page
    assert "Interne notater" in page


def test_somebody_named_on_it_works_on_it_without_knowing_who_sent_it(client, idea, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon())
    client.force_login(mona)

    page = client.get(at(idea, "detail")).content.decode()

    assert "Interne notater" in page
    assert "Siv Lund" not in page
    assert "siv@frosta.example" not in page


def test_those_who_only_see_it_get_no_sender_notes_or_reasons(client, idea, kari):
    mona = factories.person("Mona Brekke")
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon(), reason="Hun kan det.")
    moving.move(idea=idea, to="trying", by=mona, next_date=soon(), reason="Rektor vil.", told="Vi prøver.")
    idea.notes.create(text="Ring rektor.", by=kari)
    idea.visibility = "public"
    idea.save()

    page = client.get(at(idea, "detail")).content.decode()

    assert idea.title in page
    assert "en ansatt i Frosta" in page
    for hidden in ("Mona Brekke", "Siv Lund", "Ring rektor.", "Hun kan det.", "Rektor vil.", "Hva gjør du"):
        assert hidden not in page


@pytest.mark.parametrize(
    "name",
    ["seen", "more_time", "hand_on", "pause", "not_now", "reopening", "move", "history", "edit", "message", "note"],
)
def test_those_who_only_see_it_press_nothing(client, idea, name):
    idea.visibility = "partnership"
    idea.save()
    client.force_login(factories.officer())

    response = client.post(at(idea, name)) if name != "history" else client.get(at(idea, name))

    assert response.status_code == 403
    assert idea.events.filter(kind="moved").count() == 0


def test_seen_keeps_the_promised_day_or_gives_another(as_kari, idea):
    post(as_kari, idea, "seen", next_date=soon(7))

    idea.refresh_from_db()
    assert (idea.seen_at is not None, idea.next_date) == (True, soon(7))
    assert list(idea.events.values_list("kind", flat=True)) == ["received", "confirmed", "seen"]
    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 1


@pytest.mark.parametrize("slug", ["se-naermere", "prov-lokalt", "i-linja"])
def test_a_new_idea_goes_on_by_one_press(as_kari, idea, slug):
    response = post(as_kari, idea, "step", slug, next_date=soon(), next_step="Ring Siv", told="Vi ser på den.")

    idea.refresh_from_db()
    assert response.status_code == 302
    assert idea.stage == choosing.BY_SLUG[slug]
    assert idea.next_step == "Ring Siv"
    assert idea.events.latest("pk").told == "Vi ser på den."


def test_a_forged_step_is_refused_in_words_and_keeps_what_was_typed(as_kari, idea):
    response = post(as_kari, idea, "step", "del", told="Ferdig, alt i boks.")

    idea.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 422
    assert "En idé som er «mottatt», kan ikke bli «delt»." in page
    assert "Ferdig, alt i boks." in page
    assert idea.stage == "received"
    assert as_kari.get(at(idea, "step", "finnes-ikke")).status_code == 404


@freeze_time("2027-05-10 08:00")
def test_a_date_on_a_holiday_is_refused_beside_the_field(client, place):
    kari = factories.contact(place=place)
    idea = factories.idea(place)
    client.force_login(kari)

    response = client.post(at(idea, "more_time"), {"next_date": "2027-05-17", "reason": "Vi venter på rådmannen."})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Mandag 17. mai er en fridag. Neste arbeidsdag er tirsdag 18. mai." in page
    assert "Vi venter på rådmannen." in page


def test_two_people_at_once_the_second_is_told_and_presses_once_more(as_kari, idea, place):
    per = factories.give(FouiContact.objects.get(municipality=place), capacity="deputy")
    opened = idea.version
    holding.give_time(idea=idea, until=soon(9), by=per)
    form = {"version": opened, "next_date": soon(), "next_step": "", "told": "Vi ser på den.", "reason": ""}

    first = as_kari.post(at(idea, "step", "se-naermere"), form)
    second = as_kari.post(
        at(idea, "step", "se-naermere"), form | {"version": first.context["form"]["version"].value()}
    )

    assert first.status_code == 422
    assert f"Noen var her før deg: «ny dato», {per.name}." in first.content.decode()
    assert "Vi ser på den." in first.content.decode()
    assert second.status_code == 302
    idea.refresh_from_db()
    assert idea.stage == "clarifying"


def test_given_to_a_new_colleague_who_gets_a_mail_without_the_idea(as_kari, idea):
    response = post(
        as_kari, idea, "hand_on", holder="new", name="Mona Brekke", email="mona@frosta.example", next_date=soon(),
        next_step="Snakke med rektor", reason="Du kjenner skolen.",
    )  # fmt: skip

    idea.refresh_from_db()
    assert response.status_code == 302
    assert idea.holder_person.name == "Mona Brekke"
    mail = OutgoingMail.objects.get(kind="ideas.given")
    assert (mail.to_email, mail.payload) == ("mona@frosta.example", {})


def test_a_new_colleague_without_name_or_address_is_asked_for_them(as_kari, idea):
    response = post(as_kari, idea, "hand_on", holder="new", next_date=soon())

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "email"}


def test_given_to_one_whose_term_has_ended_meanwhile_changes_nothing(as_kari, idea, place):
    seat = FouiContact.objects.create(municipality=place)
    per = factories.give(seat)
    page = as_kari.get(at(idea, "hand_on")).content.decode()
    RoleTerm.objects.filter(person=per).update(until=norwegian.today())

    response = post(as_kari, idea, "hand_on", holder=f"seat:{seat.pk}", next_date=soon(), reason="Du kan det.")

    assert f"seat:{seat.pk}" in page
    assert response.status_code == 422
    assert "Velg en av dem på lista." in response.content.decode()
    assert "Du kan det." in response.content.decode()
    assert idea.events.filter(kind="handed_on").count() == 0


def test_undoing_a_hand_on_takes_the_colleagues_access_back(as_kari, idea, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    event = holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon())
    page = as_kari.get(at(idea, "detail")).content.decode()

    response = as_kari.post(at(idea, "undo", event.pk), follow=True)

    assert at(idea, "undo", event.pk) in page
    assert "Angret." in response.content.decode()
    idea.refresh_from_db()
    assert idea.holder_seat is not None
    assert IdeaAccess.objects.current().count() == 0
    assert at(idea, "undo", event.pk) not in response.content.decode()


def test_not_now_begins_from_a_ready_text_and_says_who_decided(as_kari, idea):
    choices = as_kari.get(at(idea, "not_now")).content.decode()
    page = as_kari.get(at(idea, "not_now") + "?grunn=drift").content.decode()
    post(as_kari, idea, "not_now", told="Dette er en driftssak.", decided_by="Kari Vik", reason="Snakket med Per.")

    idea.refresh_from_db()
    assert "?grunn=leder" in choices
    assert "Dette er en driftssak, og den løses bedre der" in page
    assert idea.stage == "ended"
    event = idea.events.latest("pk")
    assert (event.told, event.reason) == ("Dette er en driftssak.\n\nAvgjort av Kari Vik.", "Snakket med Per.")


def test_not_now_without_a_text_is_refused(as_kari, idea):
    response = post(as_kari, idea, "not_now", told=" ", decided_by="Kari Vik")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["told"]


def test_on_hold_until_a_day_and_taken_up_where_it_was(as_kari, idea):
    post(as_kari, idea, "step", "prov-lokalt", next_date=soon())
    post(as_kari, idea, "pause", next_date=soon(30), told="Budsjettet kommer i januar.")
    page = as_kari.get(at(idea, "detail")).content.decode()
    post(as_kari, idea, "step", "prov-lokalt", next_date=soon())

    idea.refresh_from_db()
    assert "På vent til" in page
    assert (idea.stage, idea.paused_in) == ("trying", "")


def test_ended_is_taken_up_again_with_a_reason(as_kari, idea, kari):
    moving.move(idea=idea, to="ended", by=kari, told="Ikke nå.")

    refused = post(as_kari, idea, "reopening", next_date=soon())
    post(as_kari, idea, "reopening", next_date=soon(), told="Nå har vi penger.")

    idea.refresh_from_db()
    assert refused.status_code == 422
    assert idea.stage == "clarifying"


BY_HAND = [
    (str(old), str(new))
    for old in Stage
    for new, _step in stages.choices(old, "trying" if old == Stage.PAUSED else "")
]


@pytest.mark.parametrize(("old", "new"), BY_HAND)
def test_every_step_of_the_table_that_is_taken_by_hand_is_reached_from_the_page(as_kari, idea, old, new):
    idea.stage, idea.paused_in = old, "trying" if old == "paused" else ""
    idea.save()
    if (old, new) == ("outline", "applied"):
        anchoring.anchor(idea=idea, who="Rådet", on=norwegian.today(), by=None)
        idea.applications.create(elsewhere="Stiftelsen Dam", sent_on=norwegian.today(), outcome="sent")
    if new == "shared":
        Lesson.objects.create(idea=idea, title="Roligere netter", learned="Færre turer.")

    response = post(as_kari, idea, "move", to=new, next_date=soon(), reason="Fordi.")

    idea.refresh_from_db()
    assert (response.status_code, idea.stage) == (302, new)


def test_moved_holder_and_date_at_once_is_one_event(as_kari, idea, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    IdeaAccess.objects.create(idea=idea, person=mona, why="named")

    post(as_kari, idea, "move", to="trying", holder=f"person:{mona.pk}", next_date=soon(), next_step="Prøve i uke 3")

    idea.refresh_from_db()
    assert (idea.stage, idea.holder_person, idea.next_date) == ("trying", mona, soon())
    assert idea.events.filter(kind__in=["moved", "handed_on"]).count() == 1
    assert OutgoingMail.objects.filter(kind="ideas.given", to_email=mona.email).count() == 1


def test_moving_nowhere_changes_nothing(as_kari, idea):
    response = post(as_kari, idea, "move", to="received", next_date=idea.next_date)

    assert response.status_code == 302
    assert idea.events.filter(kind="new_date").count() == 0


def test_a_withdrawn_idea_says_so_and_takes_nothing(as_kari, idea):
    moving.move(idea=idea, to="withdrawn", by=None, is_senders=True)

    page = as_kari.get(at(idea, "detail")).content.decode()
    response = post(as_kari, idea, "more_time", next_date=soon(), reason="Mer tid, takk.")

    assert "Trukket av avsenderen" in page
    assert "Hva gjør du med ideen?" not in page
    assert response.status_code == 422
    assert "Det er ikke mer å gjøre med den." in response.content.decode()
    assert "Mer tid, takk." in response.content.decode()


def test_an_old_press_is_not_undone(as_kari, idea, kari):
    event = holding.give_time(idea=idea, until=soon(), by=kari)
    IdeaEvent.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(hours=1))

    response = as_kari.post(at(idea, "undo", event.pk), follow=True)

    assert "Dette kan ikke angres lenger." in response.content.decode()
    idea.refresh_from_db()
    assert idea.next_date == soon()


def test_two_editors_of_the_text_lose_neither(as_kari, idea):
    opened = as_kari.get(at(idea, "edit")).context["form"]
    form = {bound.html_name: bound.value() or "" for bound in opened}

    as_kari.post(at(idea, "edit"), form | {"title": "Nattilsyn med sensorer"})
    second = as_kari.post(at(idea, "edit"), form | {"title": "Sensorer om natta"})

    page = second.content.decode()
    assert second.status_code == 422
    assert "Nattilsyn med sensorer" in page
    assert "Sensorer om natta" in page
    idea.refresh_from_db()
    assert idea.title == "Nattilsyn med sensorer"
    assert idea.events.get(kind="edited").before == {"title": "Felles nattilsyn med sensorer"}


def test_editing_the_text_does_not_put_the_stage_back(as_kari, idea, kari):
    opened = as_kari.get(at(idea, "edit")).context["form"]
    form = {bound.html_name: bound.value() or "" for bound in opened}
    moving.move(idea=idea, to="trying", by=kari, next_date=soon())

    response = as_kari.post(at(idea, "edit"), form | {"affected": "Seks nattevakter"})

    idea.refresh_from_db()
    assert response.status_code == 302
    assert (idea.stage, idea.affected) == ("trying", "Seks nattevakter")


def test_the_history_says_who_when_and_why_also_of_what_was_undone(as_kari, idea, kari):
    event = moving.move(idea=idea, to="trying", by=kari, next_date=soon(), reason="Rektor vil.", told="Vi prøver.")
    moving.undo(event=event, by=kari)

    page = as_kari.get(at(idea, "history")).content.decode()

    assert "mottatt → prøves lokalt" in page
    for word in ("Rektor vil.", "Vi prøver.", "Kari Vik", "angret"):
        assert word in page


@pytest.mark.parametrize("value", ["abc", "0001-01-01", "9999-12-31", "2026-13-45", ""])
@pytest.mark.parametrize("name", ["seen", "more_time", "pause", "move"])
def test_dates_that_mean_nothing_get_a_page(as_kari, idea, name, value):
    response = post(as_kari, idea, name, next_date=value, told="Venter.", to="trying")

    assert response.status_code == 422


def test_a_stranger_sees_the_stage_once_in_the_course(client, place):
    idea = factories.idea(place, visibility="public", sender="siv@frosta.example")
    events = list(idea.events.order_by("at"))

    lines = timeline.of(idea, events, is_worked_on=False)

    assert [(line.text, line.state) for line in lines if line.state != "later"] == [("Mottatt", "now")]


def test_the_course_and_the_history_say_to_whom_it_was_given_on(as_kari, idea, kari):
    holding.hand_on(idea=idea, by=kari, to_person=factories.person("Mona Brekke"), until=soon())
    holding.hand_on(idea=idea, by=kari, to_seat=kari.terms.get().seat, until=soon())

    course = as_kari.get(at(idea, "detail")).content.decode()
    history = as_kari.get(at(idea, "history")).content.decode()

    assert course.index("Gitt videre til Mona Brekke") < course.index("Gitt videre til Kari Vik")
    assert [f"<dt>Til</dt><dd>{name}</dd>" in history for name in ("Mona Brekke", "Kari Vik")] == [True, True]


@pytest.mark.parametrize("name", ["step", "move"])
def test_it_is_shared_when_it_is_written_down_what_was_learned(as_kari, idea, kari, name):
    for stage in ("trying", "in_use"):
        moving.move(idea=idea, to=stage, by=kari, next_date=soon())
    how = ("step", "del") if name == "step" else ("move",)
    said = {"to": "shared", "told": "", "reason": ""}

    refused = post(as_kari, idea, *how, **said)
    Lesson.objects.create(idea=idea, title="Roligere netter", learned="Færre turer.")
    done = post(as_kari, idea, *how, **said)

    idea.refresh_from_db()
    assert refused.status_code == 422
    assert "Skriv hva dere lærte, først" in refused.content.decode()
    assert (done.status_code, idea.stage) == (302, "shared")
