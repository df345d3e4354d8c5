"""The access table: for every address, what each kind of person gets.

Keyed by URL name. A row says who is let in; everyone else gets what ``closed`` says: «login» (sent to sign in),
404 or 403. ``post`` rows are tried with an empty POST, the others with GET.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ACTORS = (
    "stranger", "ended", "broker", "other_contact", "deputy", "contact", "other_officer", "officer", "superuser",
)  # fmt: skip
SIGNED_IN = set(ACTORS) - {"stranger"}
EVERYONE = set(ACTORS)
ROLES = SIGNED_IN - {"ended"}
OFFICERS = {"officer", "other_officer", "superuser"}
ORGANISERS = {"officer", "superuser"}
# Who sees the meeting at all: it is a partner's, sent out, not public, and the contact is invited.
SEES = {"contact", *OFFICERS}
# Who sees an idea that is for the municipality's contact only.
OWN_IDEAS = {"contact", "deputy"}
CONTACTS = {*OWN_IDEAS, "other_contact"}


@dataclass(frozen=True)
class Row:
    may: set[str]
    args: str = ""
    method: str = "get"
    # What somebody who is signed in and may not gets: hidden (404) or refused (403).
    hidden_from: set[str] = field(default_factory=set)


def own(args: str = "", method: str = "get") -> Row:
    return Row(SIGNED_IN, args, method)


def organiser(args: str = "meeting", method: str = "get") -> Row:
    return Row(ORGANISERS, args, method, hidden_from=EVERYONE - SEES)


def working(args: str = "idea", method: str = "get") -> Row:
    """With an idea that only its municipality's contact and deputy see."""
    return Row(OWN_IDEAS, args, method, hidden_from=EVERYONE)


def public(args: str = "", method: str = "get") -> Row:
    return Row(EVERYONE, args, method)


TABLE: dict[str, Row] = {
    "home": public(),
    "favicon": public(),
    "overview:accessibility": public(),
    "overview:privacy": public(),
    "overview:contact": public(),
    "overview:health": public(),
    "overview:health_ready": public(),
    "overview:municipality": public("place"),
    "overview:broker": public("broker"),
    "overview:company": public("company"),
    "overview:partner": public("partner"),
    "overview:contact_form": public("enquiry_token"),
    "overview:postmottak": Row(OFFICERS, "place"),
    "overview:vacancies": Row(OFFICERS),
    "overview:role_page": own("seat"),
    "overview:settle_enquiry": Row(OFFICERS, "enquiry"),
    "overview:settle_handover": Row({"broker", *OFFICERS}, "handover_proposal"),
    # A deputy may only while the holder is away.
    "overview:handover": Row({"contact", *OFFICERS}, "seat"),
    # Also who is to take over, and whoever planned it.
    "overview:handover_cancellation": Row({"other_contact", *OFFICERS}, "planned_seat"),
    "overview:takeover": Row({"other_contact", *OFFICERS}, "planned_term", hidden_from=EVERYONE),
    "municipalities:list": public(),
    "municipalities:csv": public(),
    "brokers:list": public(),
    # A superuser has no company to write for; whoever reads the line may not therefore change it.
    "brokers:log": Row({"broker"}),
    "brokers:entry": Row({"broker"}, "entry", hidden_from=EVERYONE - {"broker", "contact", "deputy", "superuser"}),
    "brokers:entry_withdrawal": Row({"broker"}, "entry", "post", hidden_from=EVERYONE),
    "brokers:entry_restoration": Row({"broker"}, "entry", "post", hidden_from=EVERYONE),
    "brokers:capacity": Row({"broker", "superuser"}, "broker"),
    "overview:brokering_report": Row({"broker", *OFFICERS}),
    "overview:brokering_csv": Row({"broker", *OFFICERS}),
    "overview:brokering_xlsx": Row({"broker", *OFFICERS}),
    "overview:travel": Row({"broker", "contact", "deputy", *OFFICERS}, "place"),
    "overview:first_talk": Row({"broker"}, "place"),
    # A stranger is sent to sign in, whether the idea exists or not.
    "ideas:detail": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE - {"stranger"}),
    "ideas:list": public(),
    "ideas:several": own(),
    "ideas:history": working(),
    "ideas:edit": working(),
    "ideas:seen": working(),
    "ideas:more_time": working(),
    "ideas:hand_on": working(),
    "ideas:step": working("idea_step"),
    "ideas:pause": working(),
    "ideas:not_now": working(),
    "ideas:reopening": working(),
    "ideas:move": working(),
    "ideas:message": working(method="post"),
    "ideas:read": working(method="post"),
    "ideas:note": working(method="post"),
    "ideas:attachment": working("idea_attachment"),
    "ideas:attachment_removal": working("idea_attachment"),
    "ideas:access_end": working("idea_access"),
    "idea_links:acting": public("acting_token"),
    "idea_links:acting_more_time": public("acting_token"),
    "idea_links:acting_hand_on": public("acting_token"),
    "idea_links:acting_not_now": public("acting_token"),
    "ideas:new": Row(CONTACTS),
    "ideas:intakes": Row(CONTACTS),
    "ideas:intake": Row(OWN_IDEAS, "place"),
    "ideas:poster": Row(OWN_IDEAS, "place"),
    "ideas:poster_code": Row(OWN_IDEAS, "place"),
    "sending:choose": public(),
    "sending:write": public("place"),
    "sending:similar": public(method="post"),
    "sending:sent": public("sent_token"),
    "sending:support": public("public_idea"),
    "idea_links:new_link": public(),
    "idea_links:sender": public("sender_token"),
    "idea_links:confirmation": public("sender_token", "post"),
    "idea_links:message": public("sender_token", "post"),
    "idea_links:attachment": public("sender_file"),
    "idea_links:withdrawal": public("sender_token"),
    "idea_links:visibility": public("sender_token"),
    "idea_links:postmottak": public("postmottak_token"),
    "idea_links:support": public("support_token"),
    "ideas:gather": own(),
    "idea_links:leader": public("leader_token"),
    "ideas:comment": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:comment_removal": Row({"contact"}, "comment", "post", hidden_from=EVERYONE - OWN_IDEAS),
    "ideas:following": own(),
    "ideas:follow": Row(ROLES - {"superuser"}, "place", "post"),
    "ideas:merge": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:merge_undo": Row(OWN_IDEAS, "idea", "post", hidden_from=EVERYONE),
    "ideas:passing_form": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:passing": Row({"other_contact", *OWN_IDEAS}, "passing", hidden_from=EVERYONE),
    "ideas:passing_answer": Row({"other_contact"}, "passing", "post", hidden_from=EVERYONE - OWN_IDEAS),
    "ideas:same_need": Row({"other_contact", *OWN_IDEAS}, "same_need", hidden_from=EVERYONE),
    "ideas:same_need_proposal": Row({"broker", "officer", "other_officer", *OWN_IDEAS}, "two_ideas", "post"),
    "ideas:lesson_form": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:lessons": public(),
    "ideas:lesson": public("lesson"),
    # The contact wrote it.
    "ideas:applause": Row(SIGNED_IN - {"contact"}, "lesson", "post"),
    "ideas:lesson_month": Row({"officer", "other_officer"}, "lesson", "post"),
    "ideas:lesson_thanks": Row(OWN_IDEAS, "lesson"),
    "ideas:lesson_thanks_request": Row(OWN_IDEAS, "lesson", "post"),
    "idea_links:thanks": public("thanks_token"),
    "idea_links:passing_consent": public("passing_consent_token"),
    "idea_links:lesson_consent": public("lesson_consent_token"),
    "ideas:outline": Row(OWN_IDEAS, "outline", hidden_from=EVERYONE),
    "ideas:outline_section": Row(OWN_IDEAS, "outline_section", hidden_from=EVERYONE),
    "ideas:outline_earlier": Row(OWN_IDEAS, "outline_section", hidden_from=EVERYONE),
    "ideas:outline_copying": Row(OWN_IDEAS, "outline", hidden_from=EVERYONE),
    "ideas:outline_opening": Row(OWN_IDEAS, "outline", "post", hidden_from=EVERYONE),
    "ideas:outline_docx": Row(OWN_IDEAS, "outline", hidden_from=EVERYONE),
    "ideas:outline_pdf": Row(OWN_IDEAS, "outline", hidden_from=EVERYONE),
    "ideas:anchoring": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:leader": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:need": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:applications": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:call_elsewhere": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:call_choice": Row(OWN_IDEAS, "idea_call", hidden_from=EVERYONE),
    "ideas:application": Row(OWN_IDEAS, "application", hidden_from=EVERYONE),
    "ideas:application_sent": Row(OWN_IDEAS, "application", hidden_from=EVERYONE),
    "ideas:application_answer": Row(OWN_IDEAS, "application", hidden_from=EVERYONE),
    "idea_links:right_leader": public("right_leader_token"),
    "ideas:self_check": Row(OWN_IDEAS, "outline", hidden_from=EVERYONE),
    "ideas:criterion": Row(OWN_IDEAS, "criterion", hidden_from=EVERYONE),
    "ideas:ask_broker": Row(OWN_IDEAS, "idea", hidden_from=EVERYONE),
    "ideas:broker_cases": Row({"broker"}),
    "ideas:broker_answer": Row({"broker"}, "broker_request", hidden_from=EVERYONE),
    "ideas:broker_consents": Row({"contact", "deputy", "other_contact"}),
    # Who sees the idea may not therefore write in the brokers' log.
    "ideas:log_talk": Row({"broker"}, "asked_idea", hidden_from=EVERYONE - OWN_IDEAS),
    "idea_links:broker": public("broker_token"),
    "idea_links:broker_taking": public("broker_token", "post"),
    "ideas:broker_taking": Row({"broker"}, "broker_request", "post", hidden_from=EVERYONE),
    "partners:funding": public(),
    "partners:scheme": public("scheme"),
    "partners:call": public("call"),
    "people:account": own(),
    "people:absence": own(),
    "people:absence_change": Row({"contact"}, "absence", hidden_from=EVERYONE),
    "people:standing_in": own(),
    "people:end_deputy": Row({"contact", "deputy"}, "deputy_term"),
    "people:end_session": Row(set(), "no_session", "post", hidden_from=EVERYONE),
    "people:newcomer": own(),
    "people:data_export": own(),
    "people:deputy": Row({"contact"}, "term", hidden_from=EVERYONE),
    "people:still_you": public("still_you_token"),
    "mail:preferences": own(),
    "mail:preferences_by_link": public("preference_token"),
    "meetings:list": public(),
    "meetings:create": Row(ROLES),
    "meetings:feed_settings": own(),
    "meetings:matrix": Row({"officer", "superuser"}),
    "meetings:matrix_export": Row({"officer", "superuser"}),
    "meetings:brought": organiser(),
    "meetings:past_import": Row({"officer", "other_officer"}),
    "meetings:past_template": Row({"officer", "other_officer"}),
    "meetings:speaker_answer": Row(OFFICERS, "speaker_request"),
    # A stranger is sent to sign in, whether the meeting exists or not.
    "meetings:detail": Row(SEES, "meeting", hidden_from=EVERYONE - SEES - {"stranger"}),
    "meetings:calendar": Row(SEES, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:reply": Row({"contact"}, "meeting", "post", hidden_from=EVERYONE),
    "meetings:undo_reply": Row({"contact"}, "meeting", "post", hidden_from=EVERYONE),
    "meetings:material": Row(SEES, "material", hidden_from=EVERYONE - SEES),
    "meetings:edit": organiser(),
    "meetings:content": organiser(),
    "meetings:host": organiser(),
    "meetings:hosting": organiser(),
    "meetings:copy": organiser(method="post"),
    "meetings:next_in_series": organiser(),
    "meetings:end_of_series": organiser(method="post"),
    "meetings:programme": organiser(),
    "meetings:programme_order": organiser(method="post"),
    "meetings:programme_ready": organiser(),
    "meetings:day": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:day_updates": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:day_press": organiser(method="post"),
    "meetings:attendance": organiser(),
    "meetings:sheet": Row({"contact", "officer", "superuser"}, "group", hidden_from=EVERYONE - SEES),
    "meetings:notes": organiser(),
    "meetings:notes_export": organiser(),
    "meetings:note_line": organiser("note"),
    "meetings:outcomes": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    # The target's are published.
    "meetings:minutes": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:minutes_version": Row({"contact", *OFFICERS}, "minutes_version", hidden_from=EVERYONE - SEES),
    "meetings:minutes_pdf": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:minutes_docx": Row({"contact", *OFFICERS}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:minutes_edit": organiser(),
    "meetings:minutes_preview": organiser(method="post"),
    "meetings:minutes_sending": organiser(),
    "meetings:minutes_publication": organiser(),
    "meetings:minutes_remark": organiser("remark"),
    "meetings:moving_on": organiser(method="post"),
    "meetings:agreement_removal": organiser("agreement", "post"),
    "meetings:follow_up_reminder": organiser(method="post"),
    "meetings:follow_ups": own(),
    "meetings:follow_up": Row({"contact", "officer", "superuser"}, "follow_up", hidden_from=EVERYONE - SEES),
    "meetings:groups": organiser(),
    "meetings:group_move": organiser(method="post"),
    "meetings:group_lock": organiser(method="post"),
    "meetings:group": organiser("group"),
    "meetings:questions": organiser(),
    "meetings:asks": organiser(),
    "meetings:wishes": Row({"contact"}, "meeting", hidden_from=EVERYONE),
    "meetings:needs": Row({"officer"}, "meeting", hidden_from=EVERYONE - SEES),
    "meetings:proposal": Row(OWN_IDEAS, "proposal", hidden_from=EVERYONE),
    "meetings:programme_item": organiser("item"),
    "meetings:programme_item_removal": organiser("item"),
    "meetings:slot": Row({"officer", "other_officer", "superuser"}, "item", hidden_from=EVERYONE - SEES),
    "meetings:slot_reminder": organiser(method="post"),
    "meetings:speaker_request": organiser(),
    "meetings:materials": organiser(),
    "meetings:audience": organiser(),
    "meetings:guests": organiser(),
    "meetings:sending": organiser(),
    "meetings:test_mail": organiser(method="post"),
    "meetings:update": organiser(),
    "meetings:cancellation": organiser(),
    "meetings:withdrawal": organiser(),
    "meetings:urgent": organiser(),
    "meetings:join": public("public_meeting"),
    "meetings:join_answer": organiser("join_request", "post"),
    "meetings:board": organiser(),
    "meetings:board_updates": organiser(),
    "meetings:board_export": organiser(),
    "meetings:participants": organiser(),
    "meetings:badges": organiser(),
    "meetings:website_text": organiser(),
    "meetings:note_answer": organiser("invitation"),
    "meetings:address": organiser("lost_invitation"),
    "meetings:reminder": organiser(),
    "meetings:thanks": organiser(),
    "meetings:feedback": organiser(),
    "answers:answer": public("answer_token"),
    "answers:colleague": public("answer_token"),
    "answers:companion": public("answer_token"),
    "answers:wishes": public("answer_token"),
    "answers:feedback": public("over_token"),
    "answers:sheet": public("group_token"),
    "answers:minutes": public("held_token"),
    "answers:minutes_version": public("minutes_version_token"),
    "answers:minutes_pdf": public("held_token"),
    "answers:minutes_docx": public("held_token"),
    "answers:follow_up": public("follow_up_token"),
    "answers:day": public("answer_token"),
    "answers:day_updates": public("answer_token"),
    "answers:calendar": public("answer_token"),
    "answers:material": public("answer_material"),
    "answers:feed": public("feed_token"),
    # Only where DEMO_PAGES is on; a system check stops production with it.
    "demo:start": public(),
    "demo:mailbox": public(),
    "demo:mail": public("no_mail"),
    "demo:mail_html": public("no_mail"),
    # Last, since they take away what other rows need.
    "ideas:undo": working("idea_event", "post"),
    "idea_links:renewal": public("sender_token", "post"),
    "ideas:introduction": Row({"other_contact", *OWN_IDEAS}, "same_need", "post", hidden_from=EVERYONE),
    "ideas:same_need_answer": Row({"other_contact", *OWN_IDEAS}, "same_need", "post", hidden_from=EVERYONE),
    "ideas:passing_take_back": Row(OWN_IDEAS, "passing", "post", hidden_from=EVERYONE - {"other_contact"}),
    "ideas:leader_called": Row(OWN_IDEAS, "leader_request", "post", hidden_from=EVERYONE),
    "ideas:leader_taking_back": Row(OWN_IDEAS, "leader_request", "post", hidden_from=EVERYONE),
    "ideas:anchoring_removal": Row(OWN_IDEAS, "anchoring", "post", hidden_from=EVERYONE),
    "ideas:application_dropping": Row(OWN_IDEAS, "application", "post", hidden_from=EVERYONE),
    "ideas:broker_part_end": Row({*OWN_IDEAS, "broker"}, "asked_broker", hidden_from=EVERYONE - {"broker"}),
    "ideas:broker_taking_back": Row(OWN_IDEAS, "asked_broker", "post", hidden_from=EVERYONE - {"broker"}),
    "ideas:broker_consent_taking_back": Row(OWN_IDEAS, "consent", "post"),
    "meetings:new_link": organiser("invitation", "post"),
    "meetings:undo": organiser("message", "post"),
    "people:absence_cancellation": Row({"contact"}, "absence", "post", hidden_from=EVERYONE),
    "people:back": own(method="post"),
}

# allauth's own pages: open to all, or to whoever is signed in.
SIGN_IN_OPEN = {
    "account_login", "account_confirm_login_code", "account_request_login_code", "account_login_password",
    "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_email_verification_sent",
    "mfa_authenticate", "mfa_login_webauthn", "account_logout",
}  # fmt: skip
SIGN_IN_OWN = {
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_email",
    "account_change_password", "account_set_password", "usersessions_list", "mfa_index", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
}  # fmt: skip
