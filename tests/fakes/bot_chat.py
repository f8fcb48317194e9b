"""One person's page with a chat open: what they write and press there, what they see, and pictures of it."""

from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from sandbox.model import Account
from tests.fakes.stage import Stage

PATIENCE = 20_000
"""Milliseconds after which a wait gives up."""
SIZE = ViewportSize(width=1200, height=1000)
MARGIN = 6
SHARPNESS = 2
COLOURS = 128


class BotChat:
    """`chat = await opened(stage, browser, stage.anna)`; `last` is the newest message, once it is another's."""

    def __init__(self, page: Page, stage: Stage, person: Account) -> None:
        self.page = page
        self.person = person
        self._stage = stage
        self._own = page.locator(".messages > .row.is-out")

    @property
    def last(self) -> Locator:
        return self.page.locator(".messages > .row.is-in:last-child")

    def words(self, key: str, **params: str | int) -> str:
        """A text of the bot in this person's language."""
        return self._stage.words(self.person, key, **params)

    async def write(self, text: str, then: str = "") -> None:
        """Send it and wait until the answer says `then`."""
        sent = await self._own.count()
        await self._send(text)
        await expect(self._own).to_have_count(sent + 1, timeout=PATIENCE)
        await self.sees(then)

    async def post(self, text: str) -> None:
        """Write into a channel, where nobody answers and nothing is one's own."""
        await self._send(text)
        await self.sees(text)

    async def upload(self, file: Path, then: str = "") -> None:
        """Send it as a document and wait until the answer says `then`."""
        sent = await self._own.count()
        await self.page.set_input_files("[data-kind=document]", file)
        await self.page.locator(".composer .main").click()
        await expect(self._own).to_have_count(sent + 1, timeout=PATIENCE)
        await self.sees(then)

    async def press(self, label: str, then: str = "") -> None:
        """A button of the newest message; then wait until what is newest says or offers `then`."""
        await self.button(label).click(timeout=PATIENCE)
        await self.sees(then)

    async def go(self, chat: str) -> None:
        """Open another chat."""
        await self.page.get_by_role("option", name=chat).click()
        await expect(self.page.get_by_role("heading", name=chat)).to_be_visible(timeout=PATIENCE)

    def button(self, label: str) -> Locator:
        return self.last.get_by_role("button", name=label, exact=True)

    async def labels(self) -> list[str]:
        return await self.last.locator(".inline-button").all_inner_texts()

    async def _send(self, text: str) -> None:
        await self.page.locator("textarea").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        """In the newest message or on its buttons."""
        await expect(self.last).to_contain_text(text, timeout=PATIENCE)

    async def picture(self, path: Path, rows: Sequence[Locator]) -> None:
        """These messages, one below the other, and a little of what is around them."""
        await self.page.mouse.move(1, 1)
        boxes = [box for row in rows if (box := await row.locator(".column").bounding_box())]
        left, top = (min(box[side] for box in boxes) - MARGIN for side in ("x", "y"))
        right = max(box["x"] + box["width"] for box in boxes) + MARGIN
        bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": SHARPNESS}
        devtools = await self.page.context.new_cdp_session(self.page)
        taken = await devtools.send("Page.captureScreenshot", {"format": "png", "clip": clip})
        seen = Image.open(BytesIO(b64decode(taken["data"]))).convert("RGB")
        seen.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


async def opened(stage: Stage, browser: Browser, person: Account, chat: str = "Platform") -> BotChat:
    """The page as this person sees it, with this chat open."""
    context = await browser.new_context(viewport=SIZE)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(f"{stage.sandbox.url}/#{person.id}")
    await page.get_by_role("option", name=chat).click()
    return BotChat(page, stage, person)
