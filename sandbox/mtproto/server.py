"""The MTProto server: listens, holds keys and live sessions, and stands between the world and the methods."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.mtproto.auth_keys import AuthKey, AuthKeys
from sandbox.mtproto.connection import Connection
from sandbox.mtproto.crypto import ServerKey
from sandbox.mtproto.login import Logins
from sandbox.mtproto.methods import METHODS, OPEN_METHODS
from sandbox.mtproto.rpc import Dispatcher
from sandbox.mtproto.session import Session
from sandbox.mtproto.updates import UpdateHub
from sandbox.mtproto.uploads import Uploads

if TYPE_CHECKING:
    from sandbox.world import World

HOST = "127.0.0.1"
DC = 2


class MtprotoServer:
    """Serves one world.

    The RSA key is made at first start and kept at `key_path`, its public half beside it as `.pub`, and clients' keys
    too; without a path all of them are forgotten at the end.
    """

    def __init__(self, world: "World", port: int, key_path: Path | None) -> None:
        self.world = world
        self.port = port
        self.dispatcher = Dispatcher(METHODS, OPEN_METHODS)
        self.logins = Logins(world)
        self.uploads = Uploads()
        self.updates = UpdateHub(self)
        self.keys: AuthKeys
        self.key: ServerKey
        self._key_path = key_path
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()

    @property
    def public_key_pem(self) -> str:
        return self.key.public_pem

    async def start(self) -> None:
        """Listen on loopback; with port 0 the system chooses, and `port` says which."""
        self.key = await asyncio.to_thread(ServerKey.load_or_make, self._key_path)
        self.keys = AuthKeys(self._key_path.with_name("mtproto-clients.json") if self._key_path is not None else None)
        self._server = await asyncio.start_server(self._on_client, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.updates.start()

    async def close(self) -> None:
        self.updates.stop()
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            connection.abort()
        if self._server is not None:
            await asyncio.wait_for(self._server.wait_closed(), 10)

    def signed_in(self, auth_key: AuthKey) -> int:
        """The account behind a key; 0 when nobody is signed in by it."""
        return auth_key.account_id if auth_key.account_id in self.world.accounts else 0

    def sessions(self) -> list[Session]:
        """All live sessions of signed-in clients."""
        return [
            session
            for connection in self._connections
            for session in connection.sessions
            if self.signed_in(session.auth_key)
        ]

    def drop_session(self, auth_key: AuthKey, session_id: int) -> bool:
        return any(connection.drop_session(auth_key, session_id) for connection in self._connections)

    def hang_up(self) -> None:
        """Cut every connection, as a bad network would; clients may come back at once."""
        for connection in tuple(self._connections):
            connection.close()

    async def _on_client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
