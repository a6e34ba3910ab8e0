from clientela.domains.activities.models import Activity
from clientela.engine.access.gate import allow, by_role

allow(Activity, by_role)
