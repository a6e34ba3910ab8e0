from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "clientela.domains.leads"
    label = "leads"
