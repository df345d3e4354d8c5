"""The demo's ideas: read from ``ideas.toml``, laid out with the portal's own verbs, and then moved back in time."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ideas import holding, moving, numbering, receiving
from ideas.models import EventKind, Idea, IdeaEvent, IdeaSender, Intake
from ideas.stages import Stage
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import Theme
from partnership.people.models import RoleTerm, User

SCENES = tomllib.loads((Path(__file__).parent / "ideas.toml").read_text(encoding="utf-8"))["idea"]


def clear() -> None:
    """Ideas that visitors have sent are kept."""
    scenes = Idea.objects.filter(is_demo=True)
    names = [f"idea:{pk}" for pk in scenes.values_list("pk", flat=True)]
    OutgoingMail.objects.filter(Q(thread__in=names) | Q(group__in=names)).delete()
    scenes.update(merged_into=None, came_from=None, stage="ended")
    scenes.delete()


def lay_out() -> None:
    _intakes()
    for scene in sorted(SCENES, key=lambda one: -one["days"]):  # numbers follow the days
        _idea(scene)


def _intakes() -> None:
    """Open where there are ideas; one with a system of its own; the others are closed, as at first."""
    for place in Municipality.objects.filter(slug__in={scene["place"] for scene in SCENES}):
        values = {
            "state": Intake.State.OPEN,
            "leader_name": "Kommunedirektøren",
            "leader_email": f"kommunedirektoren@{place.slug}.example",
        }
        Intake.objects.get_or_create(municipality=place, defaults=values)
    own = Municipality.objects.get(slug="trondheim")
    values = {"state": Intake.State.EXTERNAL, "external_url": "https://ideer.trondheim.example/"}
    Intake.objects.get_or_create(municipality=own, defaults=values)


def _idea(scene: dict[str, Any]) -> Idea:
    place = Municipality.objects.get(slug=scene["place"])
    idea = receiving.receive(
        municipality=place,
        title=scene["title"],
        problem=scene["problem"],
        affected=scene.get("affected", ""),
        workplace=scene.get("workplace", ""),
        proposal=scene.get("proposal", ""),
        sender=receiving.From(
            email=people.address(scene["sender"], place.slug),
            name=scene["sender"],
            talked_with_leader=scene.get("talked", ""),
            wanted_visibility=scene["visibility"],
        ),
        is_demo=True,
    )
    receiving.confirm(sender=IdeaSender.objects.get(idea=idea))
    _back(idea.events.all(), scene["days"])
    for step in scene.get("steps", ()):
        _step(idea, step)
    _finish(idea, scene)
    return idea


def _step(idea: Idea, step: dict[str, Any]) -> None:
    by = _contact(idea.municipality)
    before = set(idea.events.values_list("pk", flat=True))
    soon = norwegian.add_working_days(norwegian.today(), 5)
    if "holder" in step:
        email = people.address(step["holder"], idea.municipality.slug)
        person = holding.named_person(name=step["holder"], email=email, by=by)
        holding.hand_on(idea=idea, by=by, to_person=person, until=soon, reason=step.get("reason", ""))
    elif "broker" in step:
        moving.move(idea=idea, to=Stage.BROKERING, by=by, next_date=soon)
    elif "to" in step:
        words = {name: step[name] for name in ("reason", "told") if name in step}
        moving.move(idea=idea, to=step["to"], by=by, next_date=soon, **words)
    _back(idea.events.exclude(pk__in=before), step["days"])


def _contact(place: Municipality) -> User:
    """Whoever is contact there; in Tydal, where nobody is, the first contact of all."""
    seats = FouiContact.objects.in_municipality(place).values("pk")
    term = RoleTerm.objects.current().holders().filter(seat__in=seats).select_related("person").first()
    return term.person if term else User.objects.get(name=people.CONTACTS[0])


def _back(rows: Any, days: int) -> None:
    """Let events have happened so many days ago, in office hours, the one after the other."""
    day = norwegian.today() - dt.timedelta(days=days)
    for number, pk in enumerate(rows.order_by("pk").values_list("pk", flat=True)):
        moment = norwegian.at(day, dt.time(9, min(10 + number * 5, 55)))
        IdeaEvent.objects.filter(pk=pk).update(at=min(moment, timezone.now() - dt.timedelta(minutes=5)))


def _finish(idea: Idea, scene: dict[str, Any]) -> None:
    """What the row says now: the newest move's day, and the date, which may be over."""
    received = idea.events.get(kind=EventKind.RECEIVED).at
    moved = idea.events.filter(kind=EventKind.MOVED).order_by("at").last()
    values: dict[str, Any] = {"received_at": received, "stage_since": moved.at if moved else received}
    if moved:
        values |= {"seen_at": idea.events.filter(kind=EventKind.MOVED).order_by("at").first().at}  # type: ignore[union-attr]
        if idea.answered_at:
            values["answered_at"] = values["seen_at"]
    if idea.is_open:
        values["next_date"] = norwegian.add_working_days(norwegian.today(), scene["in"])
        values["next_step"] = scene.get("next", idea.next_step)
    if idea.answered_at is None:
        values["answer_by"] = values.get("next_date")
    year = norwegian.local(received).year
    if year != idea.year:
        values |= {"year": year, "serial": numbering.next_serial(year)}
    values |= {name: scene[name] for name in ("phase", "amount") if name in scene}
    if "research" in scene:
        values["wants_research"] = scene["research"]
    Idea.objects.filter(pk=idea.pk).update(**values)
    idea.themes.set(Theme.objects.filter(slug__in=scene.get("themes", ())))
    name = f"idea:{idea.pk}"
    OutgoingMail.objects.filter(Q(thread=name) | Q(group=name), created_at__lte=timezone.now()).delete()
