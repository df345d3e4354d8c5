from django.urls import URLPattern, path

from municipalities.views import barometer, survey_answer

app_name = "barometer"
urlpatterns: list[URLPattern] = [
    path("barometer/", barometer.national_figures, name="national"),
    path("undersokelse/<str:token>/", survey_answer.answer, name="answer"),
]
