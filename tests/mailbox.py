"""A real mail server on this machine, and what it was given."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Inbox:
    def __init__(self) -> None:
        self.got: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.got.append(envelope)
        return "250 OK"

    def last(self) -> EmailMessage:
        message = email.message_from_bytes(self.got[-1].content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@contextmanager
def mail_server() -> Iterator[tuple[Inbox, int]]:
    """A mail server with its inbox and its port."""
    found = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield found, port
    finally:
        server.stop()


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """Where mails go for the length of a test."""
    with mail_server() as (found, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield found
