from django.utils.translation import gettext_lazy as _

from clientela.domains.contacts import choices, employment, rules
from clientela.domains.contacts.models import Company, Employment, Person
from clientela.engine.access.rules import no_circles
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.contact import Address, Email, Phone, Url
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

CAUTION = (
    Boolean(
        key="do_not_contact", label=_("Do not contact"), aliases=("do not call", "email opt out", "opt out")
    ),
    Boolean(key="blacklisted", label=_("Blacklisted")),
    Text(key="blacklist_reason", label=_("Why blacklisted")),
)

COMPANY = register(
    Entity(
        key="company",
        model=Company,
        slug="companies",
        label=_("Company"),
        label_plural=_("Companies"),
        icon="building-2",
        describe=_("Organisations you sell to, buy from or compete with."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("account", "account name", "company", "organization", "organisation", "firma", "firmenname", "unternehmen")),
            Text(key="legal_name", label=_("Legal name"), search="B"),
            Text(key="code", label=_("Code"), search="B", aliases=("account number", "customer number", "account id", "kundennummer")),
            Choice(key="state", label=_("State"), options=choices.STATES, default="lead", aliases=("type", "account type", "status")),
            Choice(key="industry", label=_("Industry"), options=choices.INDUSTRIES, aliases=("sector", "branche")),
            Text(key="tax_number", label=_("Tax number"), search="B", aliases=("vat", "vat number", "nip", "inn", "ust-idnr", "steuernummer")),
            Email(key="email", label=_("E-mail"), search="B", aliases=("email address", "e-mail-adresse")),
            Phone(key="phone", label=_("Telephone"), search="B", aliases=("telefon", "telefonnummer")),
            Url(key="website", label=_("Web site"), search="C", aliases=("url", "web", "webseite", "homepage")),
            Address(key="address", label=_("Address"), search="C", aliases=("billing address", "office location", "adresse")),
            Number(key="employees", label=_("Employees"), places=0, aliases=("number of employees", "mitarbeiter")),
            Money(key="revenue", label=_("Annual revenue"), aliases=("turnover", "annual revenue", "jahresumsatz", "umsatz")),
            Number(key="founded", label=_("Founded"), places=0, grouped=False, aliases=("year established", "year founded")),
            Choice(key="source", label=_("Source"), options=choices.SOURCES, aliases=("lead source", "account source")),
            LongText(key="description", label=_("Description"), search="D", aliases=("notes", "comment", "bemerkung", "notizen")),
            Tags(key="tags", label=_("Tags"), search="C"),
            Link(key="parent", label=_("Parent company"), entity="company", aliases=("subsidiary of", "parent account", "parent")),
            *CAUTION,
        ),
        columns=("name", "state", "address.city", "owner", "tags", "industry", "phone", "updated_at"),
        nav="sales",
        state="state",
        flags=("blacklisted", "do_not_contact"),
        figures=("revenue", "employees"),
        sections=(
            Section(_("Company"), ("legal_name", "tax_number", "industry", "employees", "revenue", "founded", "phone", "email", "website", "address", "parent", "source", "tags", "code")),
            Section(_("Caution"), ("do_not_contact", "blacklisted", "blacklist_reason")),
        ),
        panels=(
            Panel("person", "company", _("People"), ("job_title",), sort="name"),
            Panel("deal", "company", _("Deals"), ("stage", "amount")),
            Panel("company", "parent", _("Subsidiaries"), ("state",)),
            Panel("employment", "company", _("Who worked here"), ("person", "role", "until")),
        ),
        quick=("name", "state", "phone", "email", "website", "industry"),
        unique=(("code",), ("tax_number",), ("website",), ("name",)),
        similar=("name", "phone", "email", "website", "tax_number"),
        rules=(no_circles,),
        aliases=("accounts", "organizations", "customers", "firmy", "firmen", "kunden", "компании", "公司"),
    )
)  # fmt: skip

PERSON = register(
    Entity(
        key="person",
        model=Person,
        slug="people",
        label=_("Person"),
        label_plural=_("People"),
        icon="users",
        person=True,
        describe=_("The people you talk to, wherever they work."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("full name", "contact name", "contact", "ansprechpartner")),
            Text(key="given_name", label=_("Given name"), aliases=("first name", "forename", "имя", "imię", "名", "vorname")),
            Text(key="family_name", label=_("Family name"), aliases=("last name", "surname", "фамилия", "nazwisko", "姓", "nachname", "familienname")),
            Text(key="salutation", label=_("Salutation"), aliases=("title prefix", "prefix", "anrede")),
            Link(key="company", label=_("Company"), entity="company", aliases=("account", "account name", "organization", "employer", "firma", "unternehmen")),
            Text(key="job_title", label=_("Position"), search="D", aliases=("title", "role", "job title", "должность", "stanowisko", "funktion", "berufsbezeichnung")),
            Text(key="department", label=_("Department"), aliases=("abteilung",)),
            Email(key="email", label=_("E-mail"), search="B", aliases=("email address", "e-mail 1", "e-mail-adresse")),
            Email(key="email_2", label=_("Other e-mail"), search="B", aliases=("secondary email", "e-mail 2")),
            Phone(key="phone", label=_("Telephone"), search="B", aliases=("business phone", "work phone", "phone number", "telefon", "telefonnummer", "festnetz")),
            Phone(key="mobile", label=_("Mobile"), search="B", aliases=("mobile phone", "cell", "cell phone", "mobil", "handy", "mobiltelefon", "mobilnummer")),
            Url(key="website", label=_("Web site"), aliases=("webseite", "homepage")),
            Address(key="address", label=_("Address"), search="D", aliases=("mailing address", "adresse")),
            Date(key="birthday", label=_("Birthday"), aliases=("birthdate", "date of birth", "geburtsdatum", "geburtstag")),
            Choice(key="source", label=_("Source"), options=choices.SOURCES, aliases=("lead source",)),
            LongText(key="description", label=_("Description"), search="D", aliases=("notes", "note", "comment", "bemerkung", "bemerkungen", "notizen")),
            Tags(key="tags", label=_("Tags"), search="C", aliases=("categories", "labels")),
            *CAUTION,
        ),
        columns=("name", "company", "job_title", "email", "phone", "address.city", "owner", "tags", "updated_at"),
        nav="sales",
        flags=("blacklisted", "do_not_contact"),
        sections=(
            Section(_("Person"), ("salutation", "given_name", "family_name", "company", "job_title", "department", "email", "email_2", "phone", "mobile", "website", "address", "birthday", "source", "tags")),
            Section(_("Caution"), ("do_not_contact", "blacklisted", "blacklist_reason")),
        ),
        panels=(
            Panel("deal", "person", _("Deals"), ("stage", "amount")),
            Panel("dealrole", "person", _("Roles in deals"), ("deal", "role", "stance")),
            Panel("employment", "person", _("Where they worked"), ("company", "role", "since", "until")),
        ),
        quick=("name", "company", "job_title", "email", "phone"),
        unique=(("email",), ("mobile",), ("phone",), ("name", "company")),
        similar=("name", "email", "phone", "mobile"),
        rules=(rules.name_people, employment.follow_company),
        aliases=("contacts", "persons", "kontakty", "kontakte", "personen", "контакты", "聯絡人"),
    )
)  # fmt: skip

EMPLOYMENT = register(
    Entity(
        key="employment",
        model=Employment,
        slug="employments",
        label=_("Employment"),
        label_plural=_("Employments"),
        icon="briefcase",
        title="role",
        native=(
            Link(key="person", label=_("Person"), entity="person", required=True),
            Link(key="company", label=_("Company"), entity="company", required=True),
            Text(key="role", label=_("Position"), search="A"),
            Date(key="since", label=_("From")),
            Date(key="until", label=_("To")),
        ),
        columns=("person", "company", "role", "since", "until"),
        rules=(rules.of_people_one_may_change,),
        timeline=False,
    )
)
