from tests.api.conftest import calls
from tests.screens.conftest import client, world

__all__ = ["calls", "client", "world"]
