from tests.screens.conftest import client, world

__all__ = ["client", "world"]
