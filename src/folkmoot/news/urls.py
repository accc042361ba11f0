"""Where news is read and written."""

from django.urls import path

from folkmoot.news.views import letters, openly, publishing, reading, writing

app_name = "news"
urlpatterns = [
    path("news/", reading.news, name="news"),
    path("news.<file_form:form>", reading.news_file, name="news_file"),
    path("news/new/", writing.new_item, name="new_item"),
    path("news/letters/", letters.letters, name="letters"),
    path("news/letters/new/", letters.new_letter, name="new_letter"),
    path("news/letters/own/", letters.own, name="own_letters"),
    path("news/letters/waiting/", letters.waiting, name="letters_waiting"),
    path("news/letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("news/letters/<uuid:letter_id>/withdrawal/", letters.withdrawal, name="letter_withdrawal"),
    path("news/letters/<uuid:letter_id>/agreement/", letters.agreement, name="letter_agreement"),
    path("news/public/", openly.edition, name="edition"),
    path("news/public/switching/", openly.switching, name="switching"),
    path("news/public/decisions/<uuid:decision_id>/", openly.decision_openly, name="decision_openly"),
    path("news/public/papers/<uuid:paper_id>/taking-back/", openly.taking_back, name="taking_back"),
    path("news/<uuid:item_id>/public/", openly.item_openly, name="item_openly"),
    path("news/<uuid:item_id>/", reading.item, name="item"),
    path("news/<uuid:item_id>/draft/", writing.draft, name="draft"),
    path("news/<uuid:item_id>/discarding/", writing.discarding, name="discarding"),
    path("news/<uuid:item_id>/publishing/", publishing.publishing, name="publishing"),
    path("news/<uuid:item_id>/correction/", publishing.correction, name="correction"),
    path("news/<uuid:item_id>/withdrawal/", publishing.withdrawal, name="withdrawal"),
]
