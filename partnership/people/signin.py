"""How people sign in: allauth with a code by e-mail, no self sign-up, every mail through the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnership.common import contributions
from partnership.common.context import region
from partnership.common.templatetags.browsers import browser
from partnership.mail import outbox
from partnership.mail.models import Priority
from partnership.people import second_factors, terms
from partnership.people.models import User

CODE = "people.code"
ACCOUNT_MESSAGE = "people.account_message"
CODE_LASTS = dt.timedelta(minutes=15)
# allauth's names of the messages it wants sent, by what the person is told.
CODES = {"login_code": "sign_in", "email_confirmation": "address", "email_confirmation_signup": "address"}


def display_name(user: User) -> str:
    return user.name


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or later confirmed, with a passkey, an app or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def second_step_done(request: HttpRequest) -> bool:
    """What keeping the register asks for, in the workroom and outside it. The demo has nothing real to keep."""
    return settings.IS_DEMO or has_second_factor(request)


def ask_for_second_step(request: HttpRequest, target: str) -> HttpResponse:
    """To the second step and back to ``target``; whoever has none chooses one first."""
    if page := second_factor_page(request.user):
        return redirect(f"{reverse(page)}?{urlencode({'next': target})}")
    messages.info(request, _("You need a second step for this when you sign in. Choose one here first."))
    return redirect("mfa_index")


def second_factor_page(user: User | Any) -> str:
    """The URL name of the page that asks for the person's second factor; empty for who has none."""
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if is_mfa_enabled(user) else ""


def remember_new_factor(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Whoever has just set up a factor has shown that they hold it: do not ask for it again at once."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, method="mfa", type=authenticator.type, id=authenticator.pk, reauthenticated=True
        )


authenticator_added.connect(remember_new_factor)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A new address of one's own: what is on its way follows to it."""
        person = email_address.user
        old = person.email
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            person.refresh_from_db(fields=["email"])
            if confirmed and person.email != old:
                contributions.new_address(person, old, person)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put allauth's message in the outbox; codes and links lie in the payload and are wiped when sent."""
        name = template_prefix.rsplit("/", 1)[-1]
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        if user is None:
            return
        now = timezone.now()
        secret = context.get("code") or context.get("password_reset_url") or ""
        kind = CODE if secret else ACCOUNT_MESSAGE
        what = CODES.get(name, name)
        outbox.enqueue(
            [
                outbox.Draft(
                    kind=kind,
                    subject_id=user.pk,
                    # A second code asked for in the same second is another mail.
                    version=int(now.timestamp()),
                    resend=now.microsecond // 1000,
                    to_email=email,
                    to_name=user.name,
                    person_id=user.pk,
                    language=get_language() or user.language,
                    payload={"what": what, "secret": secret},
                    priority=Priority.CODE,
                    expires_at=now + CODE_LASTS if secret else None,
                )
            ]
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The first is the one asked for: the person's own second factor before codes in reserve and passwords."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        page = second_factor_page(user) if isinstance(user, User) else ""
        return sorted(found, key=lambda method: not page or method["url"] != reverse(page))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        terms.heard_from(person=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def _get_site_name(self) -> str:
        return str(region()["name"])

    def encrypt(self, text: str) -> str:
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.email

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """«Chrome på Windows (25.11.2026)»: where it was made, so that one knows which to take away."""
        request = context.request
        place = browser(request.META.get("HTTP_USER_AGENT", "")) if request else ""
        return f"{place or super().generate_authenticator_name(user, type)} ({timezone.localdate():%d.%m.%Y})"
