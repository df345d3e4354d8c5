"""Every cell of the transition table, and what each kind of step asks for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from freezegun import freeze_time

from ideas.life import moving, stages, undoing
from ideas.life.stages import Stage
from ideas.money import anchoring
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db

# Rows: from; columns: to, in the order of ``Stage``. f forward, b back, p pause, r resume, o reopen, e end,
# x passed on, m merged, w withdrawn, . no such step.
CELLS = """
received    . f f f f . . . . . . . p e x m w
clarifying  . . f f f . . . . . . . p e x m w
trying      . b . f f . . . . . f . p e x m w
in_line     . b f . f . . . . . f . p e x m w
brokering   . b f f . f . . . . . . p e x m w
outline     . b b b b . f . . . . . p e x m w
applied     . . . . b b . f f . . . p e x m w
funded      . . . . . . b . . f . . p e x m w
rejected    . b f f b b b . . . . . p e x m w
under_way   . b b . . . . b . . f . p e x m w
in_use      . b b b . . . . . b . f p e x m w
shared      . . . . . . . . . . b . . . . . .
paused      r r r r r r r r r r r . . e x m w
ended       . o . . . . . . . . . . . . . . .
passed_on   . . . . . . . . . . . . . . . . .
merged      . . . . . . . . . . . . . . . . .
withdrawn   . . . . . . . . . . . . . . . . .
"""
LETTERS = {
    "f": "forward", "b": "back", "p": "pause", "r": "resume", "o": "reopen", "e": "end", "x": "pass_on", "m": "merge",
    "w": "withdraw", ".": None,
}  # fmt: skip
ROWS = [line.split() for line in CELLS.strip().splitlines()]
TABLE = [(row[0], str(new), LETTERS[cell]) for row in ROWS for new, cell in zip(Stage, row[1:], strict=True)]


def soon() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 5)


def idea_in(stage: str):
    found = factories.idea(stage="received")
    found.stage = stage
    found.paused_in = "trying" if stage == "paused" else ""
    found.merged_into = factories.idea() if stage == "merged" else None
    found.save()
    return found


@pytest.mark.parametrize(("old", "new", "expected"), TABLE)
def test_the_table_says(old, new, expected):
    assert stages.step(old, new) == expected


@pytest.mark.parametrize(("old", "new", "expected"), [row for row in TABLE if row[2] not in ("merge", "withdraw")])
def test_the_verb_does_what_the_table_says(old, new, expected):
    idea, by = idea_in(old), factories.person()
    allowed = expected is not None and not (expected == "resume" and new != "trying")
    if (old, new) == ("outline", "applied"):
        anchoring.anchor(idea=idea, who="Rådet", on=norwegian.today(), by=by)

    if allowed:
        moving.move(idea=idea, to=new, by=by, next_date=soon(), reason="Fordi.")
        assert idea.stage == new
    else:
        with pytest.raises(ValidationError) as refused:
            moving.move(idea=idea, to=new, by=by, next_date=soon(), reason="Fordi.")
        assert list(refused.value.message_dict) == ["to"]
        idea.refresh_from_db()
        assert idea.stage == old


@pytest.mark.parametrize(
    ("old", "new"), [("trying", "clarifying"), ("received", "paused"), ("received", "ended"), ("ended", "clarifying")]
)
def test_back_pause_end_and_reopen_want_a_reason(old, new):
    idea = idea_in(old)

    with pytest.raises(ValidationError) as refused:
        moving.move(idea=idea, to=new, by=factories.person(), next_date=soon())

    assert refused.value.message_dict == {"reason": ["Skriv hvorfor, i én setning."]}


def test_what_stays_open_wants_a_next_date():
    idea = idea_in("received")

    with pytest.raises(ValidationError) as refused:
        moving.move(idea=idea, to="clarifying", by=factories.person())

    assert refused.value.message_dict == {"next_date": ["Velg en dag, så ideen ikke stopper i stillhet."]}


@freeze_time("2027-05-10 08:00")
def test_a_date_on_a_holiday_is_refused_with_the_next_working_day():
    idea = idea_in("received")

    with pytest.raises(ValidationError) as refused:
        moving.move(idea=idea, to="clarifying", by=factories.person(), next_date=dt.date(2027, 5, 17))

    assert refused.value.message_dict == {
        "next_date": ["Mandag 17. mai er en fridag. Neste arbeidsdag er tirsdag 18. mai."]
    }


def test_a_pause_remembers_where_it_came_from_and_goes_back_there_alone():
    idea, by = idea_in("brokering"), factories.person()
    moving.move(idea=idea, to="paused", by=by, next_date=soon(), reason="Budsjettet kommer i januar.")

    assert [choice for choice, _step in stages.choices(idea.stage, idea.paused_in)] == ["brokering", "ended"]

    moving.move(idea=idea, to="brokering", by=by, next_date=soon())
    assert (idea.stage, idea.paused_in) == ("brokering", "")


def test_what_is_ended_has_no_next_date_and_is_answered():
    idea = idea_in("received")

    event = moving.move(idea=idea, to="ended", by=factories.person(), told="Vi gjør det allerede.")

    assert (idea.next_date, idea.next_step, idea.answered_at is not None) == (None, "", True)
    assert (event.old_stage, event.new_stage, event.told) == ("received", "ended", "Vi gjør det allerede.")


def test_the_newest_move_is_undone_once_and_an_older_one_not_at_all():
    idea, by = idea_in("received"), factories.person()
    promised = idea.next_date
    first = moving.move(idea=idea, to="clarifying", by=by, next_date=soon())
    second = moving.move(idea=idea, to="trying", by=by, next_date=soon())

    with pytest.raises(ValidationError):
        moving.undo(event=first, by=by)
    moving.undo(event=second, by=by)
    moving.undo(event=second, by=by)
    idea.refresh_from_db()
    assert (idea.stage, idea.events.filter(kind="undone").count()) == ("clarifying", 1)
    assert (first.before["stage"], first.before["next_date"]) == ("received", promised.isoformat())


def test_after_half_an_hour_nothing_is_undone():
    idea, by = idea_in("received"), factories.person()
    event = moving.move(idea=idea, to="clarifying", by=by, next_date=soon())
    type(event).objects.filter(pk=event.pk).update(at=timezone.now() - undoing.FOR - dt.timedelta(seconds=1))

    with pytest.raises(ValidationError):
        moving.undo(event=event, by=by)

    idea.refresh_from_db()
    assert idea.stage == "clarifying"
