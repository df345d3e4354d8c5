"""The demo's ideas: read from ``ideas.toml``, laid out with the portal's own verbs, and then moved back in time."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from ideas.intake import numbering, receiving
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import Application, EventKind, Idea, IdeaSender, Intake, PassingOn, SameNeed
from municipalities.models import Municipality
from overview.demo import idea_steps, idea_times, idea_words, people
from partnership.common import norwegian
from partnership.mail.models import Notice, OutgoingMail
from partnership.partners.models import Theme

SCENES = tomllib.loads((Path(__file__).parent / "ideas.toml").read_text(encoding="utf-8"))["idea"]
NEWEST = "Felles nattilsyn med sensorer"
THE_SAME = (NEWEST, "Tryggere netter hjemme")


def clear() -> None:
    """Ideas that visitors have sent are kept; one that was merged with a scene's has ended."""
    scenes = Idea.objects.filter(is_demo=True)
    pks = list(scenes.values_list("pk", flat=True))
    names = [f"idea:{pk}" for pk in pks]
    _mails().filter(Q(thread__in=names) | Q(group__in=names)).delete()
    _drop_notices(pks)
    Application.objects.filter(idea__in=pks).delete()
    scenes.update(merged_into=None, came_from=None, stage=Stage.ENDED)
    Idea.objects.filter(merged_into__in=pks).update(merged_into=None, stage=Stage.ENDED)
    Idea.objects.filter(came_from__in=pks).update(came_from=None)
    scenes.delete()


def lay_out() -> None:
    """The mails that the verbs decide on the way are not sent, but for the newest idea's receipt, and nobody is told
    of what was long ago."""
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _intakes()
    for scene in sorted(SCENES, key=lambda one: -one["days"]):  # numbers follow the days
        _idea(scene)
    _drop_notices(list(Idea.objects.filter(is_demo=True).values_list("pk", flat=True)))
    idea_words.see_the_same_need(*THE_SAME)
    idea_words.choose_lesson_of_month()
    newest = IdeaSender.objects.filter(idea=idea_times.of_title(NEWEST))
    receipts = _mails().filter(kind=telling.RECEIPT, subject_id__in=newest.values("pk"))
    _mails().filter(pk__gt=last).exclude(pk__in=receipts.values("pk")).delete()


def newest() -> Idea | None:
    """The scene that came today, with its sender; None when the scenes are not laid out."""
    return Idea.objects.select_related("sender").filter(is_demo=True, title=NEWEST).order_by("-pk").first()


def _mails() -> Any:
    return OutgoingMail.objects.filter(kind__startswith="ideas.")


def _drop_notices(pks: list[int]) -> None:
    """They lead to pages that are gone."""
    needs = SameNeed.objects.filter(Q(first__in=pks) | Q(second__in=pks)).values_list("pk", flat=True)
    passings = PassingOn.objects.filter(idea__in=pks).values_list("pk", flat=True)
    urls = [f"/ideer/{pk}/" for pk in pks]
    urls += [reverse("ideas:same_need", args=[pk]) for pk in needs]
    urls += [reverse("ideas:passing", args=[pk]) for pk in passings]
    Notice.objects.filter(url__in=[*urls, *(f"{url}#kommentarer" for url in urls)]).delete()


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


def _idea(scene: dict[str, Any]) -> None:
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
    idea_times.back(idea.events.all(), scene["days"])
    idea_times.back(IdeaSender.objects.filter(idea=idea), scene["days"], "confirmed_at")
    for step in scene.get("steps", ()):
        idea_steps.carry_out(idea, step)
    idea_words.say(idea, scene)
    _finish(idea, scene)


def _finish(idea: Idea, scene: dict[str, Any]) -> None:
    """What the row says now: the newest move's day, and the date, which may be over."""
    received = idea.events.get(kind=EventKind.RECEIVED).at
    moves = idea.events.exclude(old_stage="").exclude(old_stage=F("new_stage")).order_by("at", "pk")
    times = list(moves.values_list("at", flat=True))
    values: dict[str, Any] = {"received_at": received, "stage_since": times[-1] if times else received}
    if times:
        values["seen_at"] = times[0]
        values["answered_at"] = times[0] if idea.answered_at else None
    if idea.is_open:
        values["next_date"] = norwegian.add_working_days(norwegian.today(), scene["in"])
        values["next_step"] = scene.get("next", idea.next_step)
    if (asked := idea.broker_requests.filter(answer="").first()) is not None:
        values["next_date"] = asked.answer_by
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
