from clientela.domains.leads.models import Checklist, ChecklistItem, Lead
from clientela.engine.access.gate import administrators, allow, by_role, everyone

allow(Lead, by_role)
for model in (Checklist, ChecklistItem):
    allow(model, administrators)
    allow(model, everyone, "view")
