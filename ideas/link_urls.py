"""Pages that a mailed link opens: the sender's own, and what is answered from a mail."""

from django.urls import URLPattern, path

from ideas.views import broker_answer, by_link, consent, leader, leader_link, passing, postmottak, sender, support

app_name = "idea_links"
urlpatterns: list[URLPattern] = [
    path("ide/svar/<str:token>/", by_link.acting, name="acting"),
    path("ide/svar/<str:token>/mer-tid/", by_link.more_time, name="acting_more_time"),
    path("ide/svar/<str:token>/gi-videre/", by_link.hand_on, name="acting_hand_on"),
    path("ide/svar/<str:token>/ikke-na/", by_link.not_now, name="acting_not_now"),
    path("ide/ny-lenke/", sender.new_link, name="new_link"),
    path("ide/<str:token>/", sender.sender, name="sender"),
    path("ide/<str:token>/bekreftelse/", sender.confirmation, name="confirmation"),
    path("ide/<str:token>/melding/", sender.message, name="message"),
    path("ide/<str:token>/vedlegg/<int:attachment_pk>/", sender.attachment, name="attachment"),
    path("ide/<str:token>/trekk/", sender.withdrawal, name="withdrawal"),
    path("ide/<str:token>/synlighet/", sender.visibility, name="visibility"),
    path("ide/<str:token>/lenke/", sender.renewal, name="renewal"),
    path("hvem-skal-ha-ideen/<str:token>/", postmottak.postmottak, name="postmottak"),
    path("stotte/<str:token>/", support.support_link, name="support"),
    path("ide-leder/<str:token>/", leader.leader, name="leader"),
    path("ide/takk/<str:token>/", consent.thanks, name="thanks"),
    path("ide/samtykke/<str:token>/laerdom/", consent.lesson_consent, name="lesson_consent"),
    path("ide/samtykke/<str:token>/videre/", passing.consent, name="passing_consent"),
    path("ide/leder/<str:token>/", leader_link.leader, name="right_leader"),
    path("ide/megler/<str:token>/", broker_answer.by_link_answer, name="broker"),
    path("ide/megler/<str:token>/tar/", broker_answer.by_link_taking, name="broker_taking"),
]
