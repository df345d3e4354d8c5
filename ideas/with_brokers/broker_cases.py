"""«Mine saker»: the questions a broker has not answered, and the ideas the broker has the case of."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.models import BrokerRequest, Idea
from partnership.people import roles
from partnership.people.models import SeatKind, User

MOST = 50


@dataclass(frozen=True)
class Desk:
    """``asked`` have an answer date; ``cases`` are open ideas, the first to come first."""

    asked: list[BrokerRequest]
    cases: list[Idea]


def of(user: User) -> Desk:
    """Two queries."""
    asked = BrokerRequest.objects.standing().to_seats(_seats(user)).for_page().order_by("answer_by", "pk")
    return Desk(list(asked[:MOST]), cases(user, MOST))


def cases(user: User, most: int) -> list[Idea]:
    """One query."""
    rows = Idea.objects.visible_to(user).taken_by_seats(_seats(user))
    return list(rows.with_holder().order_by("next_date", "pk")[:most])


def _seats(user: User) -> list[int]:
    return [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER]


def idea_of(user: User, asked: BrokerRequest) -> Idea | None:
    """The idea of a question, while the person sees it."""
    return Idea.objects.visible_to(user).with_holder().filter(pk=asked.idea_id).first()
