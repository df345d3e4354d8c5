"""An idea to a municipality without a contact: its postmottak has it until it has named somebody.

The link opens one idea, for as long as it lies with the postmottak and no longer. An idea that falls there anew
brings a new link, and the older ones open nothing.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea, IdeaEvent
from ideas.whose import dates, holding
from partnership.common import links, norwegian

PURPOSE = "idea-postmottak"


def token(idea: Idea) -> str:
    return links.make(PURPOSE, idea.pk, idea.postmottak_version)


def idea_of(token: str) -> tuple[Idea | None, bool]:
    """None for a link that is none of ours; and whether the link opens it: the newest, while postmottak has it."""
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None, False
    idea = Idea.objects.with_holder().filter(pk=link.pk).first()
    opens = idea is not None and idea.lies_with_postmottak and idea.postmottak_version == link.version
    return idea, opens


@transaction.atomic
def name_holder(*, idea: Idea, name: str, email: str) -> IdeaEvent:
    """The municipality says who is to have it; the person sees this idea and gets a sign-in by code, and no role.

    A mail is easily sent on: only somebody with an address in the municipality can be named by its link. Raises
    ValidationError for others, and when it lies with somebody already.
    """
    stored = holding.lock(idea)
    if not stored.lies_with_postmottak:
        raise ValidationError(_("Somebody has the idea already. You need do nothing."))
    domain = _domain(stored.municipality.postmottak)
    if not domain or _domain(email) != domain:
        raise ValidationError({"email": _elsewhere(domain)})
    person = holding.named_person(name=name, email=email, by=None)
    return holding.hand_on(idea=idea, by=None, to_person=person, until=_until(stored))


def _domain(email: str) -> str:
    return email.strip().lower().rpartition("@")[2]


def _elsewhere(domain: str) -> str:
    says = {"domain": domain or "…", "contact": settings.CONTACT_EMAIL}
    return _("Write an address that ends in @%(domain)s. Has the person another? Write to %(contact)s.") % says


def _until(idea: Idea) -> dt.date:
    """The promised day stands, unless it is too late for it."""
    soonest = dates.answer_by(3)
    promised = idea.next_date or soonest
    return promised if promised >= norwegian.today() and norwegian.is_working_day(promised) else soonest
