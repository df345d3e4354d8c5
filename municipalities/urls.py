from django.urls import URLPattern, path

from municipalities.views import directory, strategies, survey

app_name = "municipalities"
urlpatterns: list[URLPattern] = [
    path("", directory.municipality_list, name="list"),
    path("liste.csv", directory.municipality_csv, name="csv"),
    path("<slug:slug>/barometer/", survey.survey, name="survey"),
    path("<slug:slug>/barometer/avslutning/", survey.closing, name="survey_closing"),
    path("<slug:slug>/barometer/dato/", survey.last_day, name="survey_day"),
    path("<slug:slug>/barometer/lenke/", survey.new_link, name="survey_link"),
    path("<slug:slug>/barometer/kode.svg", survey.code, name="survey_code"),
    path("<slug:slug>/barometer/<int:pk>/", survey.result, name="survey_result"),
    path("<slug:slug>/strategi/ny/", strategies.create, name="new_strategy"),
]
