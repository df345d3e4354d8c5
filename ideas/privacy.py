"""How a person is taken out of what ideas hold: number, sums and history remain, not who.

What somebody wrote for the municipality (notes, answers, lessons, outlines) is part of its case and stays, by a
«former participant»: the sign-in row it points at is emptied (``people.privacy``). What holds a name, an address or a
telephone of its own is emptied here. ``ideas.own_data`` gives it all out.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left, Replace
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import (
    Anchoring,
    Applause,
    Follow,
    Idea,
    IdeaAccess,
    IdeaEvent,
    IdeaSender,
    Intake,
    LeaderRequest,
    Lesson,
    Message,
    ProjectOutline,
    Support,
)
from ideas.whose import keeping
from partnership.common import norwegian
from partnership.people.models import User

# Where the portal itself writes somebody's name into a sentence or a line.
# By column, how much it holds.
_NAMED_IN: tuple[tuple[type[Model], dict[str, int]], ...] = (
    (Anchoring, {"who": 160}),
    (Lesson, {"thanks_from": 160}),
    (IdeaEvent, {"reason": 2000, "told": 2000}),
)


def erase(person: User, addresses: set[str]) -> None:
    """``addresses`` in lower case. What lies with the person falls to the contact's role first."""
    for idea in Idea.objects.open().filter(holder_person=person):
        keeping.fall_to_contact(idea=idea)
    _forget_senders(IdeaSender.objects.filter(email__in=addresses))
    IdeaAccess.objects.current().of_person(person).update(until=timezone.now())
    Support.objects.filter(Q(person=person) | Q(email__in=addresses)).delete()
    Applause.objects.filter(person=person).delete()
    Follow.objects.filter(person=person).delete()
    for address in addresses:
        _forget_leader(Intake.objects.filter(leader_email__iexact=address), address)
        _forget_requests(LeaderRequest.objects.to_address(address))
    _unname(person.name)


def forget(before: dt.date) -> None:
    """Who sent what was closed before the day, addresses that supported it, and leaders who were asked about it.

    Who stood behind it and who thanked did so in office, and stays.
    """
    over = Idea.objects.closed_before(norwegian.at(before, dt.time())).values("pk")
    _forget_senders(IdeaSender.objects.filter(idea__in=over))
    Support.objects.filter(idea__in=over).exclude(email="").delete()
    _forget_requests(LeaderRequest.objects.filter(idea__in=over).exclude(email__endswith=_NOBODY))


def _forget_senders(rows: QuerySet[IdeaSender]) -> None:
    """The link no longer opens the page, and nothing more is mailed; the place of work may say who it was."""
    pks = list(rows.filter(forgotten_at__isnull=True).values_list("pk", flat=True))
    Idea.objects.filter(sender__in=pks).update(workplace="")
    Message.objects.filter(idea__sender__in=pks, is_senders=True).update(text=_("The sender has been forgotten."))
    chosen = IdeaSender.objects.filter(pk__in=pks)
    for sender in chosen:
        sender.name, sender.email, sender.talked_with_leader = "", f"slettet-{sender.pk}@portal.invalid", ""
        sender.link_version += 1
        sender.forgotten_at = timezone.now()
        sender.save()


def _forget_leader(rows: QuerySet[Intake], address: str) -> None:
    rows.update(leader_name="", leader_email="")
    Intake.history.filter(leader_email__iexact=address).update(leader_name="", leader_email="")


_NOBODY = "@portal.invalid"


def _forget_requests(rows: QuerySet[LeaderRequest]) -> None:
    """The link closes; a question nobody has answered is taken back."""
    pks = list(rows.values_list("pk", flat=True))
    for request in LeaderRequest.objects.filter(pk__in=pks).exclude(name=""):
        _replace(IdeaEvent, {"reason": 2000}, request.name, idea=request.idea_id)
    chosen = LeaderRequest.objects.filter(pk__in=pks)
    chosen.filter(answer=LeaderRequest.Answer.NONE).update(answer=LeaderRequest.Answer.TAKEN_BACK)
    nobody = Concat(Value("slettet-"), Cast("pk", CharField()), Value(_NOBODY))
    chosen.update(name="", phone="", email=nobody, link_version=F("link_version") + 1)


def _unname(name: str) -> None:
    """Only a full name: a first name alone stands in many sentences that are about somebody else."""
    if " " not in name.strip():
        return
    for model, fields in _NAMED_IN:
        _replace(model, fields, name)
    for outline in ProjectOutline.objects.assessed_by(name):
        for said in outline.assessment.values():
            if said.get("by") == name:
                said["by"] = _("Former participant")
        outline.save(update_fields=["assessment"])


def _replace(model: type[Model], fields: dict[str, int], name: str, **about: object) -> None:
    for field, length in fields.items():
        rows = model._default_manager.filter(**{f"{field}__contains": name}, **about)
        without = Replace(F(field), Value(name), Value(_("Former participant")))
        rows.update(**{field: Left(without, length)})
