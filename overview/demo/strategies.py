"""The demo's strategies: Namsos has just begun, Frosta has adopted one that ideas and a meeting serve; invented."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ideas.models import Idea
from meetings.models import Meeting
from municipalities.models import FouiContact, Goal, Milestone, Municipality, Strategy, StrategyReader
from municipalities.strategies import deciding, goals, phasing, readers, starting
from overview.models import GoalTie
from partnership.common import documents, norwegian
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm, User

NAMSOS, FROSTA = "Fra idé til prøving i Namsos", "Frosta prøver sammen"
ABOUT = (
    "Ansatte ser hver dag hva som kan gjøres enklere. Strategien sier hvordan en idé blir hørt, prøvd og lært av, "
    "og hvem som tar den videre.\n\nVi er få, så vi prøver sammen med naboene."
)
MANDATE = (
    "Kommunedirektøren ber om et utkast til strategi for forskning og innovasjon.",
    "Virksomhetslederne og de tillitsvalgte skal være med fra starten.",
)
# Goal, why, and measures with milestones: what, days from today, who (empty: the contact's role), what came of it.
GOALS = (
    (
        "Ideer fra ansatte blir prøvd",
        "De som gjør jobben, vet hvor skoen trykker.",
        (
            (
                "Alle får svar innen ti dager",
                (
                    ("Mottaket er åpent for alle virksomheter", -120, "", "Plakaten henger på alle vaktrom."),
                    ("Halvparten av ideene er prøvd i det små", 60, "", ""),
                ),
            ),
            ("Lederne setter av tid til å prøve", (("Én formiddag i måneden", 95, "Kommunedirektøren", ""),)),
        ),
    ),
    (
        "Vi lærer sammen med naboene",
        "Ingen av oss er store nok alene.",
        (("Felles prosjekter i helse", (("Ett forprosjekt med to naboer", 180, "", ""),)),),
    ),
)
TIES = {"Felles nattilsyn med sensorer": 0, "Vannmåling med studenter": 0, "Felles innkjøp av sandsilo": 1}
MEETING = "Dialogmøte om innovasjonsstrategi"


def clear() -> None:
    """What visitors have begun stays."""
    scenes = Strategy.objects.filter(title__in=(NAMSOS, FROSTA))
    told = StrategyReader.objects.filter(strategy__in=scenes).values_list("pk", flat=True)
    OutgoingMail.objects.filter(kind=readers.KIND, subject_id__in=list(told)).delete()
    scenes.delete()


def lay_out() -> None:
    _begun()
    _adopted()


def _begun() -> None:
    place, by = _place("namsos")
    file = SimpleUploadedFile("mandat.docx", _mandate())
    strategy = _strategy(place, NAMSOS, months_ago=1)
    starting.start(strategy=strategy, file=file, by=by)
    deciding.show(strategy=strategy, visibility=Strategy.Visibility.PARTNERSHIP)
    phasing.add(strategy=strategy, kinds=[kind for kind, _label in phasing.left(strategy)])
    phasing.finish(phase=strategy.phases.get(kind="mandate"))
    readers.add(strategy=strategy, name="Randi Hovd", email="randi.hovd@forbund.example", part="Fagforbundet", by=by)


def _adopted() -> None:
    place, by = _place("frosta")
    strategy = _strategy(place, FROSTA, months_ago=14)
    strategy.about = ABOUT
    starting.start(strategy=strategy, file=None, by=by)
    deciding.show(strategy=strategy, visibility=Strategy.Visibility.PUBLIC)
    phasing.add(strategy=strategy, kinds=["mandate", "kick_off", "involvement", "draft", "treatment", "yearly"])
    deciding.adopt(
        strategy=strategy, on=strategy.treated_on, body="kommunestyret", case_number=f"PS 41/{strategy.treated_on:%y}"
    )
    for phase in strategy.phases.exclude(kind="yearly").exclude(due=None):
        assert phase.due is not None
        strategy.phases.filter(pk=phase.pk).update(done_at=norwegian.at(phase.due, dt.time(12)))
    made = _goals(strategy, place)
    _milestones_done(strategy, by)
    _ties(made, place, by)


def _place(slug: str) -> tuple[Municipality, User]:
    place = Municipality.objects.get(slug=slug)
    seat = FouiContact.objects.in_municipality(place).open().first()
    assert seat is not None
    return place, RoleTerm.objects.current().holders().filter(seat=seat).select_related("person")[0].person


def _strategy(place: Municipality, title: str, *, months_ago: int) -> Strategy:
    begins = norwegian.next_answering_day(norwegian.today() - dt.timedelta(days=30 * months_ago))
    draft_by = norwegian.next_answering_day(begins + dt.timedelta(days=150))
    treated_on = norwegian.next_answering_day(draft_by + dt.timedelta(days=60))
    return Strategy(municipality=place, title=title, begins=begins, draft_by=draft_by, treated_on=treated_on)


def _mandate() -> bytes:
    document = documents.new_docx()
    document.add_heading("Mandat (oppdiktet)", level=1)
    for paragraph in MANDATE:
        document.add_paragraph(paragraph)
    return documents.docx_bytes(document)


def _goals(strategy: Strategy, place: Municipality) -> list[Goal]:
    seat = FouiContact.objects.in_municipality(place).open().first()
    found = []
    for title, why, measures in GOALS:
        goal = Goal(strategy=strategy, title=title, why=why)
        goals.place_last(goal)
        found.append(goal)
        for order, (name, milestones) in enumerate(measures):
            measure = goal.measures.create(title=name, order=order)
            for what, days, named, _note in milestones:
                due = norwegian.next_answering_day(norwegian.today() + dt.timedelta(days=days))
                measure.milestones.create(title=what, due=due, named=named, seat=None if named else seat)
    return found


def _milestones_done(strategy: Strategy, by: User) -> None:
    notes = {what: note for _goal, _why, measures in GOALS for _name, rows in measures for what, _d, _n, note in rows}
    for goal in goals.tree(strategy):
        for one in goals.milestones_of([goal]):
            if notes.get(one.title):
                goals.complete(milestone=one, note=notes[one.title], by=by)
                Milestone.objects.filter(pk=one.pk).update(done_at=norwegian.at(one.due, dt.time(12)))


def _ties(made: list[Goal], place: Municipality, by: User) -> None:
    now = timezone.now()
    for idea in Idea.objects.of_municipality(place).filter(is_demo=True, title__in=TIES):
        GoalTie.objects.create(goal=made[TIES[idea.title]], idea=idea, by=by, at=now)
    if meeting := Meeting.objects.filter(is_demo=True, title=MEETING).first():
        GoalTie.objects.create(goal=made[1], meeting=meeting, by=by, at=now)
