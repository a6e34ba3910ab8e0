from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "clientela.domains.orders"
    label = "orders"
