"""What exports of invoices look like: their totals come along, discounts of lines are amounts."""

from clientela.domains.orders.import_hints import NOTE, taken_off
from clientela.engine.imports.hints import Hints, hint

hint(Hints(entity="invoice", brought=frozenset({"total"}), note=NOTE))
hint(Hints(entity="invoiceline", virtual={"taken_off": taken_off}))
