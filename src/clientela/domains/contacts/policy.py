from django.db.models import Q

from clientela.domains.contacts.models import Company, Employment, Person
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, allow, by_role, can, visible


def with_its_person(actor: Actor, entity: str, action: str) -> Q:
    """Who sees a person sees where they worked; who may export or change them may do that with it."""
    to = action if action in ("view", "export") else "change"
    return Q(person__in=visible(actor, Person, to)) if can(actor, Person, to) else NOTHING


allow(Company, by_role)
allow(Person, by_role)
allow(Employment, with_its_person)
