from django.urls import path

from clientela.domains.catalog import views

urlpatterns = [path("products/<uuid:product_id>/variants/", views.make_variants, name="product-variants")]
