from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "clientela.domains.ledger"
    label = "ledger"
