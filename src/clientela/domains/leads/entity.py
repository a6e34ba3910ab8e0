from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.contacts.choices import INDUSTRIES, SOURCES
from clientela.domains.contacts.rules import name_people
from clientela.domains.leads import rules
from clientela.domains.leads.choices import DISQUALIFIED, STATUSES
from clientela.domains.leads.models import Checklist, ChecklistItem, Lead
from clientela.domains.leads.words import assignment_text, reasons_text
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.contact import Address, Email, Phone, Url
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

CHECKLIST = register(
    Entity(
        key="checklist",
        model=Checklist,
        slug="checklists",
        label=_("Qualification checklist"),
        label_plural=_("Qualification checklists"),
        icon="list-checks",
        describe=_("What must be known of a lead before it counts as a chance, per way of selling."),
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            Link(
                key="pipeline",
                label=_("Pipeline"),
                entity="pipeline",
                help=_("Deals from these leads go there."),
            ),
            Number(key="position", label=_("Position"), default=Decimal(0)),
        ),
        columns=("name", "pipeline", "position"),
        sort="position",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("checklistitem", "checklist", _("To find out"), ("needed",), sort="position"),),
        timeline=False,
    )
)

CHECKLIST_ITEM = register(
    Entity(
        key="checklistitem",
        model=ChecklistItem,
        slug="checklist-items",
        label=_("Item of a checklist"),
        label_plural=_("Items of checklists"),
        icon="square-check",
        native=(
            Link(key="checklist", label=_("Checklist"), entity="checklist", required=True),
            Text(key="name", label=_("What to find out"), required=True, search="A"),
            Boolean(key="needed", label=_("Needed to qualify")),
            Number(key="position", label=_("Position"), default=Decimal(0)),
        ),
        columns=("name", "checklist", "needed", "position"),
        sort="position",
        nav="settings",
        unique=(("checklist", "name"),),
        quick=("checklist", "name", "needed", "position"),
        timeline=False,
    )
)

# Which fields of other kinds of record say the same, where somebody we hear of may be known already.
SAME_AS = (
    ("person", {"name": "name", "email": "email", "email_2": "email", "phone": "phone", "mobile": "mobile"}),
    ("company", {"name": "company_name", "email": "email", "phone": "phone", "website": "website"}),
)

LEAD = register(
    Entity(
        key="lead",
        model=Lead,
        slug="leads",
        label=_("Lead"),
        label_plural=_("Leads"),
        icon="user-plus",
        person=True,
        describe=_("People who might buy one day: shared out by rules, scored, qualified and converted."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("full name", "lead name", "contact name")),
            Text(key="given_name", label=_("Given name"), aliases=("first name", "имя", "imię", "名")),
            Text(key="family_name", label=_("Family name"), aliases=("last name", "surname", "фамилия", "nazwisko", "姓")),
            Text(key="salutation", label=_("Salutation"), aliases=("prefix",)),
            Text(key="company_name", label=_("Company"), search="B", aliases=("company name", "account name", "organization", "company / account")),
            Text(key="job_title", label=_("Position"), search="D", aliases=("title", "job title", "role")),
            Email(key="email", label=_("E-mail"), search="B", aliases=("email address",)),
            Phone(key="phone", label=_("Telephone"), search="B", aliases=("phone number", "business phone")),
            Phone(key="mobile", label=_("Mobile"), search="B", aliases=("mobile phone", "cell")),
            Url(key="website", label=_("Web site"), search="C", aliases=("url", "web")),
            Address(key="address", label=_("Address"), search="D"),
            Choice(key="industry", label=_("Industry"), options=INDUSTRIES, aliases=("sector",)),
            Number(key="employees", label=_("Employees"), places=0, least=Decimal(0), aliases=("number of employees", "no. of employees", "no of employees")),
            Money(key="revenue", label=_("Annual revenue"), aliases=("annual revenue",)),
            Choice(key="status", label=_("Status"), options=STATUSES, default="new", required=True, aliases=("lead status", "stage")),
            Choice(key="source", label=_("Source"), options=SOURCES, aliases=("lead source",)),
            Text(key="campaign", label=_("Campaign"), search="D", aliases=("campaign name", "utm campaign")),
            Money(key="amount", label=_("Expected amount"), aliases=("opportunity amount", "expected revenue", "budget", "value")),
            Text(key="interest", label=_("Interested in"), search="C", aliases=("product interest", "product")),
            LongText(key="description", label=_("Message"), search="D", aliases=("description", "notes", "comment", "message")),
            Tags(key="tags", label=_("Tags"), search="C", aliases=("tag", "labels")),
            Text(key="code", label=_("Code"), search="B", aliases=("lead id", "lead number")),
            Link(key="checklist", label=_("Qualification checklist"), entity="checklist"),
            Choice(key="disqualified_because", label=_("Disqualified because"), options=DISQUALIFIED, aliases=("lost reason", "unqualified reason")),
            Date(key="recycle_on", label=_("Comes back on"), aliases=("recycle date",)),
            Boolean(key="do_not_contact", label=_("Do not contact"), aliases=("do not call", "email opt out", "opt out")),
            Number(key="score", label=_("Score"), places=0, read_only=True, indexed=True),
            Computed(key="score_because", label=_("Why this score"), compute=reasons_text, needs=("score_reasons",)),
            Computed(key="assigned_by", label=_("How it was assigned"), compute=assignment_text, needs=("assignment",)),
            Text(key="consent_text", label=_("Consent given to"), read_only=True),
            DateTime(key="consent_at", label=_("Consent given at"), read_only=True),
            DateTime(key="arrived_at", label=_("Arrived"), read_only=True),
            Link(key="company", label=_("Became company"), entity="company", read_only=True),
            Link(key="person", label=_("Became person"), entity="person", read_only=True),
            Link(key="deal", label=_("Became deal"), entity="deal", read_only=True),
            DateTime(key="converted_at", label=_("Converted at"), read_only=True),
        ),
        columns=("name", "company_name", "status", "score", "source", "email", "owner", "created_at"),
        nav="sales",
        state="status",
        flags=("do_not_contact",),
        figures=("score", "amount"),
        board_by="status",
        board_sum="amount",
        card=("company_name", "name", "amount", "score"),
        sections=(
            Section(_("Lead"), ("salutation", "given_name", "family_name", "company_name", "job_title", "email", "phone", "mobile", "website", "address", "tags")),
            Section(_("Chance"), ("interest", "amount", "source", "campaign", "industry", "employees", "revenue", "checklist", "description", "score", "score_because", "assigned_by")),
            Section(_("Consent and end"), ("consent_text", "consent_at", "do_not_contact", "disqualified_because", "recycle_on", "company", "person", "deal", "converted_at", "arrived_at", "code")),
        ),
        quick=("name", "company_name", "job_title", "email", "phone", "source", "interest"),
        unique=(("code",), ("email",), ("mobile",), ("phone",), ("name", "company_name")),
        similar=("name", "email", "phone", "mobile"),
        same_as=SAME_AS,
        rules=(name_people, rules.have_a_name, rules.keep_order, rules.arrive, rules.follow_score),
        moved=(),
        aliases=("prospects", "inquiries", "лиды", "leady", "潛在客戶"),
    )
)  # fmt: skip
