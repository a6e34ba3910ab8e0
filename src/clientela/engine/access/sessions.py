"""Django's sessions in the database, read by a statement that is planned once: every page begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from clientela.engine.postgresql.base import hot

FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        row = None
        if str(self.session_key).isalnum():  # whatever else stands in a cookie is none of ours
            with hot() as cursor:
                cursor.execute(FIND, [self.session_key])
                row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        session: dict[str, Any] = self.decode(row[0])
        return session
