from django.apps import AppConfig


class TelesalesConfig(AppConfig):
    name = "clientela.domains.telesales"
    label = "telesales"
