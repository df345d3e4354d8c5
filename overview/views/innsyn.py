"""*Innsyn*: a list of records for a request for access, asked for with a reason, and the log of such lists."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from municipalities.models import Municipality
from overview.reports import access_export, rights
from overview.reports.access_records import Asked
from overview.reports.forms import AccessForm
from overview.reports.models import RecordsExport
from partnership.common import exports, norwegian
from partnership.common.limits import by_person, limited
from partnership.partners.models import Partner
from partnership.people.models import User

AN_HOUR = 30
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": exports.XLSX}


@never_cache
@require_safe
def innsyn(request: HttpRequest) -> HttpResponse:
    return _page(request, AccessForm(registers=_registers(request)))


@require_POST
@limited("records-export", AN_HOUR, by_person)
def export(request: HttpRequest) -> HttpResponseBase:
    form = AccessForm(request.POST, registers=_registers(request))
    assert isinstance(request.user, User)  # who has a register
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    asked = Asked(form.register, said["q"], said["fra"], said["til"], request.user)
    try:
        opened = access_export.export(asked=asked, why=said["hvorfor"], file_format=said["fil"])
    except access_export.TooManyRows:
        most = norwegian.format_number(access_export.MOST_ROWS)
        form.add_error(
            "fra", _("There are more than %(most)s records. Choose fewer days, or more words.") % {"most": most}
        )
        return _page(request, form)
    except access_export.NoRows:
        form.add_error(
            None, _("No records fit what you asked for, so there is no list. Try fewer words or more days.")
        )
        return _page(request, form)
    name = exports.named(f"innsyn-{form.register.slug}-{norwegian.today():%Y-%m-%d}.{said['fil']}")
    return FileResponse(opened, as_attachment=True, filename=name, content_type=_TYPES[said["fil"]])


def _registers(request: HttpRequest) -> list[Municipality | Partner]:
    """Raises PermissionDenied."""
    found = rights.registers(request.user)
    if not found:
        raise PermissionDenied
    return found


def _page(request: HttpRequest, form: AccessForm) -> HttpResponse:
    log = RecordsExport.objects.visible_to(request.user).for_list()[:50]
    return render(request, "overview/innsyn.html", {"form": form, "log": log})
