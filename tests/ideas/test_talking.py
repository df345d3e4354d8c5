"""Two rooms, to the sender and inside, and the files in each."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ideas import waiting
from ideas.intake import as_sender
from ideas.models import Attachment, IdeaSender, Message
from ideas.talk import talking
from ideas.whose import holding
from partnership.common import norwegian, uploads
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 plan"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def idea(place, kari):
    return factories.idea(place, sender="siv@frosta.example")


@pytest.fixture
def as_kari(client, kari):
    client.force_login(kari)
    return client


def at(idea, name: str, *more: object) -> str:
    return reverse(f"ideas:{name}", args=[idea.pk, *more])


def test_a_message_goes_to_the_sender_once_without_what_it_says(as_kari, idea):
    for _press in range(2):
        as_kari.post(at(idea, "message"), {"message-text": "Kan du vise oss en natt?"})

    assert idea.messages.count() == 1
    mail = OutgoingMail.objects.get(kind="ideas.message")
    assert (mail.to_email, mail.payload) == ("siv@frosta.example", {})


def test_a_note_is_told_to_nobody(as_kari, idea, kari):
    as_kari.post(at(idea, "note"), {"note-text": "Ring rektor."})

    assert idea.notes.get().by == kari
    assert OutgoingMail.objects.filter(kind__in=["ideas.message", "ideas.status"]).count() == 0


@pytest.mark.parametrize(("name", "prefix"), [("message", "message"), ("note", "note")])
def test_an_empty_text_is_refused_in_its_own_room(as_kari, idea, name, prefix):
    response = as_kari.post(at(idea, name), {f"{prefix}-text": "  "})

    assert response.status_code == 422
    assert (idea.messages.count(), idea.notes.count()) == (0, 0)
    assert response.context[f"{prefix}_form"].errors


def test_there_is_nobody_to_write_to_when_nobody_sent_it(as_kari, place):
    own = factories.idea(place)

    response = as_kari.post(at(own, "message"), {"message-text": "Hei"})

    assert response.status_code == 404
    assert "Til den som sendte ideen" not in as_kari.get(at(own, "detail")).content.decode()


def unread(person):
    return [line for line in waiting.waiting(person, norwegian.today()) if line.key.startswith("idea-message:")]


def test_what_the_sender_wrote_waits_until_answered_or_read(as_kari, idea, kari):
    Message.objects.create(idea=idea, text="Torsdager passer best.", is_senders=True)
    waits = unread(kari)

    as_kari.post(at(idea, "read"))

    assert [line.title for line in waits] == [f"Den som sendte idé {idea.number}, har skrevet til deg"]
    assert "Torsdager" not in waits[0].sentence
    assert unread(kari) == []


def test_an_answer_marks_it_as_read(idea, kari):
    Message.objects.create(idea=idea, text="Torsdager passer best.", is_senders=True)

    talking.write_to_sender(idea=idea, text="Da kommer jeg torsdag.", by=kari)

    assert idea.messages.from_sender().unread().count() == 0


def test_a_file_beside_a_note_is_internal_and_comes_as_a_download(as_kari, idea):
    file = SimpleUploadedFile("../plan <natt>.pdf", PDF, content_type="text/html")
    as_kari.post(at(idea, "note"), {"note-text": "Se planen.", "note-file": file})

    kept = idea.attachments.get()
    response = as_kari.get(at(idea, "attachment", kept.pk))
    assert (kept.is_internal, kept.content_type) == (True, "application/pdf")
    assert list(idea.attachments.for_sender()) == []
    assert response["Content-Disposition"].startswith("attachment;")
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert b"".join(response.streaming_content) == PDF


def test_a_file_beside_a_message_is_for_the_sender(as_kari, idea):
    file = SimpleUploadedFile("plan.pdf", PDF)
    as_kari.post(at(idea, "message"), {"message-text": "Se planen.", "message-file": file})

    assert list(idea.attachments.for_sender()) == [idea.attachments.get()]


@pytest.mark.parametrize("name", ["message", "note"])
def test_a_file_without_words_must_be_chosen_again(as_kari, idea, name):
    said = {f"{name}-text": "", f"{name}-file": SimpleUploadedFile("plan.pdf", PDF)}

    response = as_kari.post(at(idea, name), said)

    assert response.status_code == 422
    assert "Velg filen på nytt." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("program.exe", b"MZ", "Filer av denne typen kan ikke brukes her."),
        ("plan.pdf", b"MZ\x90\x00 a programme", "Filen er ikke det navnet sier."),
        ("plan.png", PDF, "Filen er ikke det navnet sier."),
        ("stor.pdf", PDF + b"0" * uploads.LARGEST, "Filen er større enn 10 MB."),
        ("tom.pdf", b"", ""),
    ],
)
def test_a_renamed_or_too_large_file_is_refused_and_the_text_is_kept(as_kari, idea, name, content, why):
    file = SimpleUploadedFile(name, content)

    response = as_kari.post(at(idea, "message"), {"message-text": "Se planen her.", "message-file": file})

    page = response.content.decode()
    assert response.status_code == 422
    assert why in page
    assert "Se planen her." in page
    assert (Attachment.objects.count(), idea.messages.count()) == (0, 0)


def test_fifty_megabytes_are_refused_before_they_are_read():
    large = SimpleUploadedFile("stor.pdf", PDF)
    large.size = 50 * 1024 * 1024

    with pytest.raises(ValidationError):
        uploads.checked_type(large)


def test_taken_away_with_a_trace(as_kari, idea, kari, django_capture_on_commit_callbacks):
    kept = talking.attach(idea=idea, file=SimpleUploadedFile("plan.pdf", PDF), by=kari, is_internal=False)
    name = kept.file.name

    with django_capture_on_commit_callbacks(execute=True):
        as_kari.post(at(idea, "attachment_removal", kept.pk))
    talking.take_away(attachment=kept, by=kari)

    kept.refresh_from_db()
    assert kept.removed_at is not None
    assert not default_storage.exists(name)
    assert idea.notes.get().text == "Tok bort vedlegget «plan.pdf»."
    assert as_kari.get(at(idea, "attachment", kept.pk)).status_code == 404


def test_a_named_colleague_takes_away_the_own_file_alone(client, idea, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=norwegian.add_working_days(norwegian.today(), 3))
    karis = talking.attach(idea=idea, file=SimpleUploadedFile("k.pdf", PDF), by=kari, is_internal=True)
    monas = talking.attach(idea=idea, file=SimpleUploadedFile("m.pdf", PDF), by=mona, is_internal=True)
    client.force_login(mona)

    assert client.post(at(idea, "attachment_removal", karis.pk)).status_code == 403
    assert client.post(at(idea, "attachment_removal", monas.pk)).status_code == 302


def test_those_who_only_see_the_idea_get_none_of_its_files(client, idea, kari):
    kept = talking.attach(idea=idea, file=SimpleUploadedFile("plan.pdf", PDF), by=kari, is_internal=False)
    idea.visibility = "public"
    idea.save()
    client.force_login(factories.officer())

    assert client.get(at(idea, "attachment", kept.pk)).status_code == 403
    assert "plan.pdf" not in client.get(at(idea, "detail")).content.decode()


def sent(idea, name: str = "plan.pdf", **fields):
    return talking.attach(idea=idea, file=SimpleUploadedFile(name, PDF), by=None, **({"is_internal": False} | fields))


def senders(idea, *more: object) -> str:
    return reverse(f"idea_links:{'attachment' if more else 'sender'}", args=[idea.sender.token(), *more])


def test_the_sender_opens_what_was_sent_with_a_message_by_the_private_link(as_kari, idea):
    file = SimpleUploadedFile("plan.pdf", PDF)
    as_kari.post(at(idea, "message"), {"message-text": "Se planen.", "message-file": file})
    kept = idea.attachments.get()
    as_sender.confirm(sender=idea.sender)

    page = Client().get(senders(idea)).content.decode()
    response = Client().get(senders(idea, kept.pk))

    assert page.count(senders(idea, kept.pk)) == 1
    assert page.index("Se planen.") < page.index(senders(idea, kept.pk))
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content) == PDF


def test_a_file_hangs_under_the_message_it_came_with(as_kari, idea):
    for text, name in (("Den første.", "a.pdf"), ("Den andre.", "b.pdf")):
        as_kari.post(at(idea, "message"), {"message-text": text, "message-file": SimpleUploadedFile(name, PDF)})
    sent(idea, "c.pdf")

    page = as_kari.get(at(idea, "detail")).content.decode()

    order = ["Den første.", ">a.pdf<", "Den andre.", ">b.pdf<", ">c.pdf<"]
    assert [page.count(one) for one in order] == [1] * 5
    assert sorted(order, key=page.index) == order


def test_the_private_link_opens_no_file_that_is_not_the_senders(idea, place, kari):
    other = factories.idea(place, sender="tor@frosta.example")
    removed, internal = sent(idea, "bort.pdf"), sent(idea, "intern.pdf", is_internal=True)
    talking.take_away(attachment=removed, by=kari)
    as_sender.confirm(sender=idea.sender)

    for pk in (removed.pk, internal.pk, sent(other, "annen.pdf").pk, 10**30):
        assert Client().get(senders(idea, pk)).status_code == 404
    page = Client().get(senders(idea)).content.decode()
    assert [name for name in ("bort.pdf", "intern.pdf", "annen.pdf") if name in page] == []


def test_before_the_address_is_proved_or_when_it_was_somebody_else_no_file_is_given(idea):
    kept = sent(idea)
    IdeaSender.objects.update(confirmed_at=None)
    before = Client().get(senders(idea, kept.pk)).status_code
    as_sender.confirm(sender=idea.sender)
    proved = Client().get(senders(idea, kept.pk)).status_code
    as_sender.refuse(sender=idea.sender)

    assert (before, proved, Client().get(senders(idea, kept.pk)).status_code) == (404, 200, 404)
