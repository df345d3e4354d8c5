from django.urls import URLPattern, path

from partnership.partners import page_views

# What stands beside the pages is in ``InformationPage.reserved``.
app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", page_views.page_list, name="list"),
    path("ny/", page_views.new, name="new"),
    path("forhandsvisning/", page_views.preview, name="preview"),
    path("<slug:slug>/", page_views.page, name="page"),
    path("<slug:slug>/endre/", page_views.edit, name="edit"),
    path("<slug:slug>/publisering/", page_views.publication, name="publication"),
    path("<slug:slug>/tilbake/", page_views.withdrawal, name="withdrawal"),
    path("<slug:slug>/sjekket/", page_views.check, name="check"),
]
