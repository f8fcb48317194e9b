"""The fixture `browser`: a headless Chromium; without one a test skips with a reason, or fails where all must run."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.fakes.servers import unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


def chromium() -> str | None:
    """The path of an installed Chromium."""
    places = [shutil.which(name) for name in NAMES] + ["/usr/bin/chromium"]
    return next((place for place in places if place and Path(place).exists()), None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _chromium() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        unavailable("Chromium", "install the system's package `chromium`")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield running
        finally:
            await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(_chromium: Browser) -> AsyncIterator[Browser]:
    """With a microphone that beeps; it runs in the module's loop, and what a test opened is closed after it."""
    yield _chromium
    for context in _chromium.contexts:
        await context.close()
