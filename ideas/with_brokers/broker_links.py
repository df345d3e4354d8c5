"""The mailed link by which a broker answers: of one question and one person, while they answer for the role."""

from __future__ import annotations

from ideas.models import BrokerRequest
from ideas.models.life import BROKER
from ideas.permissions import can_answer_as_broker
from partnership.common import links
from partnership.people.models import User

Answer = BrokerRequest.Answer


def behind(token: str) -> tuple[BrokerRequest | None, User | None]:
    """The question, and who answers it by the link: nobody when it is not theirs to answer any more."""
    try:
        found = BrokerRequest.behind(links.read(BROKER, token))
    except links.BadLink:
        found = None
    if found is None:
        return None, None
    asked, person_pk = found
    person = User.objects.active().filter(pk=person_pk).first()
    usable = asked.still_stands or asked.answer in (Answer.TAKEN, Answer.CANNOT)
    return asked, person if person and usable and can_answer_as_broker(person, asked) else None
