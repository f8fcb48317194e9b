"""The only create_task: detached work that is named, watched, and ended in a known order."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from core.errors import SettingsError

log = structlog.get_logger(__name__)


class Supervisor:
    """Owns every detached task. A short one that fails is logged; a long loop that dies ends the process.

    A wrong setting is for the operator's eyes, who reads its sentence when the process ends; the log needs no trace.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.fatal: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Short work: its failure is logged and goes no further."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - the one place
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def run_forever(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """A loop of the process: if it ends with an error, `fatal` is set and the process ends."""
        task = self.spawn(work, name=name)
        task.add_done_callback(self._on_loop_done)
        return task

    async def close(self, grace: float = 10.0) -> None:
        """Let what runs finish for `grace` seconds, then cancel it."""
        pending = {task for task in self._tasks if task is not asyncio.current_task()}
        if pending:
            await asyncio.wait(pending, timeout=grace)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, SettingsError):
            log.error("task_failed", task=task.get_name(), exc_info=error)

    def _on_loop_done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not self.fatal.done():
            self.fatal.set_result(error)
