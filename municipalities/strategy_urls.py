from django.urls import URLPattern, path

from municipalities.views import goals, phases, strategies, strategy_readers

app_name = "strategies"
urlpatterns: list[URLPattern] = [
    path("", strategies.strategy_list, name="list"),
    path("<int:pk>/endring/", strategies.edit, name="edit"),
    path("<int:pk>/synlighet/", strategies.visibility, name="visibility"),
    path("<int:pk>/vedtak/", strategies.adoption, name="adoption"),
    path("<int:pk>/vedtak/angre/", strategies.adoption_undo, name="adoption_undo"),
    path("<int:pk>/avslutning/", strategies.ending, name="ending"),
    path("<int:pk>/avslutning/angre/", strategies.ending_undo, name="ending_undo"),
    path("<int:pk>/sletting/", strategies.deletion, name="deletion"),
    path("<int:pk>/rullering/", strategies.renewal, name="renewal"),
    path("<int:pk>/dokumenter/", strategies.documents, name="documents"),
    path("<int:pk>/dokumenter/<int:document_pk>/", strategies.document, name="document"),
    path("<int:pk>/faser/", phases.choose, name="phases"),
    path("<int:pk>/faser/<int:phase_pk>/", phases.phase, name="phase"),
    path("<int:pk>/mal/ny/", goals.new_goal, name="new_goal"),
    path("<int:pk>/mal/<int:goal_pk>/", goals.goal, name="goal"),
    path("<int:pk>/mal/<int:goal_pk>/tiltak/", goals.new_measure, name="new_measure"),
    path("<int:pk>/tiltak/<int:measure_pk>/", goals.measure, name="measure"),
    path("<int:pk>/tiltak/<int:measure_pk>/milepael/", goals.new_milestone, name="new_milestone"),
    path("<int:pk>/milepaeler/<int:milestone_pk>/", goals.milestone, name="milestone"),
    path("<int:pk>/milepaeler/<int:milestone_pk>/endring/", goals.milestone_edit, name="milestone_edit"),
    path("<int:pk>/lesere/", strategy_readers.readers, name="readers"),
    path("<int:pk>/lesere/<int:reader_pk>/slutt/", strategy_readers.reader_end, name="reader_end"),
]
