"""What a broker does from the first page: logs a talk, says who has room, sees whom nobody has talked with."""

from __future__ import annotations

from dataclasses import dataclass

from brokers import own_roles, silence
from brokers.models import Broker
from brokers.silence import Quiet
from ideas import broker_cases
from ideas.models import Idea
from partnership.people.models import User

SHOWN = 5


@dataclass(frozen=True)
class Desk:
    brokers: list[Broker]
    quiet: list[Quiet]
    cases: list[Idea]


def of(user: User) -> Desk | None:
    """None for those who are no brokers today: it asks nothing then."""
    brokers = own_roles.of(user)
    if not brokers:
        return None
    return Desk(brokers, silence.quiet_places(brokers), broker_cases.cases(user, SHOWN))
