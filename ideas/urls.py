"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import bulk, detail, gathering, intake, lists, steps, talk

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("", lists.idea_list, name="list"),
    path("flere/", bulk.several, name="several"),
    path("ny/", intake.new, name="new"),
    path("mottak/", intake.intakes, name="intakes"),
    path("mottak/<slug:slug>/", intake.intake, name="intake"),
    path("mottak/<slug:slug>/plakat/", intake.poster, name="poster"),
    path("mottak/<slug:slug>/plakat/kode.svg", intake.poster_code, name="poster_code"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/historikk/", detail.history, name="history"),
    path("<int:pk>/rediger/", detail.edit, name="edit"),
    path("<int:pk>/sett/", steps.seen, name="seen"),
    path("<int:pk>/mer-tid/", steps.more_time, name="more_time"),
    path("<int:pk>/gi-videre/", steps.hand_on, name="hand_on"),
    path("<int:pk>/steg/<slug:slug>/", steps.step, name="step"),
    path("<int:pk>/pa-vent/", steps.pause, name="pause"),
    path("<int:pk>/ikke-na/", steps.not_now, name="not_now"),
    path("<int:pk>/gjenapning/", steps.reopening, name="reopening"),
    path("<int:pk>/flytt/", steps.move, name="move"),
    path("<int:pk>/angre/<int:event_pk>/", steps.undo, name="undo"),
    path("<int:pk>/melding/", talk.message, name="message"),
    path("<int:pk>/lest/", talk.read, name="read"),
    path("<int:pk>/notat/", talk.note, name="note"),
    path("<int:pk>/vedlegg/<int:attachment_pk>/", talk.attachment, name="attachment"),
    path("<int:pk>/vedlegg/<int:attachment_pk>/fjern/", talk.attachment_removal, name="attachment_removal"),
    path("ventet/", gathering.gather, name="gather"),
]
