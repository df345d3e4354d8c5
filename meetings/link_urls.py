"""Addresses that need no sign-in: their token says for whom."""

from django.urls import URLPattern, path

from meetings.views import answers, date_marks, day, feedback, follow_ups, minutes, notes, wishes

app_name = "answers"
urlpatterns: list[URLPattern] = [
    path("svar/<str:token>/", answers.answer, name="answer"),
    path("svar/<str:token>/kollega/", answers.colleague, name="colleague"),
    path("svar/<str:token>/ta-med/", answers.companion, name="companion"),
    path("svar/<str:token>/dagen/", day.day_by_link, name="day"),
    path("svar/<str:token>/dagen/nytt/", day.updates_by_link, name="day_updates"),
    path("svar/<str:token>/notat/", notes.sheet_by_link, name="sheet"),
    path("svar/<str:token>/referat/", minutes.minutes_by_link, name="minutes"),
    path("svar/<str:token>/referat/utgaver/<int:number>/", minutes.earlier_by_link, name="minutes_version"),
    path("svar/<str:token>/referat.docx", minutes.file_by_link, {"kind": "docx"}, name="minutes_docx"),
    path("svar/<str:token>/referat.pdf", minutes.file_by_link, {"kind": "pdf"}, name="minutes_pdf"),
    path("svar/<str:token>/tilbakemelding/", feedback.by_mail, name="feedback"),
    path("svar/<str:token>/onsker/", wishes.wishes_by_link, name="wishes"),
    path("svar/<str:token>/materiell/<int:material_pk>/", answers.material, name="material"),
    path("svar/<str:token>/kalender.ics", answers.calendar, name="calendar"),
    path("finn-dato/<str:token>/", date_marks.by_mail, name="dates"),
    path("oppfolging/<str:token>/", follow_ups.follow_up_by_link, name="follow_up"),
    path("kalender/<str:token>.ics", answers.feed, name="feed"),
]
