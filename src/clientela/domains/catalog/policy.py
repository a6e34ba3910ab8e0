from clientela.domains.catalog.models import Product, ProductLine
from clientela.engine.access.gate import allow, by_role

for model in (ProductLine, Product):
    allow(model, by_role)
