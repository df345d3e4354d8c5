"""allauth's pages at Norwegian addresses, with allauth's own names. What is not listed here is closed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.contrib.auth.decorators import login_not_required as public
from django.urls import path, re_path

urlpatterns = [
    path("logg-inn/", public(account.request_login_code), name="account_login"),
    path("logg-inn/kode/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("logg-inn/be-om-kode/", public(account.request_login_code), name="account_request_login_code"),
    path("logg-inn/passord/", public(account.login), name="account_login_password"),
    path("logg-inn/ny-bruker/", public(account.signup), name="account_signup"),
    path("logg-inn/stengt/", public(account.account_inactive), name="account_inactive"),
    path("logg-inn/igjen/", account.reauthenticate, name="account_reauthenticate"),
    path("logg-inn/glemt-passord/", public(account.password_reset), name="account_reset_password"),
    path("logg-inn/glemt-passord/sendt/", public(account.password_reset_done), name="account_reset_password_done"),
    # The key holds hyphens itself: only the first one parts it from the person.
    re_path(
        r"^logg-inn/glemt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "logg-inn/glemt-passord/ferdig/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "logg-inn/bekreft-adresse/", public(account.email_verification_sent), name="account_email_verification_sent"
    ),
    path("logg-inn/andre-steg/", public(mfa.authenticate), name="mfa_authenticate"),
    path("logg-inn/andre-steg/igjen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("logg-inn/noekkel/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logg-inn/noekkel/igjen/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("logg-ut/", public(account.logout), name="account_logout"),
    path("konto/adresse/", account.email, name="account_email"),
    path("konto/passord/", account.password_change, name="account_change_password"),
    path("konto/passord/nytt/", account.password_set, name="account_set_password"),
    path("konto/okter/", usersessions.list_usersessions, name="usersessions_list"),
    path("konto/andre-steg/", mfa.index, name="mfa_index"),
    path("konto/andre-steg/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/andre-steg/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/andre-steg/reservekoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "konto/andre-steg/reservekoder/nye/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/andre-steg/reservekoder/last-ned/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("konto/andre-steg/nokler/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("konto/andre-steg/nokler/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("konto/andre-steg/nokler/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("konto/andre-steg/nokler/<int:pk>/fjern/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
