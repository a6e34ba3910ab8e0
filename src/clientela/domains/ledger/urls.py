from django.urls import path

from clientela.domains.ledger import views

urlpatterns = [path("markets/", views.markets, name="markets")]
