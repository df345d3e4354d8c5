"""What a broker does from the first page: logs a talk, says who has room, sees whom to talk with."""

from __future__ import annotations

from dataclasses import dataclass

from brokers import own_roles, silence
from brokers.models import Broker
from brokers.silence import Covered
from ideas.models import Idea
from ideas.with_brokers import broker_cases
from municipalities import directory
from partnership.people.models import User

SHOWN = 5


@dataclass(frozen=True)
class Desk:
    brokers: list[Broker]
    covered: list[directory.Entry]
    quiet: list[Covered]
    cases: list[Idea]


def of(user: User) -> Desk | None:
    """None for those who are no brokers today: it asks nothing then."""
    brokers = own_roles.of(user)
    if not brokers:
        return None
    covered = silence.covered(brokers)
    contacts = directory.of_places([one.municipality for one in covered])
    return Desk(brokers, contacts, silence.quiet(covered), broker_cases.cases(user, SHOWN))
