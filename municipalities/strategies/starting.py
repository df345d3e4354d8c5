"""A strategy begins, gets its documents, and is renewed. Verbs raise ``ValidationError`` with a sentence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Goal, Measure, Municipality, Strategy, StrategyDocument
from municipalities.strategies import timeline
from partnership.common import norwegian, uploads
from partnership.people.models import User

MOST_DOCUMENTS = 40
# All that is written when one begins.
TYPED = ("title", "begins", "draft_by", "treated_on")


@transaction.atomic
def start(*, strategy: Strategy, file: UploadedFile | None, by: User) -> Strategy:
    """The municipality's own until it is shown to others. Pressed twice in a minute is once; a file that came
    with the second press alone is kept too."""
    Municipality.objects.select_for_update().get(pk=strategy.municipality_id)
    begun = Strategy.objects.of(strategy.municipality_id).just_begun(strategy, typed=TYPED, by=by).first()
    if begun is None:
        strategy.created_by = by
        strategy.save()
        begun = strategy
    if file and not _has(begun, file):
        attach(strategy=begun, title="", file=file, by=by)
    return begun


def _has(strategy: Strategy, file: UploadedFile) -> bool:
    """A document with the same bytes."""
    bytes_of_it = file.read()
    file.seek(0)
    return any(_bytes(one) == bytes_of_it for one in strategy.documents.filter(size=len(bytes_of_it)))


def _bytes(document: StrategyDocument) -> bytes:
    with document.file.open() as kept:
        return kept.read()  # type: ignore[no-any-return]


@transaction.atomic
def attach(*, strategy: Strategy, title: str, file: UploadedFile, by: User) -> StrategyDocument:
    """``title`` may be empty: then the file's name, without its ending, is it."""
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    if strategy.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(_("A strategy can have %(n)s documents. Take one away first.") % {"n": MOST_DOCUMENTS})
    content_type, name = uploads.checked_type(file), (file.name or "").rsplit("/", 1)[-1]
    return StrategyDocument.objects.create(
        strategy=strategy, title=title or name.rsplit(".", 1)[0][:160] or _("Document"), file=file,
        content_type=content_type, size=file.size or 0, added_by=by,
    )  # fmt: skip


def take_away(*, document: StrategyDocument) -> None:
    """With its file."""
    document.delete()
    uploads.delete_when_done(document.file)


def renewal_of(strategy: Strategy) -> Strategy | None:
    """The one that renews it, while that is not ended."""
    return strategy.renewals.exclude(state=Strategy.State.ENDED).first()


@transaction.atomic
def renew(*, strategy: Strategy, by: User) -> Strategy:
    """A new one after it, with its goals and measures. Twice is once, while the new one is under way."""
    old = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if found := renewal_of(old):
        return found
    dates = timeline.propose(norwegian.today())
    new = Strategy.objects.create(
        municipality_id=old.municipality_id, title=old.title, about=old.about, begins=dates.begins,
        draft_by=dates.draft_by, treated_on=dates.treated_on, after=old, created_by=by,
    )  # fmt: skip
    new.themes.set(old.themes.all())
    for goal in old.goals.prefetch_related("measures"):
        copied = Goal.objects.create(strategy=new, title=goal.title, why=goal.why, order=goal.order)
        Measure.objects.bulk_create(
            Measure(goal=copied, title=one.title, order=one.order) for one in goal.measures.all()
        )
    return new
