from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "clientela.domains.invoices"
    label = "invoices"
