"""Phases: dates spread between the three, or after another municipality's; done and undone; the kick-off."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as some

from meetings.models import Meeting
from municipalities.models import Milestone, Phase, Strategy
from municipalities.strategies import deciding, phasing, readers, timeline
from municipalities.strategies.timeline import Dates
from overview.models import GoalTie
from overview.strategies import kick_off, page
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.strategies.test_starting import client_of

KINDS = Phase.Kind.values
lengths = some.integers(min_value=0, max_value=500)


def dates(begins: dt.date, draft: int, treated: int) -> Dates:
    """From working days, as the form takes them."""
    days = [begins, begins + dt.timedelta(days=draft), begins + dt.timedelta(days=draft + treated)]
    first, second, third = (timeline.working(day) for day in days)
    return Dates(first, second, third)


@given(some.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), lengths, lengths)
@example(dt.date(2020, 7, 1), 3, 3)
def test_every_phase_has_working_days_in_order_and_ends_with_its_date(begins, draft, treated):
    ours = dates(begins, draft, treated)
    spans = {kind: timeline.span(kind, ours) for kind in KINDS}

    assert all(norwegian.is_working_day(day) for span in spans.values() for day in span)
    assert all(first <= last for first, last in spans.values())
    assert (spans["draft"][1], spans["treatment"][1]) == (ours.draft_by, ours.treated_on)


@given(some.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), lengths, lengths)
def test_no_day_is_proposed_when_nobody_answers(begins, draft, treated):
    ours = dates(begins, draft, treated)
    own = {ours.begins, ours.draft_by, ours.treated_on}

    proposed = {day for kind in KINDS for day in timeline.span(kind, ours)} - own

    assert all(norwegian.is_answering_day(day) for day in proposed)


@given(some.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), lengths, lengths)
def test_moved_onto_the_same_dates_every_day_stays(begins, draft, treated):
    ours = dates(begins, draft, treated)

    for kind in KINDS:
        for day in timeline.span(kind, ours):
            assert abs(timeline.moved(day, ours, ours) - day) <= dt.timedelta(days=1)


@pytest.mark.django_db
def test_one_and_all_are_taken_in_once(strategy, kari):
    client, address = client_of(kari), reverse("strategies:phases", args=[strategy.pk])

    client.post(address, {"fase": ["draft"]})
    assert [one.kind for one in strategy.phases.all()] == ["draft"]
    client.post(address, {"fase": ["alle"]})
    client.post(address, {"fase": ["alle"]})

    assert [one.kind for one in phasing.in_order(strategy.phases.all())] == KINDS
    assert strategy.phases.get(kind="draft").due == timeline.working(strategy.draft_by)


@pytest.mark.django_db
def test_after_anothers_come_kinds_and_spacing_and_no_word(strategy, per, kari):
    other = factories.strategy(visibility="partnership", begins=dt.date(2024, 1, 8), draft_by=dt.date(2024, 3, 8),
                               treated_on=dt.date(2024, 5, 8))  # fmt: skip
    half = dt.date(2024, 2, 7)
    other.phases.create(kind="involvement", begins=half, due=half, note="Hemmelig", case_number="1/24")

    client_of(kari).post(reverse("strategies:phases", args=[strategy.pk]), {"etter": other.pk})

    made = strategy.phases.get()
    middle = strategy.begins + (strategy.draft_by - strategy.begins) / 2
    assert (made.kind, made.note, made.case_number, made.done_at) == ("involvement", "", "", None)
    assert abs(made.due - middle) <= dt.timedelta(days=5)


@pytest.mark.django_db
def test_one_that_is_not_seen_is_no_pattern(strategy, kari):
    hidden = factories.strategy()
    hidden.phases.create(kind="mandate")

    response = client_of(kari).post(reverse("strategies:phases", args=[strategy.pk]), {"etter": hidden.pk})

    assert response.status_code == 404
    assert not strategy.phases.exists()


@pytest.mark.django_db
def test_done_is_undone_and_the_treatment_is_done_by_adopting_alone(strategy, kari):
    phasing.add(strategy=strategy, kinds=["draft", "treatment"])
    client = client_of(kari)
    draft, treatment = strategy.phases.order_by("kind")
    addresses = {one.kind: reverse("strategies:phase", args=[strategy.pk, one.pk]) for one in (draft, treatment)}

    client.post(addresses["draft"], {"valg": "gjort"})
    client.post(addresses["treatment"], {"valg": "gjort"})
    assert [one.kind for one in strategy.phases.exclude(done_at=None)] == ["draft"]
    client.post(addresses["draft"], {"valg": "fjern"})
    assert strategy.phases.filter(kind="draft").exists()
    client.post(addresses["draft"], {"valg": "angre"})
    assert not strategy.phases.exclude(done_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("due", [dt.timedelta(days=-800), dt.timedelta(), dt.timedelta(days=20), None])
def test_the_yearly_follow_up_comes_again_and_undone_is_where_it_was(strategy, kari, due):
    today = norwegian.today()
    day = today + due if due is not None else None
    phase = strategy.phases.create(kind="yearly", begins=day, due=day, note="Husk rådet.")
    client, address = client_of(kari), reverse("strategies:phase", args=[strategy.pk, phase.pk])

    for _twice in range(2):
        text = client.post(address, {"valg": "gjort"}, follow=True).content.decode().replace("\xa0", " ")
    phase.refresh_from_db()
    first, line = phase.note.splitlines()
    planned = norwegian.format_day(phase.due, year=True, weekday=False)
    assert (first, phase.done_at) == ("Husk rådet.", None)
    assert line.startswith(f"Fulgt opp {norwegian.format_day(today, year=True, weekday=False)}")
    assert phase.due > today
    assert norwegian.is_working_day(phase.due)
    assert phase.due - max(day or today, today) <= dt.timedelta(days=380)
    assert text.count(f"Neste: {planned}.") == 2
    assert client.get(address).context["next"] == f"Neste: {planned}."
    year = client.get(reverse("overview:strategy_year", args=[strategy.pk, today.year])).context["year"]
    assert [(line.text, line.day.date()) for line in year.phases] == [("årlig oppfølging", today)]

    Phase.objects.update(note=phase.note.replace("…", "Vi rakk det meste."))
    client.post(address, {"valg": "angre"})
    phase.refresh_from_db()
    assert (phase.begins, phase.due, phase.note) == (day, day, "Husk rådet.\nVi rakk det meste.")


@pytest.mark.django_db
def test_a_note_saved_from_a_page_that_is_old_does_not_wipe_out_a_follow_up(strategy, kari):
    phase = strategy.phases.create(kind="yearly", due=norwegian.today(), note="Husk rådet.")
    client, address = client_of(kari), reverse("strategies:phase", args=[strategy.pk, phase.pk])
    opened = client.get(address).context["form"]
    typed = {name: opened[name].value() or "" for name in opened.fields} | {"note": "Husk rådet og ledelsen."}
    client.post(address, {"valg": "gjort"})

    answer = client.post(address, typed)
    page = answer.content.decode()

    phase.refresh_from_db()
    assert (answer.status_code, phase.note.startswith("Husk rådet.\nFulgt opp ")) == (422, True)
    assert "Noen andre lagret dette i mellomtiden" in page
    assert "Husk rådet og ledelsen." in page
    client.post(address, typed | {"version": answer.context["form"]["version"].value()})
    phase.refresh_from_db()
    assert phase.note == "Husk rådet og ledelsen."


@pytest.mark.django_db
def test_notes_are_the_municipalitys_own(strategy, kari, per):
    strategy.phases.create(kind="mandate", note="Direktøren nøler.")
    Strategy.objects.update(visibility="public")

    for client, sees in ((client_of(kari), True), (client_of(per), False), (Client(), False)):
        assert ("Direktøren nøler." in client.get(strategy.get_absolute_url()).content.decode()) is sees


@pytest.mark.django_db
def test_the_kick_off_is_a_draft_with_a_programme_an_audience_and_the_goals(strategy, goal, kari, namsos):
    partner = factories.PartnerFactory()
    phasing.add(strategy=strategy, kinds=["kick_off"])
    readers.add(strategy=strategy, name="Geir Ness", email="geir@forbund.example", part="Fagforbundet", by=kari)
    address = reverse("overview:kick_off", args=[strategy.pk])
    before = OutgoingMail.objects.count()

    for _twice in range(2):
        response = client_of(kari).post(address, {"partner": partner.slug})

    meeting = Meeting.objects.get()
    assert response["Location"] == reverse("meetings:edit", args=[meeting.pk])
    assert (meeting.state, meeting.kind, meeting.host) == ("draft", "kickoff", kari)
    assert sum(item.minutes for item in meeting.programme.all()) == kick_off.MINUTES
    assert [item.partner for item in meeting.programme.filter(is_slot=True)] == [partner]
    assert list(meeting.audience.municipalities.all()) == [namsos]
    assert [guest.email for guest in meeting.guests.all()] == ["geir@forbund.example"]
    assert GoalTie.objects.get().meeting == meeting
    assert strategy.phases.get().meetings.get().meeting == meeting
    assert OutgoingMail.objects.count() == before


@pytest.mark.django_db
def test_a_kick_off_that_was_cancelled_gives_way_to_a_new_one(strategy, kari):
    phasing.add(strategy=strategy, kinds=["kick_off"])
    first = kick_off.draft(phase=strategy.phases.get(), by=kari, partner=None)
    Meeting.objects.update(state="cancelled")

    second = kick_off.draft(phase=strategy.phases.get(), by=kari, partner=None)

    assert first != second


@pytest.mark.django_db
def test_once_adopted_nothing_before_the_decision_is_waited_for(strategy, kari):
    phasing.add(strategy=strategy, kinds=["mandate", "treatment", "plan"])
    strategy.goals.create(title="Ideer blir prøvd")
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")
    strategy.refresh_from_db()

    shown = page.of(strategy, kari)

    assert [line.text for line in shown.to_come] == ["handlingsplan"]
    assert shown.next_step.sentence.startswith("Handlingsplan")


@pytest.mark.django_db
def test_a_phase_nobody_waits_for_any_more_is_late_to_nobody_and_next_on_no_page(strategy, kari):
    gone = norwegian.today() - dt.timedelta(days=9)
    strategy.phases.create(kind="hearing", due=gone)
    strategy.phases.create(kind="plan", due=norwegian.today() + dt.timedelta(days=30))
    Strategy.objects.update(visibility="public")
    before = [Client().get(strategy.get_absolute_url()), client_of(kari).get("/")]
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")

    after = [Client().get(strategy.get_absolute_url()), client_of(kari).get("/")]

    said = [[one.content.decode().replace("\xa0", " ") for one in pages] for pages in (before, after)]
    assert ["forsinket" in public for public, _first in said] == [True, False]
    assert ["Neste: høring" in first for _public, first in said] == [True, False]
    assert "Neste: handlingsplan" in said[1][1]


@pytest.mark.django_db
def test_of_one_that_is_ended_nothing_is_to_come_and_nothing_late(strategy, milestone, kari):
    strategy.phases.create(kind="draft", due=norwegian.today() - dt.timedelta(days=9))
    Milestone.objects.update(due=norwegian.today() - dt.timedelta(days=9))
    council = f"{strategy.get_absolute_url()}for-kommunestyret/"
    before = [client_of(kari).get(address).content.decode() for address in (strategy.get_absolute_url(), council)]
    deciding.end(strategy=strategy)

    after = [client_of(kari).get(address).content.decode() for address in (strategy.get_absolute_url(), council)]

    assert [(page.count("forsinket"), "Hva som kommer" in paper) for page, paper in (before, after)] == [
        (2, True), (0, False),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_day_nobody_can_plan_for_is_not_read_back_from_a_note(strategy, kari):
    note = "Fulgt opp 30. november 2026 (frist 31. desember 9999): …"
    phase = strategy.phases.create(kind="yearly", due=norwegian.today(), note=note)
    client, address = client_of(kari), reverse("strategies:phase", args=[strategy.pk, phase.pk])

    for press in ("angre", "gjort", "gjort"):
        assert client.post(address, {"valg": press}).status_code == 302

    phase.refresh_from_db()
    assert phase.due.year <= norwegian.today().year + 2
