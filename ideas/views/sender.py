"""The sender's own page, by the private link: GET shows, POST acts; no sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.intake import as_sender, sender_page
from ideas.intake.sending_forms import AddressForm, MessageForm, VisibilityForm, WithdrawForm
from ideas.models import IdeaSender, Lesson
from ideas.models.idea import SENDER
from ideas.views.talk import file_response
from ideas.whose import holders, holding
from partnership.common.limits import by_link, is_too_often, limited, limited_link

Page = Callable[..., HttpResponseBase]


def _opened(view: Page) -> Callable[..., HttpResponseBase]:
    """For a link that opens an idea; any other gets a page that says what to do."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        sender = as_sender.by_token(token)
        return _closed(request, token) if sender is None else view(request, sender, **kwargs)

    return login_not_required(never_cache(limited_link(SENDER)(limited("idea-sender", 40, by_link)(opened))))


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    was_ours = as_sender.was_ours(token)
    context = {"was_ours": was_ours, "form": AddressForm()}
    return render(request, "sending/link_closed.html", context, status=410 if was_ours else 404)


def _show(request: HttpRequest, sender: IdeaSender, form: Form | None = None) -> HttpResponse:
    context: dict[str, Any] = {"sender": sender, "token": sender.token(), "form": form or MessageForm()}
    context |= sender_page.context(sender.idea)
    return render(request, "sending/sender.html", context, status=422 if form else 200)


@_opened
@require_safe
def sender(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    return _show(request, sender)


@_opened
@require_POST
def confirmation(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    if request.POST.get("valg") == "nei":
        as_sender.refuse(sender=sender)
    else:
        as_sender.confirm(sender=sender)
        messages.success(request, _("Thank you. Now we know that the address is yours."))
    return redirect("idea_links:sender", sender.token())


@_opened
@require_POST
def message(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, sender, form)
    as_sender.write(sender=sender, text=form.cleaned_data["text"])
    messages.success(request, _("The message is sent."))
    return redirect("idea_links:sender", sender.token())


@_opened
@require_safe
def attachment(request: HttpRequest, sender: IdeaSender, attachment_pk: int) -> HttpResponseBase:
    """What was sent with a message, as a download, once the address is proved."""
    if not sender.reads_idea:
        raise Http404
    kept = sender.idea.attachments.for_sender()
    return file_response(get_object_or_404(kept, pk=attachment_pk))


@_opened
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            as_sender.withdraw(sender=sender, why=form.cleaned_data["why"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("idea_links:sender", sender.token())
    return _ask(request, sender, "sending/withdrawal.html", form)


@_opened
@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    form = VisibilityForm(
        request.POST or None,
        idea=sender.idea,
        may=as_sender.may_be_shown_to(sender.idea),
        has_contact=holding.contact_seat(sender.idea.municipality) is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            as_sender.show_to(sender=sender, visibility=form.cleaned_data["visibility"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("It is done."))
        return redirect("idea_links:sender", sender.token())
    return _ask(request, sender, "sending/visibility.html", form)


def _ask(request: HttpRequest, sender: IdeaSender, template: str, form: Form) -> HttpResponse:
    context = {
        "sender": sender,
        "idea": sender.idea,
        "token": sender.token(),
        "form": form,
        "holder": holders.of(sender.idea),
        "lesson": Lesson.objects.of_idea(sender.idea),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@_opened
@require_POST
def renewal(request: HttpRequest, sender: IdeaSender) -> HttpResponse:
    as_sender.renew_link(sender=sender)
    return render(request, "sending/link_sent.html", {"email": sender.email, "is_renewed": True})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("idea-link", 30)
def new_link(request: HttpRequest) -> HttpResponse:
    """The same answer whatever the address: nobody learns who has sent an idea."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not is_too_often("idea-link-to", email.lower(), 5):
            as_sender.send_links(email)
        return render(request, "sending/link_sent.html", {"email": email})
    return render(request, "sending/new_link.html", {"form": form}, status=422 if form.errors else 200)
