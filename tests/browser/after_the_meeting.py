"""What follows a meeting, step by step in a browser: the next day's mails, minutes, and the next invitation."""

from __future__ import annotations

import datetime as dt
import io
import re

from django.utils import timezone
from docx import Document

from meetings.after import feedback
from meetings.models import Attendance, Feedback, Invitation, Meeting, MinutesVersion, Remark
from partnership.common import documents
from partnership.mail import tasks as mail_tasks
from tests.browser.meeting_days import own_address, received, text_of, the_next_morning
from tests.browser.pages import link_in, looked_at, signed_in

AWAY = {"Kontakt 05": "Meldt forfall", "Megler 1": "Ikke til stede"}
WRONG, WRONG_TOO = "Det var tre kommuner, ikke to.", "Navnet mitt er skrevet feil."
SUMMARY = "Vi fant fem ting å prøve."


class Journey:
    """``organiser`` is a page of the host's. Each step is seen in a browser or in a mail as it arrived."""

    def __init__(self, browser, address: str, sink, meeting: Meeting, organiser) -> None:
        self.browser, self.sink, self.meeting, self.organiser = browser, sink, meeting, organiser
        self.address = address
        self.url = f"{address}/moter/{meeting.pk}/"

    def opened(self, path: str):
        self.organiser.goto(self.url + path)
        return self.organiser

    def of(self, name: str) -> Invitation:
        return self.meeting.invitations.get(name=name)

    def stranger(self, link: str):
        """A browser that has never signed in."""
        page = self.browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True).new_page()
        page.goto(link)
        return page

    def who_was_there(self) -> None:
        page = self.opened("oppmote/")
        looked_at(page, "who was there")
        for name, said in AWAY.items():
            page.get_by_label(f"Oppmøte for {name}").select_option(label=said)
        page.get_by_role("button", name="Lagre oppmøtet").click()
        page.get_by_text("Notert for 30.").wait_for()
        assert self.meeting.invitations.filter(attendance=Attendance.PRESENT).count() == 28

    def mails_the_next_day(self) -> None:
        the_next_morning(self.meeting)
        for invitation in self.meeting.invitations.all():
            was_there = invitation.name not in AWAY
            mail = received(self.sink, invitation.email, "Takk for møtet" if was_there else "Dette gikk du glipp av")
            assert ("Tre spørsmål" in text_of(mail)) == was_there

    def done_from_the_mail(self) -> None:
        mail = received(self.sink, self.of("Kontakt 00").email, "Takk for møtet")
        assert "Ring NTNU" not in text_of(mail)
        page = self.stranger(link_in(mail, "/oppfolging/"))
        page.get_by_role("heading", name="Ring NTNU").wait_for()
        looked_at(page, "a follow-up")
        page.get_by_label("Hva ble det til?").fill("De vil være med.")
        page.get_by_role("button", name="Gjort").click()
        page.get_by_text("Gjort. Takk.").wait_for()
        looked_at(page, "a follow-up that is done")
        page.context.close()
        done = self.meeting.follow_ups.get()
        asked = self.of("Kontakt 00").person
        assert (done.is_done, done.done_by, done.done_note) == (True, asked, "De vil være med.")

    def three_questions(self) -> None:
        mail = received(self.sink, self.of("Kontakt 01").email, "Takk for møtet")
        page = self.stranger(link_in(mail, "/tilbakemelding/"))
        looked_at(page, "three questions")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_text("Velg det som passer best.").first.wait_for()
        looked_at(page, "three questions, not answered")
        for group in page.get_by_role("group").all():
            group.get_by_role("radio").first.check()
        page.get_by_label("Hva bør vi gjøre annerledes?").fill("Mer tid i gruppene.")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_role("heading", name="Takk for svaret").wait_for()
        looked_at(page, "thanks for the answer")
        page.context.close()
        assert [one.differently for one in Feedback.objects.all()] == ["Mer tid i gruppene."]
        looked_at(self.opened("tilbakemelding/"), "what one person thought")
        assert self.organiser.get_by_text("Mer tid i gruppene.").count() == 0
        for number in range(6, 15):
            feedback.give(invitation=self.of(f"Kontakt {number:02}"), useful=4, met=3)
        self.opened("tilbakemelding/")
        assert self.organiser.get_by_text("Mer tid i gruppene.").count() == 0
        moments = {"start": self.meeting.start, "end": self.meeting.end}
        answering_is_over = {name: at - dt.timedelta(days=14) for name, at in moments.items()}
        Meeting.objects.filter(pk=self.meeting.pk).update(**answering_is_over)
        self.opened("tilbakemelding/").get_by_text("Mer tid i gruppene.").wait_for()
        looked_at(self.organiser, "what ten people thought")
        Meeting.objects.filter(pk=self.meeting.pk).update(**moments)

    def minutes_out_for_remarks(self) -> None:
        page = self.opened("referat/")
        looked_at(page, "minutes built from the meeting")
        text = page.get_by_label("Tekst").input_value()
        for known in ("Kontakt 05", "Først av alt", "Ring NTNU", "Spør de ansatte"):
            assert known in text
        page.get_by_label("Tekst").fill(text + "\n\nTo kommuner er i gang.")
        page.locator("#forhandsvisning-tekst").get_by_text("To kommuner er i gang.").wait_for()  # while typing
        page.get_by_label(re.compile("^Saksreferanse")).fill("26/1041")
        page.get_by_label(re.compile("^Sammendrag for alle")).fill(SUMMARY)
        page.get_by_role("button", name="Vis hvordan det blir").click()
        page.locator("#forhandsvisning-tekst").get_by_text("To kommuner er i gang.").wait_for()
        page.get_by_role("button", name="Lagre", exact=True).click()
        looked_at(page, "minutes, a draft")
        page.get_by_role("link", name="Send ut til merknad").click()
        looked_at(page, "minutes, before they are sent out")
        page.get_by_label("Merknader til og med").fill((timezone.localdate() + dt.timedelta(days=9)).isoformat())
        page.get_by_role("button", name="Send ut til merknad").click()
        page.get_by_text("Referatet er ute til merknad.").wait_for()
        looked_at(page, "minutes out for remarks")

    def remarks(self, *, guest: Invitation) -> None:
        mail_tasks.sweep()
        page = self.stranger(link_in(received(self.sink, guest.email, "Referat"), "/referat/"))
        looked_at(page, "minutes by the guest's link")
        self._remark(page, WRONG)
        looked_at(page, "a remark made by link")
        page.context.close()
        contact = signed_in(self.browser, self.address, self.of("Kontakt 02").person)
        contact.goto(self.address)
        contact.get_by_role("link", name="Les referatet").click()
        looked_at(contact, "minutes for a contact")
        self._remark(contact, WRONG_TOO)
        contact.context.close()
        page = self.opened("referat/")
        looked_at(page, "minutes with two remarks")
        page.get_by_role("link", name="Endre teksten").click()
        page.get_by_label("Tekst").fill(
            page.get_by_label("Tekst").input_value().replace("To kommuner", "Tre kommuner")
        )
        page.get_by_role("button", name="Lagre", exact=True).click()
        page.get_by_role("link", name=re.compile(f"^Svar eller kryss av ?: {WRONG}$")).click()
        looked_at(page, "an answer to a remark")
        page.get_by_label(re.compile("^Svar")).fill("Rettet.")
        page.get_by_role("button", name="Lagre og kryss av").click()
        page.get_by_text("Svar: Rettet.").wait_for()
        assert [(one.invitation.name, one.answer) for one in Remark.objects.all()] == [
            (guest.name, "Rettet."), ("Kontakt 02", ""),
        ]  # fmt: skip

    def _remark(self, page, text: str) -> None:
        page.get_by_label("Hva skulle vært annerledes?").fill(text)
        page.get_by_role("button", name="Send merknaden").click()
        page.get_by_text("Takk. Arrangøren har fått merknaden din.").wait_for()

    def published_once(self) -> None:
        """Two tabs stand open; the second press is told, and makes nothing."""
        tabs = [self.opened("referat/publisering/"), self.organiser.context.new_page()]
        tabs[1].goto(self.url + "referat/publisering/")
        looked_at(tabs[0], "before it is published")
        for tab in tabs:
            tab.get_by_role("button", name="Publiser", exact=True).click()
            tab.wait_for_url(self.url + "referat/")
        tabs[0].get_by_text("Referatet er publisert.").wait_for()
        tabs[1].get_by_text("Referatet var publisert allerede.").wait_for()
        tabs[1].close()
        looked_at(self.organiser, "minutes that are published")
        assert MinutesVersion.objects.filter(is_published=True).count() == 1

    def as_files(self, *, guest: Invitation) -> None:
        for address in (self.url, own_address(self.sink, guest)):
            word = self.organiser.context.request.get(address + "referat.docx")
            assert (word.status, word.headers["content-type"]) == (200, documents.DOCX)
            said = "\n".join(one.text for one in Document(io.BytesIO(word.body())).paragraphs)
            assert "Tre kommuner er i gang." in said
            pdf = self.organiser.context.request.get(address + "referat.pdf")
            assert (pdf.status, pdf.headers["content-type"], pdf.body()[:5]) == (200, documents.PDF, b"%PDF-")

    def corrected(self) -> None:
        page = self.opened("referat/")
        page.get_by_role("link", name="Rett referatet").click()
        page.get_by_label("Tekst").fill(page.get_by_label("Tekst").input_value() + "\n\nNeste møte er i vår.")
        page.get_by_role("button", name="Publiser rettelsen").click()
        page.get_by_text("Skriv hva du har rettet.").first.wait_for()
        looked_at(page, "a correction without a reason")
        page.get_by_label(re.compile("^Hva har du rettet")).fill("Neste møte manglet.")
        page.get_by_role("button", name="Publiser rettelsen").click()
        page.get_by_text("Rettelsen er publisert.").wait_for()
        looked_at(page, "minutes that are corrected")
        versions = MinutesVersion.objects.filter(is_published=True)
        assert [one.why for one in versions] == ["", "Neste møte manglet."]

    def everybody_reads_the_summary(self) -> None:
        page = self.stranger(self.url)
        page.get_by_text(SUMMARY).wait_for()
        looked_at(page, "the open page with a summary")
        assert page.get_by_text("kommuner er i gang").count() == 0
        page.context.close()

    def next_meeting(self, *, guest: Invitation) -> None:
        page = self.opened("neste/")
        looked_at(page, "next of the series")
        page.get_by_role("button", name="Lag utkastet").click()
        page.get_by_text("Neste møte er et utkast.").wait_for()
        looked_at(page, "the next meeting, a draft")
        new = Meeting.objects.get(follows=self.meeting)
        looked_at(self.opened("neste/"), "next of the series, made already")
        page.goto(f"{self.address}/moter/{new.pk}/utsending/")
        page.get_by_role("button", name="Send 30 invitasjoner").click()
        page.get_by_text("30 invitasjoner går om litt").wait_for()
        mail_tasks.sweep()
        told = f"Siden sist: 1 av 1 oppfølgingspunkt fra {self.meeting.short_name} er gjort."
        for address in (self.of("Kontakt 00").email, guest.email):
            mail = received(self.sink, address, "Invitasjon: ")
            assert told in text_of(mail)
            assert "Ring NTNU" not in text_of(mail)
            page = self.stranger(link_in(mail, "#siden-sist"))
            page.get_by_role("heading", name="Siden sist").wait_for()
            page.get_by_text("Først av alt").wait_for()
            looked_at(page, "the next invitation")
            page.context.close()
