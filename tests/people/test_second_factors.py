"""Second factors at rest: a database alone opens none, and a new key locks nobody out."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.management import call_command

from partnership.people import second_factors, tasks
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # an app's, base32


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def app(nina):
    return totp.TOTP.activate(nina, SECRET).instance


@pytest.fixture
def codes(nina):
    return RecoveryCodes.activate(nina)


def works(app: Authenticator) -> bool:
    cache.clear()  # a code counts once
    code = totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30))
    return totp.TOTP(Authenticator.objects.get(pk=app.pk)).validate_code(code)


def stored(row: Authenticator) -> str:
    data = Authenticator.objects.get(pk=row.pk).data
    return str(data.get("secret", data.get("seed")))


def test_an_apps_secret_is_not_readable_in_the_database_and_its_codes_work(app):
    assert stored(app).startswith(second_factors.SEALED)
    assert SECRET not in stored(app)
    assert works(app)


def test_recovery_codes_are_not_readable_either_and_count_once(codes):
    code = codes.generate_codes()[0]

    assert stored(codes.instance).startswith(second_factors.SEALED)
    assert [codes.validate_code(code), codes.validate_code(code)] == [True, False]


def test_the_same_secret_is_sealed_differently_each_time():
    assert second_factors.seal(SECRET) != second_factors.seal(SECRET)
    assert second_factors.unseal(second_factors.seal(SECRET)) == SECRET


def test_what_an_earlier_version_wrote_is_read_and_then_sealed_by_the_daily_task(nina):
    app = Authenticator.objects.create(user=nina, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    data = {"migrated_codes": ["11112222", "33334444"], "used_mask": 0}
    codes = Authenticator.objects.create(user=nina, type=Authenticator.Type.RECOVERY_CODES, data=data)
    assert works(app)

    tasks.daily()

    codes.refresh_from_db()
    assert works(app)
    assert stored(app).startswith(second_factors.SEALED)
    assert all(code.startswith(second_factors.SEALED) for code in codes.data["migrated_codes"])
    assert RecoveryCodes(codes).get_unused_codes() == ["11112222", "33334444"]


def test_a_new_key_with_the_old_one_kept_locks_nobody_out(settings, app, codes):
    before = codes.generate_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]

    assert works(app)
    assert RecoveryCodes(Authenticator.objects.get(pk=codes.instance.pk)).generate_codes() == before


def test_sealed_anew_the_old_key_is_needed_no_more_and_a_second_time_changes_nothing(settings, app, codes, capsys):
    before = codes.generate_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]

    call_command("seal_second_factors")
    call_command("seal_second_factors")
    settings.SECRET_KEY_FALLBACKS = []

    assert capsys.readouterr().out.splitlines() == [
        "2 second factors were changed.",
        "0 second factors were changed.",
    ]
    assert works(app)
    assert RecoveryCodes(Authenticator.objects.get(pk=codes.instance.pk)).generate_codes() == before


def test_without_the_key_nothing_opens_and_nothing_is_taken_away_unasked(settings, app):
    settings.SECRET_KEY = "another key altogether"

    with pytest.raises(second_factors.Unreadable):
        works(app)
    assert second_factors.seal_anew() == 0
    assert Authenticator.objects.filter(pk=app.pk).exists()
    assert second_factors.seal_anew(remove_unreadable=True) == 1
    assert not Authenticator.objects.filter(pk=app.pk).exists()


def test_passkeys_are_left_as_they_are(nina):
    data = {"name": "Nøkkel", "credential": {"id": "x"}}
    key = Authenticator.objects.create(user=nina, type=Authenticator.Type.WEBAUTHN, data=data)

    assert second_factors.seal_anew() == 0

    key.refresh_from_db()
    assert key.data == data
