"""Options that companies and people are described with; administrators may add more."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

STATES = (
    Option("lead", _("Lead")),
    Option("prospect", _("Prospect"), "info"),
    Option("customer", _("Customer"), "good", aliases=("client", "active")),
    Option("partner", _("Partner"), "info", aliases=("reseller", "channel partner / reseller")),
    Option("supplier", _("Supplier"), aliases=("vendor",)),
    Option("competitor", _("Competitor"), "soon"),
    Option("former", _("Former"), aliases=("inactive", "former customer")),
)

INDUSTRIES = (
    Option("agriculture", _("Agriculture")),
    Option("automotive", _("Automotive")),
    Option("banking", _("Banking")),
    Option("chemicals", _("Chemicals")),
    Option("construction", _("Construction")),
    Option("consulting", _("Consulting")),
    Option("education", _("Education")),
    Option("electronics", _("Electronics")),
    Option("employment", _("Employment")),
    Option("energy", _("Energy")),
    Option("entertainment", _("Entertainment")),
    Option("finance", _("Finance"), aliases=("financial services",)),
    Option("food", _("Food"), aliases=("food & beverage",)),
    Option("forestry", _("Forestry")),
    Option("government", _("Government")),
    Option("healthcare", _("Healthcare")),
    Option("hospitality", _("Hospitality")),
    Option("insurance", _("Insurance")),
    Option("logistics", _("Logistics"), aliases=("shipping", "transportation")),
    Option("machinery", _("Machinery")),
    Option("manufacturing", _("Manufacturing")),
    Option("marketing", _("Marketing")),
    Option("media", _("Media")),
    Option("medical", _("Medical")),
    Option("metal", _("Metal products")),
    Option("real-estate", _("Real estate")),
    Option("retail", _("Retail")),
    Option("services", _("Services")),
    Option("software", _("Software")),
    Option("technology", _("Technology")),
    Option("telecommunications", _("Telecommunications"), aliases=("telecom", "telecoms")),
    Option("textiles", _("Textiles"), aliases=("apparel",)),
    Option("utilities", _("Utilities")),
)

SOURCES = (
    Option("referral", _("Referral")),
    Option("web", _("Web site"), aliases=("website", "web")),
    Option("fair", _("Trade fair"), aliases=("trade show", "event")),
    Option("cold-call", _("Cold call")),
    Option("campaign", _("Campaign"), aliases=("advertisement",)),
    Option("partner", _("Partner")),
    Option("import", _("Import")),
    Option("other", _("Other")),
)
