"""*Rett adressen*: where the invitation went, why it did not arrive, and one field for where it should go."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings.invitations import readdressing
from meetings.invitations.guest_forms import AddressForm
from meetings.models import Invitation
from meetings.permissions import can_correct_address
from meetings.views.common import me, organised
from partnership.common.limits import by_person, limited
from partnership.mail import reasons
from partnership.partners.permissions import can_hand_over
from partnership.people import signin


@require_http_methods(["GET", "POST"])
@limited("address", 60, by_person)
def address(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows = Invitation.objects.active().arrived().filter(meeting=meeting).select_related("person", "seat")
    invitation = get_object_or_404(rows, pk=invitation_pk)
    invitation.meeting = meeting
    mail = readdressing.lost_mail(invitation)
    if mail is None:
        messages.info(request, _("No mail to %(name)s has come back.") % {"name": invitation.name})
        return redirect("meetings:board", pk)
    may = can_correct_address(request.user, invitation)
    if may and invitation.person_id and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = AddressForm(request.POST or None, invitation=invitation)
    context = {"meeting": meeting, "invitation": invitation, "form": form, "may": may, "why": reasons.in_words(mail)}
    if request.method == "POST" and form.is_valid() and _correct(request, invitation, form, context):
        return redirect("meetings:board", pk)
    context["may_hand_over"] = invitation.seat is not None and can_hand_over(request.user, invitation.seat)
    return render(request, "meetings/address.html", context, status=422 if form.errors else 200)


def _correct(request: HttpRequest, invitation: Invitation, form: AddressForm, context: dict[str, object]) -> bool:
    email = form.cleaned_data["email"].lower()
    known = readdressing.belongs_to(email) if request.POST.get("valg") == "kjent" else None
    try:
        sent = readdressing.correct(invitation=invitation, email=email, by=me(request), known=known)
    except readdressing.CannotCorrect as error:
        form.add_error("email", str(error))
        context["known"] = error.known
        return False
    if sent:
        text = ngettext(
            "The invitation is on its way to %(email)s.", "%(n)s invitations are on their way to %(email)s.", sent
        )
    else:
        text = _("The address is corrected to %(email)s. Nothing is sent: the meeting takes no answers now.")
    messages.success(request, text % {"n": sent, "email": email})
    return True
