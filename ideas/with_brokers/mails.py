"""The mail to a broker who is asked for help: number, municipality, contact and date; the idea wants a sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import BrokerRequest
from ideas.with_brokers import broker_people, broker_telling
from partnership.mail.kinds import Obsolete, RowMail, Sender
from partnership.mail.models import OutgoingMail, Priority


class BrokerAsked(RowMail):
    """To whoever answers for the role; ``subject_id`` is the request. Obsolete when nobody waits for the answer."""

    name = broker_telling.ASKED
    label = gettext_lazy("a municipality asks a broker for help")
    template = "ideas/mails/broker_asked"
    priority = Priority.CHANGE

    def subjects(self, pks: list[int]) -> dict[int, BrokerRequest]:
        related = ("idea__municipality", "broker__company", "asked_by")
        return BrokerRequest.objects.select_related(*related).in_bulk(pks)

    def context(self, mail: OutgoingMail, request: BrokerRequest | None) -> dict[str, Any] | Obsolete:
        if request is None or not request.still_stands:
            return Obsolete("answered, taken back, or the idea has gone on")
        person = next(
            (one for one in broker_people.on(request.broker_id).answering if one.pk == mail.person_id), None
        )
        if person is None:
            return Obsolete("somebody else answers for the role now")
        return {
            "greeting": person.first_name,
            "number": request.idea.number,
            "place": request.idea.municipality.name,
            "contact": broker_telling.contact_for(request),
            "day": request.answer_by,
            "url": settings.PORTAL_URL + reverse("idea_links:broker", args=[request.token(person)]),
            "idea_url": settings.PORTAL_URL + reverse("ideas:broker_answer", args=[request.pk]),
            "why": _("You get this because you are a competence broker. The link is yours: do not pass it on."),
        }

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        """Answers go to the contact."""
        contact, usual = context["contact"], super().sender(row, context)
        return Sender(usual.name, (contact.name, contact.email)) if contact else usual
