"""Settings from the environment, logs without secrets, mail where it belongs."""

from pathlib import Path

import pytest

from clientela.config import database, logs, mail


def test_a_database_address_becomes_a_connection_with_a_pool() -> None:
    found = database.connection("postgresql://ann:s%40crt@db.example:5433/crm?sslmode=require")
    assert (found["HOST"], found["PORT"], found["USER"]) == ("db.example", "5433", "ann")
    assert (found["PASSWORD"], found["NAME"], found["OPTIONS"]["sslmode"]) == ("s@crt", "crm", "require")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)


def test_a_replica_is_a_second_connection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLIENTELA_REPLICA_URL", "postgresql://reader@replica/crm")
    assert database.connections(tmp_path)["replica"]["HOST"] == "replica"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"password": "x1"}, {"password": "***"}),
        ({"event": "GET /?token=abc&x=1"}, {"event": "GET /?token=***&x=1"}),
        ({"event": "postgresql://ann:secret@db/crm"}, {"event": "postgresql://ann:***@db/crm"}),
        ({"event": "Authorization: Bearer clt_abc"}, {"event": "Authorization: Bearer ***"}),
        ({"event": "saved 3 deals"}, {"event": "saved 3 deals"}),
    ],
)
def test_logs_hold_no_secrets(event: dict[str, str], said: dict[str, str]) -> None:
    assert logs.without_secrets(None, "info", dict(event)) == said


def test_mail_waits_in_the_data_folder_until_a_server_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CLIENTELA_EMAIL_URL", raising=False)
    assert mail.settings(tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
    monkeypatch.setenv("CLIENTELA_EMAIL_URL", "smtp://crm:pass@mail.example:587?from=crm@example.com")
    found = mail.settings(tmp_path)
    assert (found["EMAIL_HOST"], found["EMAIL_USE_TLS"], found["DEFAULT_FROM_EMAIL"]) == (
        "mail.example",
        True,
        "crm@example.com",
    )


def test_a_mail_address_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLIENTELA_EMAIL_URL", "mail.example")
    with pytest.raises(SystemExit, match="smtp://"):
        mail.settings(tmp_path)
