"""The throw-away PostgreSQL does what the tests that need one rely on."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests import postgres, postgres_install
from tests.postgres import OwnServer, own_server, running
from tests.processes import state, until

ROOT = Path(__file__).parents[1]
OUTLIVED = """
import os, signal
from tests.postgres import own_server

with own_server() as server:
    print(server.url, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
DATABASES = b"select datname from pg_database order by 1"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


def connected(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url.replace("+psycopg", ""))


def rows(url: str, query: bytes) -> list[tuple[Any, ...]]:
    with connected(url) as connection:
        return connection.execute(query).fetchall()


def with_a_seven(url: str) -> str:
    """`url`, whose database now has a table with one committed row."""
    with connected(url) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (7)")
    return url


def home(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


def test_a_database_is_copied_from_a_template_and_then_its_own(server: OwnServer) -> None:
    base = with_a_seven(server.database("base"))
    copy = server.database("copy", template="base")
    assert rows(copy, b"delete from kept returning n") == [(7,)]
    assert rows(base, b"select n from kept") == [(7,)]
    server.drop_all()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        rows(copy, b"select 1")


def test_a_database_goes_even_when_somebody_is_connected(server: OwnServer) -> None:
    with closing(connected(server.database("busy"))) as connection:
        server.drop("busy")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")


def test_what_was_committed_outlives_a_kill(server: OwnServer) -> None:
    url = with_a_seven(server.database("kept"))
    server.kill()
    with pytest.raises(psycopg.OperationalError):
        rows(url, b"select 1")
    server.start()
    assert rows(url, b"select n from kept") == [(7,)]


def test_a_frozen_server_answers_when_it_goes_on(server: OwnServer) -> None:
    with closing(server.connect()) as connection:
        server.pause()
        connection.pgconn.send_query(b"select 1")
        assert not readable(connection, seconds=0.05)
        server.resume()
        assert readable(connection, seconds=60)


def readable(connection: psycopg.Connection[Any], seconds: float) -> bool:
    return bool(select.select([connection], [], [], seconds)[0])


def test_another_server_can_be_named_and_is_left_as_it_was(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(server.url, DATABASES)
    monkeypatch.setenv("TEST_POSTGRES_URL", server.url.replace("+psycopg", ""))
    with running() as named:
        assert named.url == server.url
        base = with_a_seven(named.database("base"))
        assert make_url(base).database not in {None, "base"}  # somebody else may have one of that name
        assert rows(named.database("copy", template="base"), b"select n from kept") == [(7,)]
        assert len(rows(server.url, DATABASES)) == len(before) + 2
    assert rows(server.url, DATABASES) == before


def test_without_one_named_it_is_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    with running() as server:
        assert isinstance(server, OwnServer)


@pytest.mark.slow
def test_on_a_port_it_is_started_again_on_the_same_one() -> None:
    with own_server(tcp=True) as server:
        url = with_a_seven(server.database("kept"))
        assert make_url(url).host == "127.0.0.1"
        server.kill()
        server.start()
        assert rows(url, b"select n from kept") == [(7,)]


@pytest.mark.slow
@pytest.mark.parametrize("last", ["running", "frozen", "killed"])
def test_nothing_is_left_behind(last: str) -> None:
    with own_server() as server:
        folder = home(server.url)
        segment = folder.joinpath("data/postmaster.pid").read_text().splitlines()[6].split()[1]
        pids = [pid for (pid,) in rows(server.url, b"select pid from pg_stat_activity")]
        assert segment in shared_memory()
        if last == "frozen":
            server.pause()
        if last == "killed":
            server.kill()
    assert not folder.exists()
    assert not any(map(state, pids))
    assert segment not in shared_memory()


def shared_memory() -> set[str]:
    """The segments that processes of this machine hold."""
    return {line.split()[1] for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]}


@pytest.mark.slow
def test_a_server_ends_with_the_process_that_started_it() -> None:
    owner = subprocess.run([sys.executable, "-c", OUTLIVED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert owner.returncode == -signal.SIGKILL
    url = owner.stdout.strip()
    until(lambda: not home(url).exists())
    with pytest.raises(psycopg.OperationalError):
        rows(url, b"select 1")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as somebody else, who may not read the install")
def test_an_install_in_a_private_folder_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = postgres_install.find_binaries().parents[1]
    tmp_path.chmod(0o700)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)
    private = tmp_path / postgres_install.find_binaries().relative_to(package.parent)
    monkeypatch.setattr(postgres, "find_binaries", lambda: private)
    with own_server() as server:
        ((program,),) = rows(server.url, b"select setting from pg_config where name = 'BINDIR'")
        assert Path(program).is_relative_to(home(server.url))


@pytest.mark.slow
def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres.SETTINGS, "max_connections", "plenty")
    with pytest.raises(RuntimeError, match="max_connections"), own_server():
        pass
