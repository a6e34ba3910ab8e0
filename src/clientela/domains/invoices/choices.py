"""Words that invoices, credit notes and payments use."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

KINDS = (Option("invoice", _("Invoice")), Option("credit", _("Credit note"), "soon"))
STATES = (
    Option("draft", _("Draft")),
    Option("issued", _("Issued"), "info", aliases=("approved", "created")),
    Option("sent", _("Sent"), "info"),
    Option("part-paid", _("Partly paid"), "soon", aliases=("partially paid",)),
    Option("overdue", _("Overdue"), "bad"),
    Option("paid", _("Paid"), "good"),
    Option("credited", _("Credited")),
)
# By UNCL4461, as electronic invoices write it.
MEANS = (
    Option("transfer", _("Bank transfer")),
    Option("card", _("Card")),
    Option("cash", _("Cash")),
    Option("debit", _("Direct debit")),
    Option("cheque", _("Cheque")),
    Option("other", _("Other")),
)
ROUNDING = (
    Option("group", _("Once for each tax rate")),
    Option("line", _("On each line")),
)
