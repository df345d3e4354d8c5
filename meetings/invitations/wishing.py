"""What people say beside their answer: themes, a case, needs and food. Only what the organiser asks for is taken.

Needs and food are health data in part (GDPR article 9): they are seen by whoever was host when they were said, stand
in no mail, are given out without names, and are deleted when they are not asked for any more, and ``KEPT_DAYS`` after
the meeting.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board
from meetings.after import proposing
from meetings.day.locking import of_day
from meetings.models import Asks, Attends, BroughtCase, IdeaProposal, Invitation, Meeting, PracticalNeed, Reply, Wish
from meetings.planning import hosting
from meetings.querysets import PracticalNeedQuerySet
from partnership.common import norwegian
from partnership.partners.models import Theme
from partnership.people.models import User

KEPT_DAYS = 30


@dataclass(frozen=True)
class Said:
    """What one form says; what was not asked is left empty. ``first`` is the dearest theme."""

    first: Theme | None = None
    also: Sequence[Theme] = ()
    case: str = ""
    wants_idea: bool = False
    captions: bool = False
    sign_language: bool = False
    access: str = ""
    food: str = ""


def asked_of(invitation: Invitation) -> list[str]:
    """Of ``Asks``, in its order, for somebody who comes or may come: food is for the room."""
    if invitation.reply not in (Reply.COMES, Reply.MAYBE):
        return []
    asks = [kind for kind in Asks.values if kind in invitation.meeting.asks]
    return [kind for kind in asks if kind != Asks.FOOD or invitation.attends != Attends.DIGITAL]


def has_said(invitation: Invitation) -> bool:
    """Anything at all. One query."""
    own = Invitation.objects.filter(pk=invitation.pk)
    said = Q(wishes__isnull=False) | Q(brought_case__isnull=False) | Q(practical_need__isnull=False)
    return own.filter(said).exists()


@transaction.atomic
def say(*, invitation: Invitation, said: Said, by: User | None = None) -> None:
    """Take it all, in place of what was said before. ``by``: whoever is signed in.

    What is asked is read under the lock: a page that was open before a no keeps nothing, and a press that comes twice
    is one.
    """
    invitation = _locked(invitation)
    asked = asked_of(invitation)
    if Asks.THEMES in asked:
        invitation.wishes.all().delete()
        chosen = dict.fromkeys([*([said.first] if said.first else []), *said.also])
        Wish.objects.bulk_create(
            Wish(invitation=invitation, theme=theme, order=order) for order, theme in enumerate(chosen, 1)
        )
    if Asks.CASE in asked:
        _take_case(invitation, said, by)
    if {Asks.ACCESS, Asks.FOOD} & set(asked):
        _take_needs(invitation, said, asked)
    board.touch(invitation.meeting_id)


def _locked(invitation: Invitation) -> Invitation:
    """Day, meeting and invitation in the order everybody locks them in."""
    of_day(invitation.meeting)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("host").get(pk=invitation.meeting_id)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("seat", "person").get(pk=invitation.pk)
    found.meeting = meeting
    return found


def _take_case(invitation: Invitation, said: Said, by: User | None) -> None:
    text = said.case.strip()
    if not text:
        BroughtCase.objects.filter(invitation=invitation).delete()
        proposing.drop_for(invitation)
        return
    place = proposing.place_of(invitation)
    wants_idea = said.wants_idea and place is not None
    BroughtCase.objects.update_or_create(
        invitation=invitation, defaults={"text": text[:1000], "wants_idea": wants_idea}
    )
    if wants_idea and place is not None:
        proposal = proposing.propose_case(invitation=invitation, municipality=place, text=text[:1000])
        # The contact has said yes to the own case by asking for it; a mailed link says it for nobody.
        if by is not None and IdeaProposal.objects.asked().answered_by(by).filter(pk=proposal.pk).exists():
            proposing.accept(proposal=proposal, by=by)
    else:
        proposing.drop_for(invitation)


def _take_needs(invitation: Invitation, said: Said, asked: list[str]) -> None:
    access, food = Asks.ACCESS in asked, Asks.FOOD in asked
    values = {
        "captions": access and said.captions,
        "sign_language": access and said.sign_language,
        "access": said.access.strip()[:300] if access else "",
        "food": said.food.strip()[:300] if food else "",
    }
    if any(values.values()):
        meeting = invitation.meeting
        told = {"host": meeting.host, "partner_id": hosting.partner_of_host(meeting)}
        PracticalNeed.objects.update_or_create(invitation=invitation, defaults=values | told)
    else:
        PracticalNeed.objects.filter(invitation=invitation).delete()


def keep_what_is_asked(invitation: Invitation) -> None:
    """After another answer: needs and food of somebody who is not asked for them any more are deleted."""
    _drop(PracticalNeed.objects.filter(invitation=invitation), asked_of(invitation))


def drop_needs(invitations: Iterable[Invitation]) -> None:
    """Of invitations that are taken back."""
    PracticalNeed.objects.filter(invitation__in=[one.pk for one in invitations]).delete()


@transaction.atomic
def ask(*, meeting: Meeting, kinds: Sequence[str]) -> None:
    """From now on this is asked; needs and food that are not asked for any more are deleted."""
    meeting.asks = list(kinds)
    meeting.save(update_fields=["asks"])
    _drop(PracticalNeed.objects.of(meeting), kinds)


def lost(meeting: Meeting, kinds: Sequence[str]) -> dict[str, str]:
    """What has been said, and would be deleted were only ``kinds`` asked for: of ``Asks``, and what it is called."""
    said = PracticalNeed.objects.of(meeting)
    found = {}
    if Asks.FOOD not in kinds and said.exclude(food="").exists():
        found[str(Asks.FOOD)] = _("food")
    if Asks.ACCESS not in kinds and said.about_access().exists():
        found[str(Asks.ACCESS)] = str(Asks.ACCESS.label)
    return found


def _drop(rows: PracticalNeedQuerySet, asked: Sequence[str]) -> None:
    gone: dict[str, object] = {}
    if Asks.ACCESS not in asked:
        gone |= {"captions": False, "sign_language": False, "access": ""}
    if Asks.FOOD not in asked:
        gone["food"] = ""
    if gone:
        rows.update(**gone)
        rows.empty().delete()


@dataclass(frozen=True)
class Brought:
    """``themes``: (name, how many named it, how many of them first), the most wanted first. ``cases``: whose."""

    themes: list[tuple[str, int, int]]
    cases: list[BroughtCase]


def brought(meeting: Meeting) -> Brought:
    """What those who come or may come care about, and the cases they bring: for the organiser. Two queries."""
    coming = Invitation.objects.active().sent().coming_or_maybe().filter(meeting=meeting)
    wishes = list(Wish.objects.filter(invitation__in=coming).select_related("theme"))
    many = Counter(wish.theme.name for wish in wishes)
    first = Counter(wish.theme.name for wish in wishes if wish.order == 1)
    order = sorted(many, key=lambda name: (-many[name], -first[name], norwegian.sort_key(name)))
    cases = BroughtCase.objects.filter(invitation__in=coming).select_related("invitation")
    by_name = cases.order_by("invitation__sort_organisation", "invitation__sort_name", "pk")
    return Brought([(name, many[name], first[name]) for name in order], list(by_name))


def in_cells(invitation: Invitation) -> tuple[str, str]:
    """Themes and case of one ``with_wishes``, for a spreadsheet."""
    case = getattr(invitation, "brought_case", None)
    return ", ".join(wish.theme.name for wish in invitation.wishes.all()), case.text if case else ""


def needs(meeting: Meeting, reader: User) -> list[tuple[str, int]]:
    """What the host must arrange, and for how many, without names: each free text by itself, the same ones together.

    Of those who come or may come, and what ``reader`` was told.
    """
    told = PracticalNeed.objects.of(meeting).of_those_coming().told_to(reader, meeting)
    rows = list(told.order_by("invitation_id"))
    found = [
        (_("captions"), sum(row.captions for row in rows)),
        (_("sign language interpreter"), sum(row.sign_language for row in rows)),
    ]
    for texts in ([row.access for row in rows], [row.food for row in rows]):
        counted: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for text in filter(None, texts):
            counted[text.casefold()] += 1
            spelt.setdefault(text.casefold(), text)
        found += [(spelt[key], counted[key]) for key in sorted(counted, key=lambda key: (-counted[key], key))]
    return [(text, many) for text, many in found if many]


def told_to_others(meeting: Meeting, reader: User) -> list[str]:
    """Names of earlier hosts who alone see some of it."""
    known = PracticalNeed.objects.of(meeting).told_to(reader, meeting).values("pk")
    rows = PracticalNeed.objects.of(meeting).of_those_coming().exclude(pk__in=known).exclude(host=None)
    return sorted(set(rows.values_list("host__name", flat=True)), key=norwegian.sort_key)


def delete_needs() -> int:
    """Of meetings that ended ``KEPT_DAYS`` ago; how many rows. Run daily, idempotent."""
    moment = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    return PracticalNeed.objects.of_meetings_over_before(moment).delete()[0]
