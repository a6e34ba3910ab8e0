from django.urls import path

from clientela.domains.orders import views
from clientela.domains.orders.public import views as public

urlpatterns = [
    path("q/<str:token>/", public.show, name="quote-public"),
    path("q/<str:token>/choice/", public.choice, name="quote-choice"),
    path("q/<str:token>/acceptance/", public.accept, name="quote-acceptance"),
    path("q/<str:token>/refusal/", public.decline, name="quote-refusal"),
    path("q/<str:token>/pdf/", public.paper, name="quote-public-pdf"),
    path("quotes/<uuid:record_id>/sending/", views.send, name="quote-sending"),
    path("quotes/<uuid:record_id>/steps/<str:verb>/", views.step, name="quote-step"),
    path("orders/<uuid:record_id>/stage/", views.enter_stage, name="order-stage"),
    path("orders/<uuid:record_id>/cancellation/", views.cancel, name="order-cancellation"),
    path("orders/<uuid:record_id>/deliveries/", views.deliver, name="order-deliveries"),
    path("<slug:slug>/<uuid:record_id>/lines/", views.lines, name="document-lines"),
    path("<slug:slug>/<uuid:record_id>/lines/sums/", views.reckon, name="document-sums"),
    path("<slug:slug>/<uuid:record_id>/pdf/", views.paper, name="document-pdf"),
]
