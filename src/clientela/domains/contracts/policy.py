"""Contracts go by roles; their terms are their own."""

from clientela.domains.contracts.models import Contract, ContractTerm
from clientela.domains.orders.policy import with_its
from clientela.engine.access.gate import allow, by_role

allow(Contract, by_role)
allow(ContractTerm, with_its("contract", Contract))
