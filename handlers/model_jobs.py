"""Long work on models that goes on by itself and shows itself in one message: downloads and self-tests."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from aiogram import Bot

from core.buttons import Button, Rows, encode
from core.errors import PlatformError, UserError
from core.i18n import Texts
from core.tasks import Supervisor
from handlers.ui.board import Board
from handlers.ui.model_screens import pull_text, selftest_text, sign
from handlers.ui.place import Place
from inference.catalog import ModelCatalog
from inference.installing import Installer
from inference.selftest import SelfTest, Verdict

Work = Callable[[Board], Awaitable[tuple[str, Rows]]]
"""Does it, showing it on the board; returns the last word."""

CLOSE_SECONDS = 3.0
"""So long the end of the process waits for the last words."""


class ModelJobs:
    """One download and one self-test of a model at a time; none of them outlives the process."""

    def __init__(
        self, bot: Bot, installer: Installer, selftest: SelfTest, catalog: ModelCatalog, supervisor: Supervisor
    ) -> None:
        self._bot = bot
        self._installer = installer
        self._selftest = selftest
        self._catalog = catalog
        self._supervisor = supervisor
        self._running: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[str] = set()

    async def pull(self, name: str, place: Place, texts: Texts) -> None:
        """Begin the download.

        Raises:
            UserError: this one is already being downloaded.
        """

        async def work(board: Board) -> tuple[str, Rows]:
            async with aclosing(self._installer.pull(name)) as steps:
                async for step in steps:
                    board.show(pull_text(name, step, texts))
            return texts("pull-done", model=name), await self._pulled(name, texts)

        key = f"p{sign(name)}"
        await self._begin(key, pull_text(name, None, texts), work, place, texts)

    async def test(self, name: str, place: Place, texts: Texts) -> None:
        """Begin the self-test.

        Raises:
            UserError: this model is already being tested.
        """

        async def work(board: Board) -> tuple[str, Rows]:
            told: list[Verdict] = []
            async with aclosing(self._selftest.run(name)) as verdicts:
                async for verdict in verdicts:
                    told.append(verdict)
                    board.show(selftest_text(name, told, texts))
            return selftest_text(name, told, texts), _models(texts)

        key = f"t{sign(name)}"
        await self._begin(key, selftest_text(name, [], texts), work, place, texts)

    def cancel(self, key: str) -> bool:
        """False when no such work is going on: it ended, or a restart ended it."""
        task = self._running.get(key)
        if task is None:
            return False
        self._cancelled.add(key)
        task.cancel()
        return True

    async def close(self) -> None:
        """The process ends: everything that goes on says so in its message."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=CLOSE_SECONDS)

    async def _begin(self, key: str, text: str, work: Work, place: Place, texts: Texts) -> None:
        if key in self._running:
            raise UserError("error-model-job-running")
        board = Board(self._bot, place)
        self._running[key] = self._supervisor.spawn(self._run(key, text, work, board, texts), name=f"model-job:{key}")

    async def _run(self, key: str, text: str, work: Work, board: Board, texts: Texts) -> None:
        rows: Rows = _models(texts)
        try:
            await board.open(text, _cancel(key, texts))
            text, rows = await self._painted(work, board, key)
        except PlatformError as error:
            text = texts(error.key, **error.params)
        except asyncio.CancelledError:
            text = texts("model-job-cancelled" if key in self._cancelled else "model-job-interrupted")
            await board.end(text, rows)
            raise
        finally:
            self._running.pop(key, None)
            self._cancelled.discard(key)
        await board.end(text, rows)

    async def _painted(self, work: Work, board: Board, key: str) -> tuple[str, Rows]:
        """Do the work while the board follows it; afterwards the board stands still."""
        painting = self._supervisor.spawn(board.paint(), name=f"board:{key}")
        try:
            return await work(board)
        finally:
            board.close()
            await asyncio.wait({painting})

    async def _pulled(self, name: str, texts: Texts) -> Rows:
        info = await self._catalog.find(name)
        if info is None or not info.can_chat:
            return _models(texts)
        use = Button(texts("model-use"), encode("model", sign(info.name)))
        test = Button(texts("model-test"), encode("model", "test", sign(info.name)))
        return ((use, test), *_models(texts))


def _cancel(key: str, texts: Texts) -> Rows:
    return ((Button(texts("button-cancel"), encode("model", "stop", key)),),)


def _models(texts: Texts) -> Rows:
    return ((Button(texts("model-all"), encode("model", "page", 0)),),)
