"""When a contact's role changes hands, its milestones lie with the role, and so with the successor."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import ngettext

from municipalities.models import Milestone
from partnership.common import norwegian
from partnership.common.contributions import Handover
from partnership.people.models import RoleTerm


def hand_over(handover: Handover) -> Iterator[str]:
    """Says how many; nothing needs to be moved."""
    if handover.old is None or handover.new is None or handover.old.capacity != RoleTerm.Capacity.HOLDER:
        return
    count = Milestone.objects.open().lying_with([handover.old.seat_id]).count()
    if count:
        text = ngettext("One milestone now lies with %(name)s.", "%(n)s milestones now lie with %(name)s.", count)
        yield text % {"n": norwegian.number_word(count), "name": handover.new.person.name}
