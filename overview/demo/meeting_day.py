"""The demo's meeting that is under way, with groups at work; and what came of the one that was held."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from meetings.after import agreeing, following_up
from meetings.after.following_up import Responsible
from meetings.groups import composing, questions
from meetings.invitations import answering, inviting, wishing
from meetings.models import Attendance, AudienceGuest, FollowUp, Invitation, Meeting, MeetingDay, Reply, Source
from meetings.notes import writing
from meetings.notes.writing import Writer
from partnership.common import norwegian
from partnership.partners.models import Theme
from partnership.people.models import User

# (name, where, role, number of a theme, case)
GUESTS = (
    ("Ane Lium", "Nord universitet", "researcher", 0, ""),
    ("Jens Berge", "NTNU", "researcher", 1, ""),
    ("Tuva Hegle", "SINTEF", "researcher", 2, ""),
    ("Kjersti Moe", "Levanger kommune", "leader", 0, "Hvordan beholder vi nyutdannede vernepleiere?"),
    ("Rolf Aune", "Steinkjer kommune", "leader", 1, ""),
    ("Siri Nes", "Namsos kommune", "employee", 2, "Felles vikarpool mellom tre kommuner."),
    ("Bente Lo", "Verdal kommune", "union", 0, ""),
    ("Harald Vada", "Inderøy kommune", "leader", 1, ""),
    ("Grete Sørli", "Overhalla kommune", "employee", 2, ""),
)
QUESTIONS = (
    "Hva er den ene tingen vi vil løse?",
    "Hvem må være med, og hvem spør dem?",
    "Hva gjør vi før neste møte?",
)
NOTES = (
    "Få nyutdannede til å bli mer enn to år",
    "Nord universitet og to kommuner. Megleren ringer.",
    "Møtes på Teams om tre uker\nLevanger deler tallene sine",
)
BEGAN = (0, 3, 7, 11, 17, 20)
AGREED = ("Kommunene deler strategiene sine.", "KS inviterer til et verksted om forankring.")
# (what, days from today until it is due, what came of it: None is not done)
FOLLOW_UPS = (
    ("Dele innovasjonsstrategien med de andre", -3, "Ligger i materiellet."),
    ("Sende ut lysarkene", -5, "Sendt."),
    ("Spørre tillitsvalgte om å delta", -2, "De vil være med."),
    ("Finne en dato for verkstedet", 2, None),
    ("Ringe Nord universitet om følgeforskning", 4, None),
    ("Skrive to linjer om forankring i kommunestyret", -1, None),
    ("Samle erfaringer fra kommuner som er ferdige", 40, None),
)


def lay_out() -> None:
    scenes = Meeting.objects.filter(is_demo=True)
    under_way = scenes.get(title="Arbeidsmøte om kompetanse og rekruttering")
    _groups_at_work(under_way)
    _came_of_it(scenes.get(title="Dialogmøte om innovasjonsstrategi"))


def _groups_at_work(meeting: Meeting) -> None:
    """Answers were given before it began: the clock is put back for as long as they are laid out."""
    start, end = meeting.start, meeting.end
    ahead = dt.timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(start=start + ahead, end=end + ahead, asks=["themes", "case"])
    meeting.refresh_from_db()
    themes = list(Theme.objects.order_by("sort_name")[:3])
    for name, place, role, _theme, _case in GUESTS:
        email = f"{name.lower().replace(' ', '.').replace('ø', 'o')}@{place.split()[0].lower()}.example"
        AudienceGuest.objects.create(meeting=meeting, name=name, email=email, role=role, organisation=place)
    inviting.invite(meeting=meeting, by=meeting.host)
    meeting.invitations.update(invited_at=timezone.now())
    by_name = {one.name: one for one in meeting.invitations.all()}
    for name, _place, _role, theme, case in GUESTS:
        one = answering.answer(invitation=by_name[name], reply=Reply.COMES, source=Source.LINK)
        wishing.say(invitation=one, said=wishing.Said(first=themes[theme], case=case))
    for number, one in enumerate(meeting.invitations.coming().exclude(person=None)):
        wishing.say(invitation=one, said=wishing.Said(first=themes[number % 3]))
    questions.save(meeting=meeting, texts=QUESTIONS)
    groups = composing.propose(meeting=meeting, size=5)
    composing.show(meeting=meeting, is_shown=True)
    first = groups[0]
    members = list(Invitation.objects.filter(group_member__group=first).order_by("pk"))
    for question, text in zip(meeting.questions.all(), NOTES, strict=True):
        by = Writer(members[-1].name, members[-1])
        writing.save(group=first, key=question.pk, base="", text=text, by=by)
    Meeting.objects.filter(pk=meeting.pk).update(start=start, end=end)
    # The programme was shortened, and the groups have been at work for ten minutes.
    for item, minutes in zip(meeting.programme.all(), BEGAN, strict=False):
        item.begun_at = start + dt.timedelta(minutes=minutes)
        item.save(update_fields=["begun_at"])
    MeetingDay.objects.filter(meeting=meeting).update(last_press=None)


def _came_of_it(meeting: Meeting) -> None:
    host: User = meeting.host
    there = list(meeting.invitations.coming().order_by("pk"))
    for number, one in enumerate(there):
        one.attendance = Attendance.NOTICE if number % 12 == 11 else Attendance.PRESENT
    Invitation.objects.bulk_update(there, ["attendance"])
    for text in AGREED:
        agreeing.agree(meeting=meeting, text=text, by=host)
    owners = [one for one in there if one.seat_id is not None][4:]
    today = norwegian.today()
    for (text, days, came_of_it), owner in zip(FOLLOW_UPS, owners, strict=False):
        made = following_up.add(
            meeting=meeting, text=text, to=Responsible(seat=owner.seat), due=today + dt.timedelta(days=60), by=host
        )
        FollowUp.objects.filter(pk=made.pk).update(due=today + dt.timedelta(days=days))
        if came_of_it is not None:
            following_up.mark_done(follow_up=made, by=owner.person, note=came_of_it)
