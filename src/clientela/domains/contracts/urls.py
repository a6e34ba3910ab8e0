from django.urls import path

from clientela.domains.contracts import views

urlpatterns = [
    path("contracts/<uuid:contract_id>/paper/", views.paper, name="contract-paper"),
    path("contracts/<uuid:contract_id>/word/", views.word, name="contract-word"),
    path("contracts/<uuid:contract_id>/sending/", views.send, name="contract-sending"),
    path("contracts/<uuid:contract_id>/signature/", views.sign, name="contract-signature"),
    path("contracts/<uuid:contract_id>/termination/", views.terminate, name="contract-termination"),
    path("orders/<uuid:order_id>/contracts/", views.from_order, name="order-contracts"),
]
