"""Companies, the people in them, and who works where."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractDay, ExtractMonth

from clientela.engine.records.models import Record


class Company(Record):
    """An organisation that we sell to, buy from or compete with."""

    name = models.TextField()
    legal_name = models.TextField(null=True)
    code = models.TextField(null=True)
    state = models.TextField(null=True)
    industry = models.TextField(null=True)
    tax_number = models.TextField(null=True)
    email = models.TextField(null=True)
    phone = models.TextField(null=True)
    website = models.TextField(null=True)
    address = models.JSONField(null=True)
    employees = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    revenue = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    revenue_currency = models.CharField(max_length=3, null=True)
    founded = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    source = models.TextField(null=True)
    description = models.TextField(null=True)
    tags = ArrayField(models.TextField(), null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="subsidiaries")
    do_not_contact = models.BooleanField(default=False)
    blacklisted = models.BooleanField(default=False)
    blacklist_reason = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="company_name", condition=Q(deleted_at=None)),
            models.Index(
                fields=["owner", "updated_at", "id"],
                name="company_owner_recent",
                condition=Q(deleted_at=None),
            ),
            models.Index(fields=["code"], name="company_code"),
            models.Index(fields=["email"], name="company_email"),
            models.Index(fields=["phone"], name="company_phone"),
            models.Index(fields=["tax_number"], name="company_tax_number"),
            GinIndex(fields=["tags"], name="company_tags"),
        ]

    def __str__(self) -> str:
        return self.name


# 1231 for the last day of a year: what a birthday is looked up by.
BIRTHDAY = ExtractMonth(F("birthday")) * 100 + ExtractDay(F("birthday"))


class Person(Record):
    """Somebody we know. `company` is where they mainly work now; Employment tells the whole story."""

    name = models.TextField()
    given_name = models.TextField(null=True)
    family_name = models.TextField(null=True)
    salutation = models.TextField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="people")
    job_title = models.TextField(null=True)
    department = models.TextField(null=True)
    email = models.TextField(null=True)
    email_2 = models.TextField(null=True)
    phone = models.TextField(null=True)
    mobile = models.TextField(null=True)
    website = models.TextField(null=True)
    address = models.JSONField(null=True)
    birthday = models.DateField(null=True)
    source = models.TextField(null=True)
    description = models.TextField(null=True)
    tags = ArrayField(models.TextField(), null=True)
    do_not_contact = models.BooleanField(default=False)
    blacklisted = models.BooleanField(default=False)
    blacklist_reason = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="person_name", condition=Q(deleted_at=None)),
            models.Index(
                fields=["owner", "updated_at", "id"], name="person_owner_recent", condition=Q(deleted_at=None)
            ),
            models.Index(
                "owner",
                BIRTHDAY,
                name="person_birthday",
                condition=Q(deleted_at=None, birthday__isnull=False),
            ),
            models.Index(fields=["email"], name="person_email"),
            models.Index(fields=["email_2"], name="person_email_2"),
            models.Index(fields=["phone"], name="person_phone"),
            models.Index(fields=["mobile"], name="person_mobile"),
            GinIndex(fields=["tags"], name="person_tags"),
        ]

    def __str__(self) -> str:
        return self.name


class Employment(Record):
    """A person's work at a company: in what role, from when to when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    company = models.ForeignKey(Company, models.CASCADE, related_name="employments")
    role = models.TextField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.role or ""
