"""Files and links of a meeting. Files are served only here, after the access check, never from a folder."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.day import following
from meetings.models import Material, Meeting
from meetings.permissions import can_join
from meetings.planning.forms import MaterialForm
from meetings.views.common import me, organised, visible
from partnership.common.numbers import key


@require_http_methods(["GET", "POST"])
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    if gone := key(request.POST.get("fjern", "")):
        get_object_or_404(meeting.materials.all(), pk=gone).delete()
        following.touch(pk)
        messages.success(request, _("Taken away."))
        return redirect("meetings:materials", pk)
    material = Material(meeting=meeting, added_by=me(request))
    form = MaterialForm(request.POST or None, request.FILES or None, instance=material)
    if request.method == "POST" and form.is_valid():
        new = form.save(commit=False)
        if new.file:
            new.size = new.file.size
        new.save()
        following.touch(pk)
        return redirect("meetings:materials", pk)
    context = {"meeting": meeting, "form": form, "materials": meeting.materials.all()}
    return render(request, "meetings/materials.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def material(request: HttpRequest, pk: int, material_pk: int) -> HttpResponseBase:
    """Only for those who may join, also where the meeting's page is public."""
    meeting = visible(request, pk)
    if not can_join(request.user, meeting):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
    return file_response(meeting, material_pk)


def file_response(meeting: Meeting, material_pk: int) -> FileResponse:
    """The file as a download, whatever it says it is. Raises Http404."""
    found = get_object_or_404(meeting.materials.exclude(file=""), pk=material_pk)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file.name.rsplit("/", 1)[-1])
    response["Content-Type"] = "application/octet-stream"
    return response
