from django.urls import path

from clientela.domains.configurator import views

urlpatterns = [
    path("products/<uuid:product_id>/configurator/", views.configure, name="configurator"),
    path("products/<uuid:product_id>/configurations/", views.save, name="configuration-save"),
    path("products/<uuid:product_id>/options/", views.workshop, name="option-workshop"),
    path("products/<uuid:product_id>/option-rules/", views.add_rule, name="option-rule"),
    path("configurations/<uuid:configuration_id>/check/", views.recheck, name="configuration-check"),
    path("configurations/<uuid:configuration_id>/renewal/", views.renew, name="configuration-renewal"),
]
