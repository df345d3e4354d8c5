"""What a municipality shares: written in two steps, published, tried by others, and taken back."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from meetings.models import ProgrammeItem
from municipalities.experiences import pictures, publishing, trying
from municipalities.experiences.privacy import erase, person_data
from municipalities.models import Experience, Trial
from partnership.mail.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


def shared(place=None, **words) -> Experience:
    said = {"title": "Selvkjørende buss", "need": "Ingen buss", "done": "Vi prøvde", "lesson": "Spør først"}
    place = place or factories.MunicipalityFactory()
    return Experience.objects.create(municipality=place, **({"published_at": timezone.now()} | said | words))


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **saved) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **saved)
    return out.getvalue()


def handed(content: bytes, name: str = "bilde.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_contact_writes_a_draft_in_two_steps_and_shares_it(client: Client):
    place = factories.MunicipalityFactory(name="Frøya")
    client.force_login(factories.contact("Kari", place))

    begun = client.post(
        f"/kommuner/{place.slug}/erfaring/ny/",
        {"title": "Buss på øya", "outcome": "did_not", "need": "Ingen buss", "done": "Vi prøvde", "lesson": "Spør"},
    )
    draft = Experience.objects.get()
    assert begun.url == f"/erfaringer/{draft.pk}/endre/2/"
    assert not draft.is_published
    client.post(begun.url, {"version": draft.version, "money": "200 000 kroner", "contact_name": "Per Sand"})
    asked = client.get(f"/erfaringer/{draft.pk}/publisering/")
    assert "Alle kan lese den" in asked.content.decode()
    client.post(f"/erfaringer/{draft.pk}/publisering/")

    client.logout()
    page = client.get(f"/erfaringer/{draft.pk}/").content.decode()
    assert "Per Sand" in page
    assert "200 000 kroner" in page
    assert "Det gikk ikke slik Frøya hadde håpet" in page
    assert "Buss på øya" in client.get("/erfaringer/").content.decode()


def test_what_was_typed_stays_when_something_is_wrong(client: Client):
    place = factories.MunicipalityFactory()
    client.force_login(factories.contact("Kari", place))

    answer = client.post(f"/kommuner/{place.slug}/erfaring/ny/", {"title": "", "need": "Ingen buss på øya"})

    assert answer.status_code == 422
    assert "Ingen buss på øya" in answer.content.decode()
    assert "Si det på én linje" in answer.content.decode()
    assert not Experience.objects.exists()


def test_two_editors_lose_nothing(client: Client):
    draft = shared(published_at=None)
    client.force_login(factories.contact("Kari", draft.municipality))
    fields = {"title": "Min", "outcome": "worked", "need": "n", "done": "d", "lesson": "l"}
    client.post(f"/erfaringer/{draft.pk}/endre/", fields | {"version": 1})

    answer = client.post(f"/erfaringer/{draft.pk}/endre/", fields | {"version": 1, "title": "Min andre"})

    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.title == "Min"
    assert "Min andre" in answer.content.decode()


def test_without_need_deed_and_lesson_it_is_not_shared():
    draft = shared(published_at=None, lesson="")

    with pytest.raises(ValidationError, match="hva vi lærte"):
        publishing.publish(experience=draft)

    draft.refresh_from_db()
    assert not draft.is_published


def test_sharing_twice_is_once_and_keeps_the_day():
    draft = shared(published_at=None)

    assert publishing.publish(experience=draft) is True
    draft.refresh_from_db()
    first = draft.published_at
    assert publishing.publish(experience=draft) is False

    draft.refresh_from_db()
    assert draft.published_at == first


def test_a_draft_is_seen_by_the_municipality_alone(client: Client):
    draft = shared(published_at=None)
    address = f"/erfaringer/{draft.pk}/"

    assert client.get(address).status_code == 404
    for who in (factories.officer(), factories.contact("Per")):
        client.force_login(who)
        assert client.get(address).status_code == 404
    client.force_login(factories.contact("Kari", draft.municipality))
    assert client.get(address).status_code == 200


def test_taken_back_it_is_a_draft_and_only_a_draft_is_deleted(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    with pytest.raises(ValidationError, match="Ta den tilbake først"):
        publishing.delete(experience=one)

    client.post(f"/erfaringer/{one.pk}/tilbake/")
    one.refresh_from_db()
    assert not one.is_published

    client.post(f"/erfaringer/{one.pk}/tilbake/")
    assert not Experience.objects.exists()


def test_who_is_named_without_an_address_is_reached_through_the_contact(client: Client):
    place = factories.MunicipalityFactory(name="Frøya")
    factories.contact("Lars", place)

    named = client.get(shared(place, contact_name="Per Sand").get_absolute_url()).content.decode()
    reached = client.get(
        shared(place, contact_name="Per Sand", contact_email="per@froya.example").get_absolute_url()
    ).content.decode()

    assert ["Spør Lars, FoUI-kontakt i Frøya." in page for page in (named, reached)] == [True, False]


def test_a_municipality_that_wants_to_try_says_so_once_and_the_contact_is_told(client: Client):
    one = shared(factories.MunicipalityFactory(name="Frøya"))
    told = factories.contact("Lars", one.municipality)
    hitra = factories.MunicipalityFactory(name="Hitra")
    client.force_login(factories.contact("Mari", hitra))

    for _press in range(2):
        client.post(f"/erfaringer/{one.pk}/prove/", {"municipality": hitra.pk, "note": "Hva kostet det?"})

    assert [(trial.municipality, trial.note) for trial in Trial.objects.all()] == [(hitra, "Hva kostet det?")]
    notice = Notice.objects.get(person=told)
    assert notice.line == "Hitra vil prøve det dere gjorde: «Selvkjørende buss»."
    assert "1 kommune vil prøve." in client.get(f"/erfaringer/{one.pk}/").content.decode()
    client.post(f"/erfaringer/{one.pk}/prove/", {"municipality": hitra.pk, "valg": "angre"})
    assert not Trial.objects.exists()


def test_nobody_tries_for_another_municipality_nor_the_own_experience(client: Client):
    one = shared()
    other = factories.MunicipalityFactory()
    client.force_login(factories.contact("Kari", factories.MunicipalityFactory()))

    client.post(f"/erfaringer/{one.pk}/prove/", {"municipality": other.pk})

    assert not Trial.objects.exists()
    with pytest.raises(ValidationError, match="egen erfaring"):
        trying.wish(experience=one, municipality=one.municipality, by=factories.person("Kari"))


def test_who_wants_to_try_is_named_to_those_with_a_role_and_the_note_to_the_municipality(client: Client):
    one = shared()
    hitra = factories.MunicipalityFactory(name="Hitra")
    trying.wish(experience=one, municipality=hitra, by=factories.person("Mari"), note="Hva kostet det?")
    address = f"/erfaringer/{one.pk}/"

    stranger = client.get(address).content.decode()
    client.force_login(factories.contact("Per"))
    other = client.get(address).content.decode()
    client.force_login(factories.contact("Kari", one.municipality))
    own = client.get(address).content.decode()

    assert ("Hitra" in stranger, "Hitra" in other, "Hitra" in own) == (False, True, True)
    assert ("Hva kostet" in stranger, "Hva kostet" in other, "Hva kostet" in own) == (False, False, True)


def test_a_picture_is_drawn_anew_smaller_upright_and_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Kamera"

    drawn = pictures.drawn(handed(photo(size=(3000, 1500), exif=exif)))

    with Image.open(drawn) as found:
        assert found.size == (640, 1280)
        assert dict(found.getexif()) == {}
        assert "exif" not in found.info
    assert drawn.name == "bilde.jpg"


def test_eighty_megapixels_are_refused_with_a_word_of_what_to_do():
    with pytest.raises(ValidationError, match="80 millioner piksler"):
        pictures.drawn(handed(photo("PNG", (10_000, 8_000)), "stort.png"))


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.7 noe", "bilde.jpg", "Filen er ikke det navnet sier."),
        (b"%PDF-1.7 noe", "fil.pdf", "Velg et bilde som slutter på .jpg eller .png."),
        (b"<svg/>", "bilde.svg", "Filer av denne typen kan ikke brukes her."),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "bilde.jpg", "Bildet kan ikke leses."),
        (photo("PNG"), "bilde.jpg", "Filen er ikke det navnet sier."),
        (photo()[:200], "halvt.jpg", "Bildet kan ikke leses."),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, name: str, says: str):
    with pytest.raises(ValidationError) as refused:
        pictures.drawn(handed(content, name))

    assert says in refused.value.messages[0]


def test_a_picture_without_words_of_what_it_shows_is_refused_and_the_rest_is_kept(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))

    answer = client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": "", "credit": "Per Sand"})

    assert answer.status_code == 422
    assert "Skriv hva bildet viser" in answer.content.decode()
    assert "Per Sand" in answer.content.decode()
    assert not one.pictures.exists()


def test_a_picture_is_shown_to_those_who_see_the_experience_and_taken_away(client: Client):
    one = shared(published_at=None)
    client.force_login(factories.contact("Kari", one.municipality))
    client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": "En liten buss"})
    picture = one.pictures.get()

    assert client.get(f"/erfaringer/bilde/{picture.pk}/")["Content-Type"] == "image/jpeg"
    assert 'alt="En liten buss"' in client.get(f"/erfaringer/{one.pk}/").content.decode()
    client.logout()
    assert client.get(f"/erfaringer/bilde/{picture.pk}/").status_code == 404
    client.force_login(factories.contact("Lise", one.municipality))
    client.post(f"/erfaringer/{one.pk}/bilder/{picture.pk}/fjern/")
    assert not one.pictures.exists()


def test_a_programme_item_and_the_experience_point_at_each_other(client: Client):
    one = shared()
    meeting = factories.meeting(state="published", is_public=True, title="Samling")
    hidden = factories.meeting(state="published", title="Lukket")
    for held in (meeting, hidden):
        ProgrammeItem.objects.create(meeting=held, title="Frøya viser", minutes=30, experience=one)

    assert f"/erfaringer/{one.pk}/" in client.get(f"/moter/{meeting.pk}/").content.decode()
    page = client.get(f"/erfaringer/{one.pk}/").content.decode()
    assert "Samling" in page
    assert "Lukket" not in page
    publishing.take_back(experience=one)
    assert f"/erfaringer/{one.pk}/" not in client.get(f"/moter/{meeting.pk}/").content.decode()


def test_the_list_asks_as_much_for_one_as_for_thirty(client: Client, django_assert_max_num_queries):
    place = factories.MunicipalityFactory()
    client.force_login(factories.contact("Kari", place))
    for number in range(30):
        shared(title=f"Erfaring {number}")

    with django_assert_max_num_queries(12):
        answer = client.get("/erfaringer/")

    assert len(answer.context["page"].rows) == 20


def test_a_person_is_shown_what_is_kept_and_is_taken_out():
    person = factories.person("Mari", email="mari@hitra.example")
    one = shared(created_by=person, contact_name="Mari", contact_email="Mari@hitra.example")
    trying.wish(experience=shared(), municipality=one.municipality, by=person, note="Hva kostet det?")

    kept = person_data(person)
    assert [len(rows) for rows in kept.values()] == [1, 1, 1]
    erase(person, {"mari@hitra.example"})

    one.refresh_from_db()
    assert (one.created_by, one.contact_name, one.contact_email) == (None, "", "")
    assert list(Trial.objects.values_list("by", "note")) == [(None, "")]
