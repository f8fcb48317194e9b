"""The fixture `browser`: a headless Chromium; without one a test skips with a reason, or fails where all must run."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
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


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of its own for each test, with a microphone that beeps."""
    path = chromium()
    if path is None:
        unavailable("Chromium", "install the system's package `chromium`")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield running
        finally:
            await running.close()
