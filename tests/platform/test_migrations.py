"""The migrations say all that the models say. (That they run from nothing is how every test database is made.)"""

import io

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=said)
    assert said.getvalue().strip() == "No changes detected"
