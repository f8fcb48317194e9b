"""A real PostgreSQL for the tests: TEST_POSTGRES_URL, else the local port, else one started from binaries."""

import asyncio
import getpass
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tests.fakes.servers import free_port, is_listening, running, setting, temporary_folder, unavailable


@contextmanager
def postgres_server(*, is_durable: bool = False) -> Iterator[str]:
    """`postgresql://…` of a server on which databases can be made; it names no database."""
    found = setting("TEST_POSTGRES_URL") or _local()
    if found:
        yield found.rpartition("/")[0] if found.count("/") > 2 else found
        return
    programs = _programs()
    if programs is None:
        unavailable("PostgreSQL", "set TEST_POSTGRES_URL, install the package pgserver, or put `postgres` into PATH")
    with temporary_folder("pg-") as folder, _started(programs, folder, is_durable=is_durable) as url:
        yield url


@contextmanager
def postgres_database(server: str, *, is_durable: bool = False) -> Iterator[str]:
    """A database of its own, as the URL that SQLAlchemy takes; gone afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    # Durability is what a kill of our process asks for; the tests never pull the server's plug.
    at_once = "on" if is_durable else "off"
    changed = f"ALTER DATABASE {name} SET synchronous_commit = {at_once}"
    asyncio.run(_execute(server, f"CREATE DATABASE {name}", changed))
    try:
        yield f"postgresql+asyncpg://{server.partition('://')[2]}/{name}"
    finally:
        asyncio.run(_execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


async def _execute(server: str, *statements: str) -> None:
    connection = await asyncpg.connect(f"{server}/postgres", timeout=10)
    try:
        for statement in statements:
            await connection.execute(statement, timeout=30)
    finally:
        await connection.close()


def _local() -> str:
    if not is_listening(5432):
        return ""
    for user in ("postgres", getpass.getuser()):
        url = f"postgresql://{user}@127.0.0.1:5432"
        try:
            asyncio.run(_execute(url, "SELECT 1"))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            continue
        return url
    return ""


def _programs() -> Path | None:
    """The folder with `initdb` and `postgres`."""
    package = importlib.util.find_spec("pgserver")
    if package is not None and package.origin is not None:
        return Path(package.origin).parent / "pginstall" / "bin"
    if (in_path := shutil.which("postgres")) is not None:
        return Path(in_path).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def _started(programs: Path, folder: Path, *, is_durable: bool) -> Iterator[str]:
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root, and another user may not read our environment
        user = "nobody"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        if programs.parent.name == "pginstall":
            programs = _copied(programs, folder / "site")
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        user=user,
    )
    port = free_port()
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    command += [] if is_durable else ["-F"]
    url = f"postgresql://postgres@127.0.0.1:{port}"
    with running(command, is_up=lambda: _answers(url), user=user):
        yield url


def _copied(programs: Path, site: Path) -> Path:
    """The package's programs with the libraries that they look for beside the package."""
    package = programs.parent.parent
    if (libraries := package.parent / "pgserver.libs").is_dir():
        shutil.copytree(libraries, site / libraries.name, symlinks=True)
    return shutil.copytree(programs.parent, site / "pgserver" / "pginstall", symlinks=True) / "bin"


def _answers(url: str) -> bool:
    try:
        asyncio.run(_execute(url, "SELECT 1"))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    return True
