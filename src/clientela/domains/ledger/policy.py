from clientela.domains.ledger.models import Goods, Trade
from clientela.engine.access.gate import allow, by_role, everyone

allow(Goods, by_role)
allow(Goods, everyone, "view")
allow(Trade, by_role)
