import pytest
from django.db import connection
from tests.test_every_url import stage
def test_a(stage):
    with connection.cursor() as c:
        c.execute("select to_regclass('cache'), current_database(), current_setting('search_path')"); print("CACHE", c.fetchone())
        from django.core.cache import caches
        print("CACHE",caches["default"].add("a",1))
