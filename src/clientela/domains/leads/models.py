"""Leads: names on a list before they are customers; how they are shared out, judged, qualified and converted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal, Pipeline
from clientela.engine.access.models import Team
from clientela.engine.records.models import Record, Tracked


class Checklist(Record):
    """A process of qualification: what must be known before somebody counts as a chance. Its deals go into `pipeline`."""

    name = models.TextField()
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, null=True, related_name="+")
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class ChecklistItem(Record):
    """One thing to find out. A `needed` one must be ticked before a lead is qualified."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    name = models.TextField()
    needed = models.BooleanField(default=False)
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class LeadForm(Tracked):
    """A public form. `fields` is a list of {"key", "label" or null, "required"}; `slug` its address under /f/."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.TextField()
    intro = models.TextField(default="", blank=True)
    fields = models.JSONField(default=list)
    consent = models.TextField(default="", blank=True)
    thanks = models.TextField(default="", blank=True)
    source = models.TextField(null=True)
    campaign = models.TextField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta(Tracked.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Lead(Record):
    """Somebody who might buy one day, as we heard of them.

    `score` follows from rules and says why in `score_reasons`: a list of {"rule", "name", "points"}. `assignment` is how it came to
    its owner: {"rule", "way", "detail"}. `status` is one of choices.STATUSES; converted leads name what they became.
    """

    name = models.TextField()
    given_name = models.TextField(null=True)
    family_name = models.TextField(null=True)
    salutation = models.TextField(null=True)
    company_name = models.TextField(null=True)
    job_title = models.TextField(null=True)
    email = models.TextField(null=True)
    phone = models.TextField(null=True)
    mobile = models.TextField(null=True)
    website = models.TextField(null=True)
    address = models.JSONField(null=True)
    industry = models.TextField(null=True)
    employees = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    revenue = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    revenue_currency = models.CharField(max_length=3, null=True)
    status = models.TextField(default="new")
    source = models.TextField(null=True)
    campaign = models.TextField(null=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    amount_currency = models.CharField(max_length=3, null=True)
    interest = models.TextField(null=True)
    description = models.TextField(null=True)
    tags = ArrayField(models.TextField(), null=True)
    code = models.TextField(null=True)
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, related_name="+")
    disqualified_because = models.TextField(null=True)
    recycle_on = models.DateField(null=True)
    do_not_contact = models.BooleanField(default=False)
    consent_text = models.TextField(null=True)
    consent_at = models.DateTimeField(null=True)
    form = models.ForeignKey(LeadForm, models.SET_NULL, null=True, related_name="leads")
    arrived_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    score_reasons = models.JSONField(default=list)
    assignment = models.JSONField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, related_name="+")
    converted_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["status", "updated_at", "id"], name="lead_status_recent", condition=Q(deleted_at=None)),
            models.Index(fields=["owner", "status", "created_at"], name="lead_owner_status", condition=Q(deleted_at=None)),
            models.Index(fields=["owner", "updated_at", "id"], name="lead_owner_recent", condition=Q(deleted_at=None)),
            models.Index(fields=["score", "id"], name="lead_score", condition=Q(deleted_at=None)),
            models.Index(fields=["recycle_on"], name="lead_recycle", condition=Q(deleted_at=None, status="disqualified")),
            models.Index(fields=["email"], name="lead_email"),
            models.Index(fields=["phone"], name="lead_phone"),
            models.Index(fields=["mobile"], name="lead_mobile"),
            models.Index(fields=["code"], name="lead_code"),
            GinIndex(fields=["tags"], name="lead_tags"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status not in ("disqualified", "converted")


class Tick(Tracked):
    """A thing of the checklist that somebody found out about a lead."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="ticks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Tracked.Meta):
        constraints = (models.UniqueConstraint(fields=["lead", "item"], name="ticked_once"),)

    def __str__(self) -> str:
        return str(self.item_id)


class AssignmentRule(Tracked):
    """Who gets the leads that a filter describes; rules are asked in order. `way`: person, team or territory."""

    name = models.TextField()
    position = models.IntegerField(default=0)
    filter = models.JSONField(default=dict, blank=True)
    way = models.TextField(default="person")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A member's place in the turns of a rule: `capacity` is how many leads they get beside the others' (0: none at
    present), `given` how many they got."""

    rule = models.ForeignKey(AssignmentRule, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    capacity = models.PositiveIntegerField(default=1)
    given = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "user"], name="one_seat_each"),)

    def __str__(self) -> str:
        return f"{self.user_id}"


class ScoreRule(Tracked):
    """Points for leads that a filter describes. With `half_life` (days) the points halve again and again as the lead ages."""

    name = models.TextField()
    position = models.IntegerField(default=0)
    filter = models.JSONField(default=dict, blank=True)
    points = models.IntegerField(default=10)
    half_life = models.PositiveIntegerField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """That a public form was sent: once per `token`; `sender` is a keyed digest of the address, kept for a day."""

    form = models.ForeignKey(LeadForm, models.CASCADE, related_name="submissions")
    token = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    is_spam = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["sender", "at"], name="submission_sender"),)

    def __str__(self) -> str:
        return self.token


class Conversion(Tracked):
    """What a conversion did, with all that is needed to take it back.

    `became` names the records by entity key; `made` lists what was created, [entity key, id]; `versions` of those by id;
    `filled` what existing records got, {entity key: {"before", "after"}} by field key; `moved` the rows that were about
    the lead; `lead_before` the lead's changed fields; `left` labels of what had no place; `kept` what could not be taken back.
    """

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="conversions")
    became = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    versions = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    lead_before = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        constraints = (
            models.UniqueConstraint(fields=["lead"], condition=Q(undone_at=None), name="converted_once"),
        )

    def __str__(self) -> str:
        return str(self.lead_id)
