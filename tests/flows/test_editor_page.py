"""The editor of rules in the page: Anna makes a rule there, changes all of it by buttons, and sees what it does.

`--pictures docs/images` has it take the pictures of the manual on its way.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.fakes.bot_chat import PATIENCE, BotChat, opened
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Source news → Digest"
NAMES = {"Source", "news", "Digest", "python", "Telegram", "RSS", "Atom", "UTC", "General"}
"""What is Latin in Russian too."""

TakePicture = Callable[..., Awaitable[None]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A house that is open to everybody, where presses need not wait for one another."""
    async with Stage(tmp_path_factory.mktemp("page"), BOT__ACCESS="open") as stage:
        stage.bot.life = "tests.fakes.unhurried"
        await stage.open()
        yield stage


@pytest.fixture
def take_picture(pytestconfig: pytest.Config) -> TakePicture:
    """Keeps a picture of the newest message, or of `rows`, where pictures are asked for."""
    folder = pytestconfig.getoption("pictures", None)

    async def take(chat: BotChat, name: str, *rows: Locator) -> None:
        if folder:
            await chat.picture(Path(folder) / f"forward-{name}.png", rows or (chat.last,))

    return take


async def card(stage: Stage, browser: Browser, *screens: str) -> BotChat:
    """Anna's page with the card of the rule, or the last of these screens of it."""
    chat = await opened(stage, browser, stage.anna)
    await chat.write("/forward", chat.words("forward-new"))
    await chat.press(f"▶ {NAME}", chat.words("forward-rest"))
    for key in screens:
        await chat.press(chat.words(key), chat.words("button-back"))
        await expect(chat.button(chat.words(key))).to_have_count(0, timeout=PATIENCE)
    return chat


async def back(chat: BotChat, then: str) -> None:
    await chat.press(chat.words("button-back"), then)


def english(shown: str) -> list[str]:
    """Words of it that are neither names nor addresses."""
    return [word for word in re.findall(r"(?<![@/\w])[A-Za-z]{2,}", shown) if word not in NAMES]


async def test_a_rule_is_made_in_russian_and_carries_a_post_of_the_page(stage: Stage, browser: Browser):
    chat = await opened(stage, browser, stage.anna)
    words = chat.words
    await chat.write("/forward", words("forward-none"))
    await chat.press(words("forward-new"), words("forward-ask-source"))
    await chat.write("@source_news", words("forward-ask-destination", source="Source news"))
    await chat.write("@nowhere_at_all", words("error-chat-not-found", chat="@nowhere_at_all"))
    await chat.write("@target_news", words("forward-ask-words"))
    await chat.write("+python +релиз -реклама", words("forward-rest"))
    await chat.sees(words("forward-saved", rule=NAME))
    for screen in ("passes", "changes", "where", "when", "rest"):
        await chat.press(words(f"forward-{screen}"))
        await expect(chat.button(words(f"forward-{screen}"))).to_have_count(0, timeout=PATIENCE)
        assert english(await chat.last.locator(".column").inner_text()) == []
        await back(chat, words("forward-rest"))
    channel = await opened(stage, browser, stage.anna, "Source news")
    for text in ("Вышел Python 3.15: быстрее запуск", "Реклама: курсы Python со скидкой", "Погода на завтра"):
        await channel.post(text)
    await channel.go("Digest")
    await channel.sees("Вышел Python 3.15")
    assert await channel.page.get_by_text("Реклама: курсы").count() == 0


async def test_after_another_language_the_same_rule_speaks_it(stage: Stage, browser: Browser):
    chat = await opened(stage, browser, stage.anna)
    await chat.write("/language", "English")
    stage.anna.language_code = "en"
    await chat.press("English", chat.words("language-chosen"))
    await chat.write("/forward", chat.words("forward-list", count=1))
    await chat.press(f"▶ {NAME}", "A post has to pass:")


async def test_filters_come_beside_each_other_get_settings_and_are_warned_of(
    stage: Stage, browser: Browser, take_picture: TakePicture
):
    chat = await card(stage, browser, "forward-passes")
    words = chat.words
    await chat.press(words("forward-filter-add"), words("forward-filter-which"))
    await chat.press(words("filter-language"), words("forward-filter-side"))
    await chat.press(words("forward-filter-keep"), words("filter-language-example"))
    await chat.write("languages: [klingon]", words("button-cancel"))
    await chat.write("languages: [ru]", "3. Language (ru)")
    await chat.press("3", words("forward-take-out"))
    await chat.press(words("forward-settings"), words("forward-settings-change", name="Language"))
    await chat.write("languages: [ru, en]", "3. Language (ru, en)")
    await chat.press("3", words("forward-take-out"))
    await chat.press(words("forward-filter-drop"), "3. not: Language")
    await chat.press("3", words("forward-take-out"))
    await chat.press(words("forward-filter-keep"), "3. Language")
    await chat.press("3", words("forward-take-out"))
    await chat.press(words("forward-filter-or"), words("forward-filter-which"))
    await chat.press(words("filter-has"), words("forward-filter-side"))
    await chat.press(words("forward-filter-keep"), words("filter-has-example"))
    await chat.write("any_of: [hashtag]", words("forward-group-any"))
    await take_picture(chat, "passes")
    await chat.press(words("forward-filter-add"), words("forward-filter-which"))
    await chat.press(words("filter-keywords"), words("forward-filter-side"))
    await chat.press(words("forward-filter-keep"), words("filter-keywords-example").split("\n")[0])
    await chat.write("words: [реклама]", f"⚠ {words('lint-nothing')}")
    await chat.press(words("forward-save-anyway"), f"⚠ {words('lint-nothing')}")
    await chat.press("6", words("forward-take-out"))
    await chat.press(words("forward-take-out"), words("forward-group-any"))
    await expect(chat.last).not_to_contain_text("⚠", timeout=PATIENCE)


async def test_steps_are_ordered_by_arrows_and_markdown_typed_in_the_page_stays(
    stage: Stage, browser: Browser, take_picture: TakePicture
):
    chat = await card(stage, browser, "forward-changes")
    words = chat.words
    for step, settings, then in (
        ("footer", 'text: "[Original]({link})"', "1. Footer"),
        ("header", 'text: "**{source}**"', "2. Header"),
        ("strip", "what: [tracking, hashtags]", "3. Strip"),
    ):
        await chat.press(words("forward-step-add"), words("forward-step-which"))
        await chat.press(words(f"transform-{step}"), words(f"transform-{step}-about"))
        await chat.write(settings, then)
    await chat.press("3", "↑")
    await chat.press("↑", "2. Strip")
    await chat.press("2", "↑")
    await chat.press("↑", "1. Strip")
    await chat.press(words("forward-policy-edits-follow"), words("forward-about-edits"))
    await chat.press(words("forward-policy-edits-versions"), f"✓ {words('forward-policy-edits-versions')}")
    await back(chat, "1. Strip")
    await take_picture(chat, "changes")
    stage.post("Python news without their tags #python")
    await chat.go("Digest")
    await expect(chat.last.get_by_role("link", name="Original")).to_be_visible(timeout=PATIENCE)
    await expect(chat.last.locator("strong")).to_have_text("Source news", timeout=PATIENCE)
    await expect(chat.last).not_to_contain_text("#python", timeout=PATIENCE)


async def test_a_place_comes_in_and_posts_go_there_too(stage: Stage, browser: Browser):
    chat = await card(stage, browser, "forward-where")
    words = chat.words
    await chat.press(words("forward-destinations-add"), words("forward-ask-destinations"))
    await chat.write(f"{stage.group.id} # General", "→2. Команда (topic general)")
    stage.post("Python in two places #python")
    await stage.until_in(stage.group, "Python in two places")
    await chat.press("→2", words("forward-take-out"))
    await chat.press(words("forward-take-out"), words("forward-destinations"))
    await expect(chat.last).not_to_contain_text("→2", timeout=PATIENCE)


async def test_the_times_are_asked_for_when_a_digest_needs_them(
    stage: Stage, browser: Browser, take_picture: TakePicture
):
    chat = await card(stage, browser, "forward-when")
    words = chat.words
    kinds = {kind: words(f"forward-policy-timing-kind-{kind}") for kind in ("now", "delay", "digest")}
    await chat.press(kinds["now"], words("forward-about-timing-kind"))
    await chat.press(kinds["delay"], words("forward-ask-timing-minutes"))
    await chat.write("ten", words("error-rule-number", least=1, most=43200))
    await chat.write("10", words("forward-option-timing-minutes", value=10))
    await chat.press(kinds["delay"], words("forward-about-timing-kind"))
    await chat.press(kinds["digest"], words("forward-ask-timing-times"))
    await chat.write("9:00, 18:30", words("forward-option-timing-times", value="09:00, 18:30"))
    await chat.press(words("forward-option-timing-weekdays", value="every day"), words("forward-option-change"))
    await chat.press(words("forward-option-change"), words("forward-ask-timing-weekdays"))
    await chat.write("mon-fri", words("forward-option-timing-weekdays", value="Mon–Fri"))
    await take_picture(chat, "when")
    await chat.press(kinds["digest"], words("forward-about-timing-kind"))
    await chat.press(kinds["now"], f"✓ {kinds['now']}")


async def test_policies_samples_and_versions_are_at_hand(stage: Stage, browser: Browser):
    chat = await card(stage, browser, "forward-rest")
    words = chat.words
    again, oldest = words("forward-policy-doubt-at-least-once"), words("forward-policy-overflow-drop-oldest")
    await chat.press(words("forward-policy-doubt-at-most-once"), words("forward-about-doubt"))
    await chat.press(again, f"✓ {again}")
    await back(chat, words("forward-about-more"))
    await chat.press(words("forward-policy-overflow-queue"), words("forward-about-overflow"))
    await chat.press(oldest, f"✓ {oldest}")
    await back(chat, words("forward-about-more"))
    await back(chat, words("forward-passes"))
    await chat.press(words("forward-passes"), words("forward-filter-add"))
    await chat.press(words("forward-samples", count=0), words("forward-samples-about"))
    await chat.press(words("forward-sample-add"), words("forward-ask-sample"))
    await chat.write("Python 4 is out #python", words("forward-sample-expected"))
    await chat.press(words("forward-sample-pass"), words("forward-samples-passed", count=1))
    await back(chat, words("forward-filter-add"))
    await back(chat, words("forward-rest"))
    line = next(each for each in (await chat.last.inner_text()).splitlines() if each.startswith("Version "))
    version = int(re.findall(r"\d+", line)[0])
    await chat.press(words("forward-rest"), words("forward-versions"))
    await chat.press(words("forward-versions"), f"↩ {version - 1}")
    await chat.press(f"↩ {version - 1}", words("forward-version", version=version + 1))
    await chat.press(words("forward-passes"), words("forward-samples", count=0))


async def test_a_rule_is_paused_resumed_and_goes_out_and_in_as_a_file(stage: Stage, browser: Browser, folder: Path):
    chat = await card(stage, browser)
    words = chat.words
    await chat.press(words("forward-pause"), words("forward-paused"))
    stage.post("Python while the rule slept #python")
    await chat.press(words("forward-resume"), words("forward-pause"))
    stage.post("Python after a good sleep #python")
    await stage.until_in(stage.target, "after a good sleep")
    assert not any("while the rule slept" in each.text for each in stage.messages(stage.target))
    await chat.press(words("forward-rest"), words("forward-export"))
    await chat.button(words("forward-export")).click()
    document = chat.last.locator("a.file")
    async with chat.page.expect_download() as download:
        await document.click()
    exported = folder / "rules.yaml"
    exported.write_text(Path(await (await download.value).path()).read_text().replace("python", "zig"))
    await chat.write("/forward", words("forward-import"))
    await chat.press(words("forward-import"), words("forward-ask-file"))
    await chat.upload(exported, words("forward-import-would", count=1))
    await chat.press(words("forward-import-paused"), words("forward-list", count=2))
    await chat.press(f"⏸ {NAME}", "zig")
    await chat.press(words("forward-rest"), words("forward-delete"))
    await chat.press(words("forward-delete"), words("forward-delete-sure", rule=NAME))
    await chat.press(words("forward-delete"), words("forward-list", count=1))


async def test_the_last_days_are_asked_and_counted_as_a_chart(
    stage: Stage, browser: Browser, take_picture: TakePicture
):
    for text in ("The weather stays fine", "Ads: python skins", "Rust 2 is out"):
        stage.post(text)
    stage.post("Python 3.15 is out: a faster start, clearer errors #python")
    await stage.until_in(stage.target, "clearer errors")
    chat = await card(stage, browser)
    await take_picture(chat, "card")
    await chat.press(chat.words("forward-replay"), "Nothing was sent.")
    await chat.sees("Left out: ")
    await take_picture(chat, "replay")
    await back(chat, chat.words("forward-replay"))
    await chat.write("/stats", "📈")
    await chat.press(f"📈 {NAME}", chat.words("stats-days", days=7))
    await chat.press(chat.words("stats-days", days=7), f"✓ {chat.words('stats-days', days=7)}")
    await expect(chat.last.locator("img")).to_have_js_property("complete", value=True, timeout=PATIENCE)
    await take_picture(chat, "stats")


async def test_a_reviewer_publishes_skips_and_edits_in_the_page(
    stage: Stage, browser: Browser, take_picture: TakePicture
):
    chat = await card(stage, browser, "forward-when")
    words = chat.words
    await chat.press(words("forward-option-review-chat", value="none"), words("forward-option-change"))
    await chat.press(words("forward-option-change"), words("forward-ask-review-chat"))
    await chat.write(str(stage.group.id), words("forward-option-review-chat", value=stage.group.title))
    room = await opened(stage, browser, stage.anna, stage.group.title)
    stage.post("Python conference: the programme is online #python")
    await room.sees("the programme is online")
    await take_picture(room, "review")
    await room.press(words("review-publish"), words("review-line-published", name=stage.anna.first_name, time=""))
    await stage.until_in(stage.target, "the programme is online")
    stage.post("Python, twice told #python")
    await room.sees("twice told")
    await room.press(words("review-skip"), words("review-line-skipped", name=stage.anna.first_name, time=""))
    stage.post("Python with a tpyo #python")
    await room.sees("with a tpyo")
    await room.button(words("review-edit")).click()
    await chat.sees(words("review-ask-words"))
    await chat.write("Python without a typo")
    await room.sees("Python without a typo")
    await room.press(words("review-publish"), words("review-line-published", name=stage.anna.first_name, time=""))
    await stage.until_in(stage.target, "without a typo")
    assert not any("twice told" in each.text or "tpyo" in each.text for each in stage.messages(stage.target))


async def test_a_stranger_is_offered_nothing_of_it(stage: Stage, browser: Browser):
    chat = await opened(stage, browser, stage.ben)
    await chat.write("/start", "/remind")
    await chat.page.locator("textarea").fill("/fo")
    await expect(chat.page.get_by_role("option", name="/forget")).to_be_visible(timeout=PATIENCE)
    await expect(chat.page.get_by_role("option", name="/forward")).to_have_count(0)
    await chat.write("/forward @source_news @target_news", chat.words("error-admins-only"))
    assert await chat.labels() == []
