"""The bridge under the real server: bodies, streams, clients that leave."""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from clientela.config.server import processes
from tests.platform import wsgi_app

MIB = 2**20


@dataclass(frozen=True)
class Site:
    client: httpx.Client
    port: int
    notes: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    notes = tmp_path_factory.mktemp("bridge") / "notes"
    port = free_port()
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--log-level",
        "error",
        "--loop",
        "uvloop",
    ]
    server = processes.spawn(
        [*granian, "--port", str(port), "tests.platform.wsgi_app:app"],
        last_signal=signal.SIGTERM,
        env=os.environ | {wsgi_app.NOTES: str(notes)},
        cwd=Path(__file__).resolve().parents[2],
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        wait_for(lambda: is_listening(port))
        yield Site(client, port, notes)
    processes.stop(server, politely=signal.SIGTERM, patience=10)


def test_a_posted_body_arrives_whole(site: Site) -> None:
    assert site.client.post("/", content=b"hello").json()["start"] == "hello"
    assert site.client.post("/", content=b"y" * 3 * MIB).json()["length"] == 3 * MIB


def test_a_chunked_body_gets_its_length(site: Site) -> None:
    answer = site.client.post("/", content=iter([b"one", b"two"])).json()
    assert (answer["start"], answer["environ"]["CONTENT_LENGTH"]) == ("onetwo", "6")


@pytest.mark.parametrize(
    "body", [b"z" * (wsgi_app.LIMIT + 1), iter([b"z" * MIB] * 5)], ids=["declared", "chunked"]
)
def test_a_body_too_long_is_refused_with_a_problem_document(
    site: Site, body: bytes | Iterator[bytes]
) -> None:
    try:
        answer = site.client.post("/", content=body)
    except httpx.WriteError:
        pytest.skip("the server had closed the connection before the client was through")
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert "Split the file" in answer.json()["detail"]


def test_paths_queries_and_headers_become_variables(site: Site) -> None:
    path = "/łódź/%20x"
    headers = [("X-Many", "1"), ("X-Many", "2"), ("X_Many", "posing"), ("Cookie", "a=1")]
    environ = site.client.get(path, params={"q": "ą"}, headers=headers).json()["environ"]
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/łódź/ x"
    assert environ["QUERY_STRING"] == "q=%C4%85"
    assert (environ["HTTP_X_MANY"], environ["HTTP_COOKIE"]) == ("1,2", "a=1")
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


def test_head_has_headers_and_no_body(site: Site) -> None:
    answer = site.client.head("/")
    assert (answer.status_code, answer.headers["x-one"], answer.content) == (200, "1", b"")


def test_a_stream_arrives_whole_from_one_thread(site: Site) -> None:
    assert len(site.client.get("/export").content) == 2_000_000
    assert noted(site) == {"sent": 2_000_000, "threads": 1}


def test_a_slow_stream_is_sent_as_it_is_made(site: Site) -> None:
    begun = time.monotonic()
    with site.client.stream("GET", "/slow") as answer:
        first = next(answer.iter_raw())
        assert first.startswith(b"0") and time.monotonic() - begun < 0.8


def test_streams_leave_room_for_other_requests(site: Site) -> None:
    with ExitStack() as stack:
        for _number in range(3):
            stack.enter_context(site.client.stream("GET", "/endless"))
        assert site.client.get("/", timeout=5).status_code == 200


def test_a_client_that_stops_reading_holds_the_stream_and_one_that_leaves_ends_it(site: Site) -> None:
    time.sleep(0.3)  # the streams of the test before note their ends
    site.notes.unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(1000)
        time.sleep(0.7)
        assert not site.notes.exists()
    assert 0 < noted(site)["sent"] < 64 * MIB


def noted(site: Site) -> dict[str, int]:
    wait_for(site.notes.exists)
    time.sleep(0.05)
    found: dict[str, int] = json.loads(site.notes.read_text(encoding="ascii"))
    return found


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
