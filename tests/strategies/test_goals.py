"""Goals, measures and milestones: order, who is responsible, what waits, and when it is done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from municipalities.models import FouiContact, Milestone
from municipalities.strategies import deciding, goals
from overview import handover_preview
from partnership.common import contributions, norwegian, once
from partnership.people import terms
from partnership.people.models import Absence
from tests import factories
from tests.strategies.test_starting import client_of

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


def waits_for(person) -> list[str]:
    items = contributions.waiting(person, norwegian.today())
    return [item.title for item in items if item.key.startswith("milestone:")]


def test_goals_are_put_in_order_and_stay_at_the_ends(strategy, kari):
    client = client_of(kari)
    for title in ("En", "To", "Tre"):
        client.post(reverse("strategies:new_goal", args=[strategy.pk]), {"title": title})
    three = strategy.goals.get(title="Tre")
    address = reverse("strategies:goal", args=[strategy.pk, three.pk])

    client.post(address, {"valg": "opp"})
    assert [one.title for one in strategy.goals.all()] == ["En", "Tre", "To"]
    for _more in range(2):  # an even number of presses at the end
        client.post(address, {"valg": "opp"})
    assert [one.title for one in strategy.goals.all()] == ["Tre", "En", "To"]
    client.post(address, {"valg": "fjern"})
    assert [one.title for one in strategy.goals.all()] == ["En", "To"]


def test_pressed_twice_a_goal_and_a_measure_are_one(strategy, kari):
    client = client_of(kari)
    for why in ("", "", "En annen grunn"):
        client.post(reverse("strategies:new_goal", args=[strategy.pk]), {"title": "Prøve mer", "why": why})
    first = strategy.goals.first()
    for _press in range(2):
        client.post(
            reverse("strategies:new_measure", args=[strategy.pk, first.pk]), {"title": "Svare innen ti dager"}
        )

    assert [one.why for one in strategy.goals.all()] == ["", "En annen grunn"]
    assert first.measures.count() == 1


def test_pressed_twice_a_milestone_is_one_and_with_another_word_or_day_it_is_another(strategy, milestone, kari):
    address = reverse("strategies:new_milestone", args=[strategy.pk, milestone.measure_id])
    said = {"title": "Halvparten er prøvd", "due": "2027-06-01", "responsible": "", "named": "Rektor"}
    for changed in ({}, {}, {"named": "Ordfører"}, {"due": "2027-06-02"}, {"title": "Alt er prøvd"}):
        client_of(kari).post(address, said | changed)

    assert milestone.measure.milestones.exclude(pk=milestone.pk).count() == 4


def test_what_is_done_may_be_a_milestone_once_more(strategy, milestone, kari):
    address = reverse("strategies:new_milestone", args=[strategy.pk, milestone.measure_id])
    said = {"title": "Halvparten er prøvd", "due": "2027-06-01", "responsible": "", "named": "Rektor"}
    client_of(kari).post(address, said)
    Milestone.objects.filter(title=said["title"]).update(done_at=timezone.now())

    client_of(kari).post(address, said)

    assert Milestone.objects.filter(title=said["title"]).count() == 2


def test_two_who_change_a_goal_lose_neither_text(strategy, goal, kari):
    client, address = client_of(kari), reverse("strategies:goal", args=[strategy.pk, goal.pk])
    opened = client.get(address).context["form"]["version"].value()
    client.post(address, {"title": goal.title, "why": "Min grunn", "version": opened})

    answer = client.post(address, {"title": goal.title, "why": "Din grunn", "version": opened})

    goal.refresh_from_db()
    assert (answer.status_code, goal.why) == (422, "Min grunn")
    assert all(text in answer.content.decode() for text in ("Min grunn", "Din grunn"))


def test_it_is_asked_before_a_goal_goes_and_said_what_goes_with_it(strategy, goal, milestone, kari):
    client, address = client_of(kari), reverse("strategies:goal", args=[strategy.pk, goal.pk])

    asked = client.get(f"{address}?valg=fjern").content.decode()

    assert f"Ta ut «{goal.title}»?" in asked
    assert "Med det forsvinner: 1 tiltak, 1 milepæl." in asked
    assert "Ideer, møter og erfaringer som er knyttet til målet, blir ikke slettet." in asked
    assert strategy.goals.exists()
    client.post(address, {"valg": "fjern"})
    assert not strategy.goals.exists()


def test_what_is_said_of_a_deletion_fits_a_goal_and_a_milestone(strategy, goal, milestone, kari):
    empty = strategy.goals.create(title="Ikke noe under")
    asked = [("goal", empty), ("milestone_edit", milestone)]

    pages = [
        client_of(kari).get(reverse(f"strategies:{name}", args=[strategy.pk, row.pk]), {"valg": "fjern"})
        for name, row in asked
    ]

    assert ["Det som er slettet, kan ikke hentes tilbake." in one.content.decode() for one in pages] == [True, True]


def test_the_contacts_role_is_proposed_for_a_new_milestone(strategy, goal, kari, seat):
    measure = goal.measures.create(title="Svartid")

    page = client_of(kari).get(reverse("strategies:new_milestone", args=[strategy.pk, measure.pk]))

    assert page.context["form"]["responsible"].value() == f"s{seat.pk}"


def test_a_milestone_is_given_to_a_role_a_person_or_a_name(strategy, goal, kari, seat):
    client = client_of(kari)
    measure = goal.measures.create(title="Svartid")
    address = reverse("strategies:new_milestone", args=[strategy.pk, measure.pk])
    said = {"title": "Nådd", "due": "2027-03-01"}

    client.post(address, {**said, "responsible": f"s{seat.pk}", "named": "Noen"})
    client.post(address, {**said, "responsible": f"p{kari.pk}"})
    client.post(address, {**said, "named": "Kommunedirektøren"})

    given = [(one.seat_id, one.person, one.named) for one in Milestone.objects.order_by("pk")]
    assert given == [(seat.pk, None, ""), (None, kari, ""), (None, None, "Kommunedirektøren")]


def test_a_stranger_to_the_municipality_cannot_be_chosen(strategy, goal, kari, per):
    measure = goal.measures.create(title="Svartid")
    address = reverse("strategies:new_milestone", args=[strategy.pk, measure.pk])

    response = client_of(kari).post(address, {"title": "Nådd", "due": "2027-03-01", "responsible": f"p{per.pk}"})

    assert response.status_code == 422
    assert not Milestone.objects.exists()


def test_somebody_else_must_be_named(strategy, goal, kari):
    measure = goal.measures.create(title="Svartid")
    address = reverse("strategies:new_milestone", args=[strategy.pk, measure.pk])

    response = client_of(kari).post(address, {"title": "Nådd", "due": "2027-03-01", "named": " "})

    assert response.status_code == 422
    assert response.context["form"].errors["named"] == [
        "Skriv hvem som har ansvaret, for eksempel «kommunedirektør»."
    ]
    assert not Milestone.objects.exists()


def test_one_whose_responsible_has_no_sign_in_waits_for_the_contact(milestone, seat, kari, per):
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    Milestone.objects.update(seat=None, named="kommunedirektøren")
    everybody = (kari, per, liv)

    assert [waits_for(one) for one in everybody] == [["Alle har fått svar"], [], []]
    with once.for_many():
        assert [waits_for(one) for one in everybody] == [["Alle har fått svar"], [], []]
    [item] = [one for one in contributions.waiting(kari, norwegian.today()) if one.key.startswith("milestone:")]
    assert item.sentence.endswith("Kommunedirektøren har ansvaret. Spør hvordan det går.")
    assert item.seat == seat.pk


def test_what_is_due_waits_for_the_holder_and_for_nobody_else(milestone, kari, per):
    assert (waits_for(kari), waits_for(per)) == (["Alle har fått svar"], [])

    with once.for_many():
        assert (waits_for(kari), waits_for(per)) == (["Alle har fått svar"], [])


def test_who_has_left_the_role_is_left_in_peace(milestone, kari):
    Milestone.objects.update(seat=None, person=kari)
    assert waits_for(kari) == ["Alle har fått svar"]

    kari.terms.update(until=norwegian.today())

    assert waits_for(type(kari).objects.get(pk=kari.pk)) == []


def test_what_lay_with_somebody_who_has_left_waits_for_the_contact(milestone, seat, kari, per):
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    Milestone.objects.update(seat=None, person=liv)
    assert (waits_for(kari), waits_for(liv)) == ([], ["Alle har fått svar"])
    liv.terms.update(until=norwegian.today())
    gone = type(liv).objects.get(pk=liv.pk)

    assert [waits_for(one) for one in (kari, gone, per)] == [["Alle har fått svar"], [], []]
    with once.for_many():
        assert [waits_for(one) for one in (kari, gone, per)] == [["Alle har fått svar"], [], []]
    [item] = [one for one in contributions.waiting(kari, norwegian.today()) if one.key.startswith("milestone:")]
    assert item.sentence.endswith("Liv Hansen hadde ansvaret, og har sluttet i rollen. Velg noen.")
    assert item.seat == seat.pk


def test_what_lay_with_a_role_that_is_closed_waits_for_the_other_contact(milestone, seat, kari, namsos):
    other = factories.give(FouiContact.objects.create(municipality=namsos), factories.person("Liv Hansen"))
    kari.terms.update(until=norwegian.today())
    FouiContact.objects.filter(pk=seat.pk).update(closed_on=norwegian.today())

    assert waits_for(other) == ["Alle har fått svar"]
    with once.for_many():
        assert waits_for(other) == ["Alle har fått svar"]


def test_what_lay_with_the_deputy_in_a_role_that_is_closed_waits_for_the_other_contact(milestone, seat, namsos):
    other = factories.give(FouiContact.objects.create(municipality=namsos), factories.person("Ane Berg"))
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    Milestone.objects.update(seat=None, person=liv)
    FouiContact.objects.filter(pk=seat.pk).update(closed_on=norwegian.today())

    assert (waits_for(liv), waits_for(other)) == ([], ["Alle har fått svar"])
    with once.for_many():
        assert (waits_for(liv), waits_for(other)) == ([], ["Alle har fått svar"])


def test_a_hand_over_says_which_milestones_go_along_to_who_may_know(milestone, goal, seat, kari):
    goal.measures.get().milestones.create(title="Egen", due=norwegian.today(), person=kari)
    ask = {"seat": seat, "on": norwegian.today(), "name": "Anne Berg", "email": "anne@namsos.example"}

    own = handover_preview.preview(**ask, reader=kari).sentences
    officers = handover_preview.preview(**ask, reader=factories.officer()).sentences

    assert [one for one in own if "ilepæl" in one] == [
        "Én milepæl i strategien går fra Kari Vik til Anne Berg.",
        "Én milepæl ligger hos Kari Vik som person, og venter på at kontakten velger noen.",
    ]
    assert not [one for one in officers if "ilepæl" in one]


@pytest.mark.parametrize(("days", "waits"), [(8, False), (7, True), (-30, True)])
def test_it_waits_from_a_week_before_the_day(milestone, kari, days, waits):
    Milestone.objects.update(due=norwegian.today() + days * A_DAY)

    assert bool(waits_for(kari)) is waits


def test_nothing_waits_when_it_is_done_or_the_strategy_has_ended(strategy, milestone, kari):
    goals.complete(milestone=milestone, note="Alle svarte.", by=kari)
    assert waits_for(kari) == []
    goals.take_up_again(milestone=milestone)
    assert waits_for(kari) == ["Alle har fått svar"]
    deciding.end(strategy=strategy)
    assert waits_for(kari) == []


def test_the_deputy_has_it_while_the_holder_is_away(milestone, seat, kari):
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    assert waits_for(liv) == []

    today = norwegian.today()
    Absence.objects.create(person=kari, since=today, until=today + 3 * A_DAY)

    assert waits_for(liv) == ["Alle har fått svar"]


def test_it_follows_the_role_when_that_is_handed_over(milestone, seat, kari):
    anne = factories.person("Anne Berg")

    terms.hand_over(seat=seat, to=anne, on=norwegian.today(), by=None)

    assert (waits_for(kari), waits_for(anne)) == ([], ["Alle har fått svar"])


def test_done_with_a_note_by_the_responsible_and_undone(strategy, milestone, seat):
    address = reverse("strategies:milestone", args=[strategy.pk, milestone.pk])
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    Milestone.objects.update(seat=None, person=liv)
    client = client_of(liv)

    client.post(address, {"note": "Ferdig i uke 40."})
    client.post(address, {"note": "En gang til"})
    milestone.refresh_from_db()
    assert (milestone.done_by, milestone.done_note) == (liv, "Ferdig i uke 40.")
    assert milestone.done_at is not None
    client.post(address, {"valg": "angre"})
    milestone.refresh_from_db()
    assert (milestone.done_at, milestone.done_note) == (None, "")


@pytest.mark.parametrize("visibility", ["municipality", "public"])
def test_who_has_left_the_role_neither_reads_nor_marks_what_lay_with_them(strategy, milestone, seat, visibility):
    liv = factories.give(seat, factories.person("Liv Hansen"), capacity="deputy")
    Milestone.objects.update(seat=None, person=liv)
    liv.terms.update(until=norwegian.today())
    strategy.visibility = visibility
    strategy.save()
    client, address = client_of(liv), reverse("strategies:milestone", args=[strategy.pk, milestone.pk])

    answers = [client.get(address).status_code, client.post(address, {"note": "Ferdig"}).status_code]

    assert answers == ([404, 404] if visibility == "municipality" else [403, 403])
    assert Milestone.objects.get().done_at is None


def test_who_sees_it_and_has_no_part_in_it_cannot_mark_it(strategy, milestone, per):
    strategy.visibility = "partnership"
    strategy.save()

    response = client_of(per).post(reverse("strategies:milestone", args=[strategy.pk, milestone.pk]), {"note": "x"})

    assert response.status_code == 403
    assert Milestone.objects.get().done_at is None


def test_the_date_is_moved_without_giving_it_to_another(strategy, milestone, kari, seat):
    Milestone.objects.filter(pk=milestone.pk).update(done_at=timezone.now())
    address = reverse("strategies:milestone_edit", args=[strategy.pk, milestone.pk])

    client_of(kari).post(address, {"title": milestone.title, "due": "2027-03-01", "responsible": f"s{seat.pk}"})

    milestone.refresh_from_db()
    assert (milestone.due, milestone.seat_id) == (dt.date(2027, 3, 1), seat.pk)
