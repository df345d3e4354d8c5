"""What a municipality shares: written in two steps, published, tried by others, and taken back."""

from __future__ import annotations

import io
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from meetings.models import ProgrammeItem
from municipalities.experiences import pictures, publishing, trying
from municipalities.experiences.privacy import erase, person_data
from municipalities.models import Experience, ExperiencePicture, FouiContact, Trial
from municipalities.views import experiences
from partnership.mail.models import Notice
from partnership.partners.models import Theme
from tests import factories
from tests.common.test_personal_numbers import ORDINARY

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


@pytest.mark.parametrize("part", ["endre", "publisering", "tilbake", "bilder"])
def test_what_the_deputy_deleted_meanwhile_is_not_there_any_more(client: Client, monkeypatch, part):
    draft = shared(published_at=None)
    client.force_login(factories.contact("Kari", draft.municipality))
    look = experiences.visible

    def looked_at_last(request, pk):
        found = look(request, pk)
        publishing.delete(experience=found)
        return found

    monkeypatch.setattr(experiences, "visible", looked_at_last)
    said = {"title": "Buss", "outcome": "worked", "file": handed(photo()), "alt": "Buss"}
    answer = client.post(f"/erfaringer/{draft.pk}/{part}/", said)

    assert answer.status_code == 404
    assert not Experience.objects.exists()


@pytest.mark.parametrize("left_out", ["need", "done", "lesson"])
def test_what_others_read_keeps_its_need_deed_and_lesson(client: Client, left_out: str):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    typed = {"title": "Buss", "outcome": "worked", "need": "n", "done": "d", "lesson": "l", "version": 1}

    answer = client.post(f"/erfaringer/{one.pk}/endre/", typed | {left_out: " "})

    one.refresh_from_db()
    assert (answer.status_code, one.title) == (422, "Selvkjørende buss")
    assert answer.context["form"].errors[left_out] == [
        "Andre leser den: Skriv dette, eller ta erfaringen tilbake først."
    ]


def test_what_was_taken_back_while_somebody_saved_stays_a_draft(client: Client, monkeypatch):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    typed = {"title": "Buss", "outcome": "worked", "need": "n", "done": "d", "lesson": "l", "version": 1}
    read = experiences.written

    def and_a_colleague_takes_it_back(request, pk):
        found = read(request, pk)
        publishing.take_back(experience=found)
        return found

    monkeypatch.setattr(experiences, "written", and_a_colleague_takes_it_back)
    client.post(f"/erfaringer/{one.pk}/endre/", typed)

    one.refresh_from_db()
    assert (one.title, one.is_published) == ("Buss", False)


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

    assert 'name="valg" value="slett"' in client.get(f"/erfaringer/{one.pk}/tilbake/").content.decode()
    client.post(f"/erfaringer/{one.pk}/tilbake/", {"valg": "slett"})
    assert not Experience.objects.exists()


def test_take_it_back_pressed_twice_deletes_nothing(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    assert "slett" not in client.get(f"/erfaringer/{one.pk}/tilbake/").content.decode()

    for _press in range(2):
        assert client.post(f"/erfaringer/{one.pk}/tilbake/")["Location"] == f"/erfaringer/{one.pk}/"

    assert not Experience.objects.get().is_published


def test_what_was_shared_while_somebody_was_asked_about_deleting_is_kept(client: Client):
    one = shared(published_at=None)
    client.force_login(factories.contact("Kari", one.municipality))
    publishing.publish(experience=one)

    answer = client.post(f"/erfaringer/{one.pk}/tilbake/", {"valg": "slett"})

    assert answer.status_code == 422
    assert "Ta den tilbake først" in answer.content.decode()
    assert Experience.objects.get().is_published


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


def test_everybody_who_steps_in_is_told_in_their_own_language():
    one = shared(factories.MunicipalityFactory(name="Frøya"))
    seat = FouiContact.objects.create(municipality=one.municipality)
    lars = factories.give(seat, factories.person("Lars", language="en"), capacity="deputy")
    liv = factories.give(seat, factories.person("Liv"), capacity="deputy")
    hitra = factories.MunicipalityFactory(name="Hitra")

    with translation.override("en"):
        trying.wish(experience=one, municipality=hitra, by=factories.contact("Mari", hitra))

    assert {notice.person: notice.line for notice in Notice.objects.all()} == {
        lars: "Hitra wants to try what you did: «Selvkjørende buss».",
        liv: "Hitra vil prøve det dere gjorde: «Selvkjørende buss».",
    }


def test_a_wish_that_was_taken_back_is_not_told_and_no_other_is_lost_with_it():
    one = shared(factories.MunicipalityFactory(name="Frøya"))
    told = factories.contact("Lars", one.municipality)
    first, other = (factories.MunicipalityFactory(pk=pk) for pk in (7_001, 70_011))
    for place in (first, other):
        trying.wish(experience=one, municipality=place, by=factories.person())

    trying.unwish(experience=one, municipality=first)

    assert [notice.line.split(" vil prøve")[0] for notice in Notice.objects.filter(person=told)] == [other.name]


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_a_camera_wrote_wrongly_stops_no_picture(kind: str):
    """A width in letters: only which way is up is asked, the rest is not written again."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera", 6
    wrong = exif.tobytes().replace(struct.pack(">HH", 0x010F, 2), struct.pack(">HH", 0x0100, 2))
    assert wrong != exif.tobytes()

    drawn = pictures.drawn(handed(photo(kind, (300, 150), exif=wrong), f"bilde.{kind.lower()}"))

    with Image.open(drawn) as found:
        assert found.size == (150, 300)


@pytest.mark.parametrize("error", [struct.error, TypeError, IndexError, MemoryError])
def test_whatever_the_library_fails_with_is_said_in_words(monkeypatch, error):
    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr(Image.Image, "thumbnail", fails)

    with pytest.raises(ValidationError, match="kan ikke leses"):
        pictures.drawn(handed(photo()))


def test_a_picture_of_a_thousand_layers_is_refused_unread(monkeypatch):
    """Eighty bytes make the library read all forty million pixels once more; a progressive picture has ten such."""
    whole = photo(progressive=True)
    layer = whole[whole.rfind(b"\xff\xc4", 0, whole.rfind(b"\xff\xda")) : -2]
    assert pictures.drawn(handed(whole))
    monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("was opened"))

    with pytest.raises(ValidationError, match="kan ikke leses"):
        pictures.drawn(handed(whole[:-2] + layer * 60 + whole[-2:]))


def test_a_large_picture_is_made_small_before_it_is_turned(monkeypatch):
    """Turning needs the pixels twice: of forty millions that is a quarter of a gigabyte."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sizes = []
    monkeypatch.setattr(Image.Image, "transpose", _noting(Image.Image.transpose, sizes))

    pictures.drawn(handed(photo(size=(4000, 3000), exif=exif)))

    assert sizes == [(1280, 960)]


def _noting(turn, sizes):
    def noted(picture, method):
        sizes.append(picture.size)
        return turn(picture, method)

    return noted


NUMBER = f"Gjelder {ORDINARY}."


@pytest.mark.parametrize("step", ["1", "2"])
def test_a_national_identity_number_is_not_kept_in_what_everybody_reads(client: Client, step: str):
    one = shared(published_at=None)
    client.force_login(factories.contact("Kari", one.municipality))
    field = {"1": "lesson", "2": "money"}[step]

    answer = client.post(
        f"/erfaringer/{one.pk}/endre/{step}/", {"title": "Buss", "outcome": "worked", "version": 1, field: NUMBER}
    )

    assert answer.status_code == 422
    assert "ser ut som et fødselsnummer" in answer.content.decode()


def test_nor_beside_a_picture_nor_in_a_wish_to_try(client: Client):
    one, place = shared(), factories.MunicipalityFactory()
    client.force_login(factories.contact("Kari", one.municipality))
    answer = client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": NUMBER})
    assert "ser ut som et fødselsnummer" in answer.content.decode()

    client.force_login(factories.contact("Per", place))
    answer = client.post(f"/erfaringer/{one.pk}/prove/", {"municipality": place.pk, "note": NUMBER})
    page = answer.content.decode()
    assert (answer.status_code, Trial.objects.count()) == (422, 0)
    # Said by the field, and what was written can be put right there.
    assert "ser ut som et fødselsnummer" in page
    assert NUMBER in page


def test_it_is_asked_before_a_picture_goes(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": "En liten buss"})
    address = f"/erfaringer/{one.pk}/bilder/{one.pictures.get().pk}/fjern/"

    asked = client.get(address).content.decode()

    assert f'href="{address}"' in client.get(f"/erfaringer/{one.pk}/bilder/").content.decode()
    assert "Ta bort bildet?" in asked
    assert 'alt="En liten buss"' in asked
    assert one.pictures.count() == 1


def test_six_pictures_are_the_most_however_they_are_pressed(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))

    def press():
        made = ExperiencePicture(file=pictures.drawn(handed(photo())), alt="Buss")
        publishing.add_picture(experience=one, picture=made)

    for _n in range(pictures.MOST):
        press()
    with pytest.raises(ValidationError, match="Ta bort ett først"):
        press()
    answer = client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": "Buss"})

    assert (answer.status_code, ExperiencePicture.objects.count()) == (422, pictures.MOST)
    assert "Det er allerede 6 bilder. Ta bort ett først." in answer.content.decode()


def test_with_one_picture_too_many_it_is_said_and_the_picture_must_be_chosen_again(client: Client, monkeypatch):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))
    monkeypatch.setattr(pictures, "MOST", 1)
    answers = [
        client.post(f"/erfaringer/{one.pk}/bilder/", {"file": handed(photo()), "alt": alt}) for alt in ("Buss", "Båt")
    ]

    assert [answer.status_code for answer in answers] == [302, 422]
    for said in ("Ta bort ett først", "Velg bildet på nytt.", 'value="Båt"'):
        assert said in answers[1].content.decode()


def test_pressed_twice_a_draft_is_begun_once_with_its_themes(client: Client):
    place, theme = factories.MunicipalityFactory(slug="froya"), Theme.objects.create(name="Klima")
    client.force_login(factories.contact("Kari", place))
    said = {"title": "Selvkjørende buss", "outcome": "worked", "themes": [theme.pk]}

    first, second = (client.post("/kommuner/froya/erfaring/ny/", said)["Location"] for _press in range(2))

    draft = Experience.objects.get()
    assert first == second == f"/erfaringer/{draft.pk}/endre/2/"
    assert list(draft.themes.all()) == [theme]


def test_what_is_sent_anew_with_other_words_or_themes_is_kept(client: Client):
    place, theme = factories.MunicipalityFactory(slug="froya"), Theme.objects.create(name="Klima")
    client.force_login(factories.contact("Kari", place))
    said = {"title": "Selvkjørende buss", "outcome": "worked"}

    for more in ({}, {"need": "Lang vei"}, {"need": "Lang vei", "themes": [theme.pk]}, {"need": "Lang vei"}):
        client.post("/kommuner/froya/erfaring/ny/", said | more)

    kept = [(one.need, list(one.themes.all())) for one in Experience.objects.order_by("pk")]
    assert kept == [("", []), ("Lang vei", []), ("Lang vei", [theme])]


def test_whoever_names_somebody_is_told_that_everybody_sees_the_address(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))

    page = client.get(f"/erfaringer/{one.pk}/endre/2/").content.decode()

    assert "Alle ser adressen også, uten å logge inn." in page


def test_a_third_step_is_not_found(client: Client):
    one = shared()
    client.force_login(factories.contact("Kari", one.municipality))

    assert client.get(f"/erfaringer/{one.pk}/endre/3/").status_code == 404


@pytest.mark.parametrize(("step", "field"), [("1", "need"), ("2", "money")])
def test_an_endless_text_is_refused_with_a_word_of_how_long_it_may_be(client: Client, step: str, field: str):
    one = shared(published_at=None)
    client.force_login(factories.contact("Kari", one.municipality))
    said = {"title": "Buss", "outcome": "worked", "version": 1, field: "a" * 20_001}

    answer = client.post(f"/erfaringer/{one.pk}/endre/{step}/", said)

    assert answer.status_code == 422
    assert "Skriv høyst 20000 tegn." in answer.content.decode().replace("\xa0", "")
