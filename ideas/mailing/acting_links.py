"""«Svar fra e-posten»: a link by which the one an idea lies with answers, without signing in.

It is of one idea and one person, and works while the idea is in the same stage and lies with that person, by
themselves or by a role they have today. It shows number, stage and dates: the idea itself only to who signs in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from ideas.models import Idea
from ideas.whose import whom
from partnership.common import links
from partnership.people.models import User

PURPOSE = "idea-acting"
# A link's version holds two numbers: whose it is, and since when the idea has been in its stage (microseconds).
_MOMENTS = 10**17


@dataclass(frozen=True)
class Acting:
    """What a link of ours points at; ``is_open``: it still lies with the person, in the same stage."""

    idea: Idea
    person: User
    is_open: bool


def token(idea: Idea, person: User) -> str:
    return links.make(PURPOSE, idea.pk, person.pk * _MOMENTS + _since(idea))


def url(idea: Idea, person: User, name: str = "acting") -> str:
    """Absolute, for a mail to ``person``, whom the idea lies with; ``name`` is a page of ``idea_links``."""
    return settings.PORTAL_URL + reverse(f"idea_links:{name}", args=[token(idea, person)])


def read(made: str) -> Acting | None:
    """None for what we have not signed, and for what is gone."""
    try:
        link = links.read(PURPOSE, made)
    except links.BadLink:
        return None
    person_pk, since = divmod(link.version, _MOMENTS)
    idea = Idea.objects.with_holder().filter(pk=link.pk).first()
    person = User.objects.active().filter(pk=person_pk).first()
    if idea is None or person is None:
        return None
    is_open = idea.is_open and since == _since(idea) and whom.is_held_by(idea, person)
    return Acting(idea, person, is_open)


def _since(idea: Idea) -> int:
    return round(idea.stage_since.timestamp() * 10**6)
