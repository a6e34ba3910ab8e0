"""These tests run systems of their own, so the database of this run must not be in the way."""

import pytest


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "CLIENTELA_DATA", "CLIENTELA_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
