"""A small typed client of the REST API.

    with Client("https://crm.example.org", "clt_…") as crm:
        deal = crm["deals"].create({"name": "CNC line", "amount": {"amount": "148000", "currency": "EUR"}})
        for person in crm["people"].all(q="ivanov", company__industry="medical"):
            print(person["name"])

Every write carries an Idempotency-Key of its own and is repeated when the answer did not come or asked to wait, so it is
done exactly once. What the API refuses is raised as a Problem.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

Values = Mapping[str, Any]
WAIT_AT_MOST = 30.0
AGAIN = frozenset({429, 502, 503, 504})


class Problem(Exception):
    """What the API answered instead of a result (RFC 9457). `errors` name the bad places."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(document.get("type", "")).rpartition("#")[2]
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        self.errors: Sequence[Mapping[str, str]] = document.get("errors", ())
        self.current: Mapping[str, Any] | None = document.get("current")
        super().__init__(f"{status} {self.title}: {self.detail}")


@dataclass(frozen=True)
class Record:
    """A record as it was read; `record["name"]` is a value by field key."""

    values: Values

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.values["id"])

    @property
    def version(self) -> int:
        return int(self.values["version"])

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True)
class Page:
    items: list[Record]
    next: str | None


@dataclass(frozen=True)
class Result:
    """What became of one operation of a batch."""

    status: int
    result: str
    id: uuid.UUID | None
    version: int | None
    errors: Sequence[Mapping[str, str]]

    @property
    def is_done(self) -> bool:
        return self.status < 400


@dataclass(frozen=True)
class Feed:
    """A stretch of the change feed; `next` is where to go on, `more` whether there is more already."""

    items: list[Mapping[str, Any]]
    next: str
    more: bool


class Client:
    """One system, one token. `transport` is httpx's, for calling an application in this process."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        language: str | None = None,
        timeout: float = 30.0,
        tries: int = 4,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "User-Agent": "clientela-client"}
        if language:
            headers["Accept-Language"] = language
        self.tries = tries
        self.http = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1", headers=headers, timeout=timeout, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()

    def __getitem__(self, slug: str) -> Records:
        """The records under an address: crm["companies"]."""
        return Records(self, slug)

    def me(self) -> Values:
        found: Values = self.call("GET", "/me")
        return found

    def entities(self) -> list[Values]:
        found: list[Values] = self.call("GET", "/entities")["items"]
        return found

    def search(self, text: str, limit: int = 20) -> list[Values]:
        found: list[Values] = self.call("GET", "/search", params={"q": text, "limit": limit})["items"]
        return found

    def changes(self, after: str | None = None, limit: int = 500) -> Feed:
        """What was changed after a cursor (None: ever; "now": nothing yet, for the cursor)."""
        params = {"limit": limit} | ({"after": after} if after else {})
        return Feed(**self.call("GET", "/changes", params=params))

    def unmerge(self, merge_id: uuid.UUID | str) -> Values:
        """Take a merge back; `kept` of the result says what was changed since and stays."""
        found: Values = self.call("DELETE", f"/merges/{merge_id}")
        return found

    # -- requests ----------------------------------------------------------------------------------------------------
    def call(
        self, method: str, path: str, *, body: Any = None, params: Any = None, headers: Values | None = None
    ) -> Any:
        """The parsed answer, {} for none. Raises Problem, and httpx.TransportError when no try reached the server."""
        response = self._answer(method, path, body, params, headers or {})
        if response.status_code >= 400:
            raise _problem(response)
        return response.json() if response.content else {}

    def _answer(self, method: str, path: str, body: Any, params: Any, headers: Values) -> httpx.Response:
        sent = dict(headers)
        if method != "GET":
            sent.setdefault("Idempotency-Key", str(uuid.uuid4()))
        for turn in range(1, self.tries + 1):
            try:
                response = self.http.request(method, path, json=body, params=params, headers=sent)
            except httpx.TransportError:
                if turn == self.tries:
                    raise
                time.sleep(_pause(turn, None))
                continue
            if response.status_code not in AGAIN or turn == self.tries:
                return response
            time.sleep(_pause(turn, response.headers.get("Retry-After")))
        raise AssertionError("unreachable")  # the last turn returns or raises


def _pause(turn: int, asked: str | None) -> float:
    """Seconds before the next try: what the server asked for, else 0.2, 0.4, 0.8 …"""
    seconds = float(asked) if asked and asked.isdigit() else 0.1 * 2**turn
    return min(seconds, WAIT_AT_MOST)


def _problem(response: httpx.Response) -> Problem:
    try:
        document = response.json()
    except ValueError:
        document = {}
    return Problem(response.status_code, document if isinstance(document, dict) else {})


@dataclass(frozen=True)
class Records:
    """The records of one entity."""

    client: Client
    slug: str

    @property
    def path(self) -> str:
        return f"/{self.slug}"

    def page(self, **params: Any) -> Page:
        """One page: filters by field and operator (amount__gte=1000), q, sort, fields, expand, limit, after."""
        found = self.client.call(
            "GET", self.path, params={key: _param(value) for key, value in params.items()}
        )
        return Page([Record(item) for item in found["items"]], found["next"])

    def all(self, **params: Any) -> Iterator[Record]:
        """Every record, page after page."""
        after: str | None = None
        while True:
            page = self.page(**{"limit": 500, **params}, **({"after": after} if after else {}))
            yield from page.items
            after = page.next
            if after is None:
                return

    def get(self, record: uuid.UUID | str, **params: Any) -> Record:
        return Record(self.client.call("GET", self._of(record), params=params))

    def create(self, values: Values, *, key: str | None = None) -> Record:
        return Record(self.client.call("POST", self.path, body=values, headers=_once(key)))

    def update(self, record: Record | uuid.UUID | str, values: Values, *, key: str | None = None) -> Record:
        """Change a record; one that was read (a Record) only if nobody has changed it since (else a 412 Problem)."""
        return Record(
            self.client.call(
                "PATCH", self._of(record), body=values, headers={**_once(key), **_if_match(record)}
            )
        )

    def delete(self, record: Record | uuid.UUID | str) -> None:
        self.client.call("DELETE", self._of(record), headers=_if_match(record))

    def restore(self, record: uuid.UUID | str) -> Record:
        return self.do(record, "restoration")

    def do(self, record: Record | uuid.UUID | str, verb: str, **members: Any) -> Record:
        """A verb as sub-resource: crm["deals"].do(deal, "closure", outcome="won")."""
        path = f"{self._of(record)}/{verb}"
        return Record(self.client.call("POST", path, body=members, headers=_if_match(record)))

    def undo(self, record: Record | uuid.UUID | str, verb: str) -> Record:
        return Record(self.client.call("DELETE", f"{self._of(record)}/{verb}", headers=_if_match(record)))

    def batch(self, operations: Sequence[Values], *, key: str | None = None) -> list[Result]:
        """Up to 1,000 of {"op": "create" | "update" | "delete" | "restore", "id", "values", "version"}."""
        body = {"operations": list(operations)}
        found = self.client.call("POST", f"{self.path}/batch", body=body, headers=_once(key))
        return [_result(item) for item in found["items"]]

    def merge(self, winner: uuid.UUID | str, losers: Sequence[uuid.UUID | str], **choices: Any) -> Values:
        body = {"winner": str(winner), "losers": [str(loser) for loser in losers], "choices": choices}
        found: Values = self.client.call("POST", f"{self.path}/merges", body=body)
        return found

    def _of(self, record: Record | uuid.UUID | str) -> str:
        return f"{self.path}/{record.id if isinstance(record, Record) else record}"


def _result(item: Values) -> Result:
    record_id = uuid.UUID(item["id"]) if item.get("id") else None
    return Result(item["status"], item["result"], record_id, item.get("version"), item.get("errors", ()))


def _if_match(record: Record | uuid.UUID | str) -> dict[str, str]:
    return {"If-Match": f'"{record.version}"'} if isinstance(record, Record) else {}


def _once(key: str | None) -> dict[str, str]:
    return {"Idempotency-Key": key} if key else {}


def _param(value: Any) -> str:
    """A list as the API takes it, true and false in its words."""
    if isinstance(value, (list, tuple)):
        return ",".join(map(_param, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
