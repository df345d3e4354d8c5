"""The outbox in the workroom: what may be read, what may be sent again, and by whom."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from meetings.invitations import inviting
from meetings.models import Invitation
from meetings.planning import audience
from partnership.common import norwegian
from partnership.mail import digest, outbox
from partnership.mail.models import Digest, OutgoingMail, Suppression
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(nina):
    client = Client()
    client.force_login(nina)
    factories.second_factor(client, nina)
    return client


def invite(meeting, person):
    chosen = audience.of(meeting)
    chosen.persons.add(person)
    chosen.save()
    inviting.invite(meeting=meeting, by=None)
    mail = OutgoingMail.objects.get(kind="meetings.invitation", subject_id=factories.invited(meeting, person).pk)
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sent")
    return mail


@pytest.fixture
def shared(nina, ks):
    return invite(factories.meeting(nina, owner_partner=ks), factories.contact("Per Moen"))


@pytest.fixture
def closed():
    """About a meeting that a contact has for herself."""
    kari = factories.contact("Kari Vik")
    own = factories.meeting(kari, owner_partner=None, owner_seat=kari.terms.get().seat, title="Oppstart hos oss")
    mail = invite(own, factories.contact("Live Sand"))
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_subject="Invitasjon: Oppstart hos oss")
    return mail


def again(client, *mails, **more):
    data = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]} | more
    return client.post("/admin/mail/outgoingmail/", data, follow=True)


def test_sending_again_asks_first_and_says_to_whom(client, shared):
    page = again(client, shared).content.decode()

    assert "Per Moen" in page
    assert OutgoingMail.objects.filter(kind="meetings.invitation").count() == 1


def test_sending_again_tells_what_happened(client, shared):
    page = again(client, shared, confirmed="ja").content.decode()

    assert "1 e-post sendes på nytt." in page
    assert OutgoingMail.objects.filter(kind="meetings.invitation", resend=1).count() == 1


def test_sending_again_twice_is_once_until_it_has_left(client, shared):
    for _press in range(2):
        page = again(client, shared, confirmed="ja").content.decode()

    assert "0 e-poster sendes på nytt. 1 sendes ikke." in page
    assert "Den er alt på vei på nytt." in again(client, shared).content.decode()
    assert OutgoingMail.objects.filter(kind="meetings.invitation", resend__gt=0).count() == 1


def test_what_was_not_ticked_is_not_sent_again_whatever_is_asked_for(client, shared):
    other = invite(factories.meeting(), factories.contact("Anne Berg"))

    again(client, shared, confirmed="ja", select_across="1")

    assert list(OutgoingMail.objects.filter(resend=1).values_list("subject_id", flat=True)) == [shared.subject_id]
    assert other.subject_id != shared.subject_id


def test_nobody_sends_again_what_they_may_not_read(client, shared, closed):
    asked = again(client, shared, closed).content.decode()
    done = again(client, shared, closed, confirmed="ja").content.decode()

    assert "Disse er ikke med" in asked
    assert "Bare de som kan se hva som står i den, kan sende den på nytt." in asked
    assert "Oppstart hos oss" not in asked
    assert "1 e-post sendes på nytt. 1 sendes ikke." in done
    assert OutgoingMail.objects.filter(subject_id=closed.subject_id, kind=closed.kind).count() == 1


def test_a_digest_and_a_code_are_not_sent_again(client, nina):
    row = Digest.objects.create(person=nina, day=norwegian.today(), keys=[])
    outbox.enqueue(
        [
            outbox.to_person(nina, kind=digest.KIND, subject_id=row.pk),
            outbox.to_person(nina, kind="people.code", subject_id=nina.pk),
        ]
    )
    mails = list(OutgoingMail.objects.all())

    page = again(client, *mails, confirmed="ja").content.decode()

    assert "0 e-poster sendes på nytt. 2 sendes ikke." in page
    assert OutgoingMail.objects.count() == 2


def test_a_mail_that_waits_or_whose_address_is_blocked_is_left_out_with_the_reason(client, shared, closed):
    Suppression.objects.create(email=shared.to_email)
    waits = invite(factories.meeting(), factories.contact("Anne Berg"))
    OutgoingMail.objects.filter(pk=waits.pk).update(state="ready")

    asked = again(client, shared, waits).content.decode()
    again(client, shared, waits, confirmed="ja")

    assert "Adressen er sperret." in asked
    assert "Den har ikke gått ut av portalen ennå." in asked
    assert OutgoingMail.objects.filter(resend__gt=0).count() == 0


def test_the_whole_outbox_is_not_counted_when_it_is_long(client, shared, monkeypatch):
    monkeypatch.setattr(OutgoingMail.objects._queryset_class, "estimated", lambda self: 20_000)

    whole = client.get("/admin/mail/outgoingmail/").context["cl"]
    some = client.get("/admin/mail/outgoingmail/?state=sent").context["cl"]

    assert (whole.result_count, some.result_count) == (20_000, 1)


def test_the_subject_line_is_for_those_who_may_read_the_mail(client, closed):
    page = client.get(f"/admin/mail/outgoingmail/{closed.pk}/change/").content.decode()

    assert "Oppstart hos oss" not in page
    assert "•••" in page


def test_what_opens_a_meeting_is_masked_for_those_who_may_not_join(client, fylket):
    vegard = factories.officer("Vegard Tiller", fylket)
    meeting = factories.meeting(
        vegard, owner_partner=fylket, join_url="https://teams.example/hemmelig", purpose="Finne prosjekter sammen."
    )
    mail = invite(meeting, factories.contact("Per Moen"))
    own = Client()
    own.force_login(vegard)
    factories.second_factor(own, vegard)

    others = client.get(f"/admin/mail/outgoingmail/{mail.pk}/change/").content.decode()
    organisers = own.get(f"/admin/mail/outgoingmail/{mail.pk}/change/").content.decode()

    assert "Finne prosjekter sammen." in others
    assert "teams.example/hemmelig" not in others
    assert "teams.example/hemmelig" in organisers


def test_the_meetings_page_shows_the_link_to_those_who_may_join(client, nina, ks, fylket):
    secret = {"join_url": "https://teams.example/hemmelig", "join_passcode": "sesam"}
    foreign = factories.meeting(factories.officer(partner=fylket), owner_partner=fylket, state="published", **secret)
    own = factories.meeting(nina, owner_partner=ks, state="published", **secret)
    foreign.join_passcode = "nytt-sesam"
    foreign.save()

    shown = client.get(f"/admin/meetings/meeting/{own.pk}/change/").content.decode()
    pages = [f"/admin/meetings/meeting/{foreign.pk}/{rest}" for rest in ("change/", "history/")]
    pages += [f"/admin/meetings/meeting/{foreign.pk}/history/{row.pk}/" for row in foreign.history.all()]

    assert "sesam" in shown
    assert [page for page in pages if "sesam" in client.get(page).content.decode()] == []
    assert [page for page in pages if "hemmelig" in client.get(page).content.decode()] == []


def test_the_outbox_is_asked_by_state_kind_meeting_and_recipient(client, shared, closed):
    meeting = Invitation.objects.get(pk=shared.subject_id).meeting

    def found(query: str) -> list[int]:
        rows = client.get(f"/admin/mail/outgoingmail/?kind=meetings.invitation&{query}").context["cl"].result_list
        return [mail.pk for mail in rows]

    assert found(f"meeting={meeting.pk}") == [shared.pk]
    assert found("state=sent") == [closed.pk, shared.pk]
    assert found("state=dead") == []
    assert found("q=Moen") == [shared.pk]
    hidden = Invitation.objects.get(pk=closed.subject_id).meeting
    assert found(f"meeting={hidden.pk}") == []


def test_the_list_says_in_words_why_it_failed(client, shared):
    OutgoingMail.objects.filter(pk=shared.pk).update(
        state="dead", delivery="refused", last_code=550, last_error="5.1.1 no such user", attempts=1
    )

    assert "Mottakeren kjenner ikke adressen." in client.get("/admin/mail/outgoingmail/?arrived=no").content.decode()


def test_a_block_is_lifted_after_being_asked(client):
    blocked = Suppression.objects.create(email="borte@frosta.example")
    chosen = {"action": "lift", "_selected_action": blocked.pk}

    asked = client.post("/admin/mail/suppression/", chosen).content.decode()
    before = Suppression.objects.count()
    done = client.post("/admin/mail/suppression/", chosen | {"confirmed": "ja"}, follow=True).content.decode()

    assert "borte@frosta.example" in asked
    assert before == 1
    assert "1 adresse er åpnet igjen." in done
    assert Suppression.objects.count() == 0


def test_sending_nothing_again_says_what_is_missing(client, shared):
    page = again(client, index="0").content.decode()

    assert "Velg noen i lista først." in page


def test_no_row_is_ticked_beforehand_and_each_box_says_whose_mail_it_is(client, nina):
    meeting = factories.meeting(nina)
    invite(meeting, factories.contact("Kari Vik"))

    page = client.get("/admin/mail/outgoingmail/").content.decode()

    boxes = re.findall(r'<input[^>]*name="_selected_action"[^>]*>', page)
    assert boxes
    assert [box for box in boxes if "checked" in box] == []
    assert any('aria-label="Velg: Invitasjon til Kari Vik"' in box for box in boxes)
