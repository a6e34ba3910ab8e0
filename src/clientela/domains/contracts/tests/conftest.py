from tests.conftest import django_db_modify_db_settings as django_db_modify_db_settings
from tests.conftest import world as world
