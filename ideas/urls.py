"""For those signed in, and what everybody may read: below /ideer/."""

from django.urls import URLPattern, path

from ideas.views import comments, detail, following, lesson_forms, lessons, merging, passing, same_need

app_name = "ideas"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/kommentarer/", comments.comment, name="comment"),
    path("<int:pk>/kommentarer/<int:comment_pk>/fjern/", comments.removal, name="comment_removal"),
    path("<int:pk>/sammenslaaing/", merging.merge, name="merge"),
    path("<int:pk>/sammenslaaing/angre/", merging.undo, name="merge_undo"),
    path("<int:pk>/send-videre/", passing.ask, name="passing_form"),
    path("videre/<int:pk>/", passing.passing, name="passing"),
    path("videre/<int:pk>/svar/", passing.answer, name="passing_answer"),
    path("videre/<int:pk>/tilbake/", passing.take_back, name="passing_take_back"),
    path("<int:pk>/samme-behov/<int:other_pk>/", same_need.propose, name="same_need_proposal"),
    path("samme-behov/<int:pk>/", same_need.need, name="same_need"),
    path("samme-behov/<int:pk>/svar/", same_need.answer, name="same_need_answer"),
    path("samme-behov/<int:pk>/e-post/", same_need.introduction, name="introduction"),
    path("<int:pk>/laerdom/", lesson_forms.lesson, name="lesson_form"),
    path("folger/", following.followed, name="following"),
    path("folger/<slug:slug>/", following.follow, name="follow"),
    path("laerdommer/", lessons.lesson_list, name="lessons"),
    path("laerdommer/<int:pk>/", lessons.lesson_detail, name="lesson"),
    path("laerdommer/<int:pk>/applaus/", lessons.applause, name="applause"),
    path("laerdommer/<int:pk>/maanedens/", lessons.month, name="lesson_month"),
    path("laerdommer/<int:pk>/takk/", lesson_forms.thanks, name="lesson_thanks"),
    path("laerdommer/<int:pk>/takk/lenke/", lesson_forms.thanks_request, name="lesson_thanks_request"),
]
