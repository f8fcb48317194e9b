"""A rule's places, changes, samples and past are looked at and changed in the chat, and files of rules come and go."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Content, Message
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Source news → Digest"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A house whose owner speaks English."""
    async with Stage(tmp_path_factory.mktemp("places")) as stage:
        stage.bot.life = "tests.fakes.unhurried"
        await stage.open()
        offered = await stage.ask(stage.anna, "/language")
        before = offered.text
        stage.press(stage.anna, offered, "English")
        await stage.until(lambda: offered.text != before or None)
        stage.anna.language_code = "en"
        yield stage


def labels(message: Message) -> list[str]:
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


async def press(stage: Stage, message: Message, label: str, then: str) -> None:
    """Press the button with this text, and wait until the message says or offers `then` instead of what it did."""
    before = message.text, labels(message)
    stage.press(stage.anna, message, label)
    await stage.until(
        lambda: (
            ((message.text, labels(message)) != before and (then in message.text or then in labels(message))) or None
        )
    )


async def opened(stage: Stage, *way: str, name: str = NAME) -> Message:
    listed = await stage.ask(stage.anna, "/forward", "forwarding rule")
    await press(stage, listed, name, "⋯ More")
    for label in way:
        await press(stage, listed, label, words(stage, "button-back"))
    return listed


def words(stage: Stage, key: str, **params: str | int) -> str:
    return stage.words(stage.anna, key, **params)


def document(stage: Stage, text: str, name: str) -> Message:
    file = stage.media(text.encode(), "document", name, "text/plain")
    return stage.sandbox.world.posting.send(stage.anna, stage.with_bot(stage.anna), Content(media=file))


def sent_file(stage: Stage, message: Message) -> str:
    assert message.content.media is not None
    return stage.sandbox.world.files_kept.read(message.content.media.file).decode()


async def until_file(stage: Stage, after: int) -> Message:
    return await stage.until(
        lambda: next((each for each in stage.answers(stage.anna) if each.uid > after and each.content.media), None)
    )


async def test_a_rule_is_made_step_by_step_without_starting_it(stage: Stage):
    listed = await stage.ask(stage.anna, "/forward", words(stage, "forward-none"))
    stage.press(stage.anna, listed, words(stage, "forward-new"))
    asked = await stage.until_answer(stage.anna, words(stage, "forward-ask-source"), after=listed.uid)
    assert "RSS" in asked.text
    posts = [stage.post("Hello").shared_id]
    said = stage.sandbox.world.carrying.forward(stage.anna, stage.source, posts, stage.with_bot(stage.anna))
    second = await stage.until_answer(stage.anna, "Source news", after=said[0].uid)
    assert "hook:" in second.text
    third = await stage.ask(stage.anna, "https://t.me/target_news", words(stage, "forward-ask-words"))
    later = words(stage, "forward-later")
    await press(stage, third, later, f"✓ {later}")
    saved = await stage.ask(stage.anna, "+python", NAME)
    assert words(stage, "forward-paused") in saved.text
    assert words(stage, "forward-resume") in labels(saved)


async def test_the_past_is_asked_before_the_rule_is_switched_on(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news +rust", NAME)
    for text in ("Python 3.15", "More Python", "Nothing", "Rust 2"):
        stage.post(text)
    await stage.until_in(stage.target, "Rust 2")
    listed = await stage.ask(stage.anna, "/forward", "2 forwarding rules")
    await press(stage, listed, f"⏸ {NAME}", words(stage, "forward-replay"))
    stage.press(stage.anna, listed, words(stage, "forward-replay"))
    told = await stage.until_answer(stage.anna, "would have passed", after=listed.uid)
    assert "would have passed 2 of 5 posts" in told.text
    assert "• Python 3.15 https://t.me/source_news/" in told.text
    assert "Left out: 3" in told.text
    assert not any("Python" in each.text for each in stage.messages(stage.target))
    await press(stage, told, words(stage, "button-back"), words(stage, "forward-rest"))
    await press(stage, listed, words(stage, "forward-rest"), words(stage, "forward-delete"))
    await press(stage, listed, words(stage, "forward-delete"), words(stage, "forward-delete-sure", rule=NAME))
    await press(stage, listed, words(stage, "forward-delete"), words(stage, "forward-new"))


async def test_places_come_and_go_and_what_is_wrong_is_said(stage: Stage):
    card = await opened(stage, words(stage, "forward-where"))
    assert words(stage, "forward-deletions-unseen") in card.text
    add = words(stage, "forward-destinations-add")
    await press(stage, card, add, words(stage, "forward-ask-destinations"))
    wrong = {
        "@nowhere_at_all": words(stage, "error-chat-not-found", chat="@nowhere_at_all"),
        "@source_news": words(stage, "error-rule-same-chat"),
        "@target_news": words(stage, "error-rule-place-twice"),
        f"@target_news #{'x' * 200}": words(stage, "error-rule-topic-name", limit=128),
    }
    for said, sentence in wrong.items():
        assert labels(await stage.ask(stage.anna, said, sentence)) == [words(stage, "button-cancel")]
    named = f"{stage.group.id} # Fresh news"
    await stage.ask(stage.anna, named, words(stage, "error-rule-bot-cannot-open-topics", chat=stage.group.title))
    stage.sandbox.world.members.promote(stage.anna, stage.group, stage.bot_account)
    saved = await stage.ask(stage.anna, named, "→2. ")
    assert f"→2. {words(stage, 'forward-topic', chat=stage.group.title, topic='Fresh news')}" in saved.text
    await press(stage, saved, "→2", words(stage, "forward-topic-change"))
    await press(stage, saved, words(stage, "forward-topic-change"), words(stage, "forward-ask-topic-destinations"))
    general = await stage.ask(stage.anna, "General", "general")
    stage.post("Rust in General too")
    await stage.until_in(stage.group, "Rust in General too")
    await press(stage, general, "→2", words(stage, "forward-take-out"))
    await press(stage, general, words(stage, "forward-take-out"), words(stage, "forward-destinations"))
    assert "→2" not in labels(general)
    stage.sandbox.world.members.promote(stage.anna, stage.group, stage.bot_account, frozenset())
    await press(stage, general, words(stage, "forward-sources-add"), words(stage, "forward-ask-sources"))
    await stage.ask(stage.anna, f"{stage.group.id} #News", words(stage, "error-rule-source-topic"))
    both = await stage.ask(stage.anna, f"{stage.group.id} #General", "←2. ")
    assert "(topic 1)" in both.text


async def test_the_card_says_where_the_bot_may_no_longer_post(stage: Stage):
    members, gone = stage.sandbox.world.members, words(stage, "lint-no-rights", chat=stage.target.title)
    assert gone not in (await opened(stage)).text
    members.promote(stage.anna, stage.target, stage.bot_account, frozenset({"can_edit_messages"}))
    assert f"⚠ {gone}" in (await opened(stage)).text
    members.promote(stage.anna, stage.target, stage.bot_account)
    assert gone not in (await opened(stage)).text


async def test_posts_are_changed_on_their_way_step_by_step(stage: Stage):
    card = await opened(stage, words(stage, "forward-changes"))
    assert words(stage, "forward-no-steps") in card.text
    await press(stage, card, words(stage, "forward-step-add"), words(stage, "forward-step-which"))
    await press(stage, card, words(stage, "transform-header"), words(stage, "transform-header-about"))
    await stage.ask(stage.anna, "text: ' '", words(stage, "error-rule-blank-template"))
    saved = await stage.ask(stage.anna, "text: First", "1. Header (First)")
    await press(stage, saved, words(stage, "forward-step-add"), words(stage, "forward-step-which"))
    await press(stage, saved, words(stage, "transform-header"), words(stage, "transform-header-about"))
    saved = await stage.ask(stage.anna, "text: Second", "2. Header (Second)")
    await press(stage, saved, "2", "↑")
    await press(stage, saved, "↑", "1. Header (Second)")
    await press(stage, saved, "1", "text: Second")
    await press(stage, saved, words(stage, "forward-settings"), words(stage, "forward-settings-change", name="Header"))
    saved = await stage.ask(stage.anna, "text: Top", "1. Header (Top)")
    stage.post("Rust with words above")
    copy = await stage.until_in(stage.target, "Rust with words above")
    assert copy.text.index("First") < copy.text.index("Top") < copy.text.index("Rust")
    await press(stage, saved, "2", words(stage, "forward-take-out"))
    await press(stage, saved, words(stage, "forward-take-out"), "1. Header (Top)")
    assert "First" not in saved.text


async def test_a_sample_is_asked_for_at_every_save(stage: Stage):
    card = await opened(stage, words(stage, "forward-passes"), words(stage, "forward-samples", count=0))
    await press(stage, card, words(stage, "forward-sample-add"), words(stage, "forward-ask-sample"))
    asked = await stage.ask(stage.anna, "Rust 3 is out", words(stage, "forward-sample-expected"))
    stage.press(stage.anna, asked, words(stage, "forward-sample-drop"))
    await stage.until_answer(stage.anna, "Rust 3 is out", after=asked.uid)
    await press(stage, asked, words(stage, "forward-sample-pass"), words(stage, "forward-samples-passed", count=1))
    assert "1. passes: Rust 3 is out" in asked.text
    await press(stage, asked, words(stage, "button-back"), words(stage, "forward-words"))
    await press(stage, asked, words(stage, "forward-words"), words(stage, "button-cancel"))
    refused = await stage.ask(stage.anna, "+kotlin", "Rust 3 is out")
    assert labels(refused) == [words(stage, "button-cancel")]
    kept = await stage.ask(stage.anna, "+kotlin +rust", "kotlin")
    assert words(stage, "forward-samples-passed", count=1) in kept.text


async def test_a_change_after_which_nothing_would_pass_is_saved_only_by_who_is_sure(stage: Stage):
    card = await opened(stage, words(stage, "forward-passes"), words(stage, "forward-samples", count=1))
    stage.press(stage.anna, card, "✕ 1")
    await stage.until(lambda: "✕ 1" not in labels(card) or None)
    await press(stage, card, words(stage, "button-back"), words(stage, "forward-words"))
    await press(stage, card, words(stage, "forward-words"), words(stage, "button-cancel"))
    warned = await stage.ask(stage.anna, "+rust -rust", "⚠")
    assert f"⚠ {words(stage, 'lint-nothing')}" in warned.text
    assert labels(warned) == [words(stage, "forward-save-anyway"), words(stage, "button-back")]
    await press(stage, warned, words(stage, "button-back"), words(stage, "forward-words"))
    assert "not: Words" not in warned.text
    await press(stage, warned, words(stage, "forward-words"), words(stage, "button-cancel"))
    sure = await stage.ask(stage.anna, "+rust -rust", "⚠")
    stage.press(stage.anna, sure, words(stage, "forward-save-anyway"))
    await stage.until(lambda: "not: Words" in sure.text or None)
    await press(stage, sure, words(stage, "forward-words"), words(stage, "button-cancel"))
    assert "⚠" not in (await stage.ask(stage.anna, "+rust", "rust")).text


async def test_a_long_list_comes_as_a_file_and_one_too_long_is_refused(stage: Stage):
    card = await opened(stage, words(stage, "forward-passes"))
    await press(stage, card, "1", words(stage, "forward-take-out"))
    await press(stage, card, words(stage, "forward-settings"), words(stage, "forward-settings-list"))
    many = document(stage, "\n".join(f"word{number}" for number in range(100_000)), "words.txt")
    await stage.until_answer(stage.anna, words(stage, "error-rule-too-many-words", limit=20_000), after=many.uid)
    large = document(stage, "x" * 4_000_001, "words.txt")
    await stage.until_answer(stage.anna, words(stage, "error-rule-list-large", limit=4000), after=large.uid)
    fine = document(stage, "\n".join(("rust", *(f"word{number}" for number in range(10_000)))), "words.txt")
    saved = await stage.until_answer(stage.anna, words(stage, "forward-passes-all"), after=fine.uid)
    stage.post("Here is word9999")
    await stage.until_in(stage.target, "Here is word9999")
    await press(stage, saved, "1", words(stage, "forward-settings-long"))
    await press(stage, saved, words(stage, "forward-settings"), words(stage, "button-cancel"))
    assert "word9999" in sent_file(stage, await until_file(stage, saved.uid))


async def test_a_rule_goes_out_as_a_file_and_comes_in_again_paused(stage: Stage):
    card = await opened(stage, words(stage, "forward-rest"))
    stage.press(stage.anna, card, words(stage, "forward-export"))
    exported = sent_file(stage, await until_file(stage, card.uid))
    assert "chat: '@source_news'" in exported
    listed = await stage.ask(stage.anna, "/forward", "forwarding rule")
    stage.press(stage.anna, listed, words(stage, "forward-import"))
    asked = await stage.until_answer(stage.anna, words(stage, "forward-ask-file"), after=listed.uid)
    wrong = {
        "rules: [": words(stage, "error-rules-broken", line=2),
        "rules: []": words(stage, "error-rules-shape"),
        "x" * 1_000_000: words(stage, "error-rules-too-large", limit=1000),
        "rules: [{sources: [{chat: '@nowhere_at_all'}], destinations: [{chat: '@target_news'}]}]": words(
            stage, "error-chat-not-found", chat="@nowhere_at_all"
        ),
    }
    for text, sentence in wrong.items():
        file = document(stage, text, "rules.yaml")
        refused = await stage.until_answer(stage.anna, sentence.splitlines()[0], after=file.uid)
        assert labels(refused) == [words(stage, "button-cancel")]
    file = document(stage, exported.replace("rust", "zig"), "rules.yaml")
    shown = await stage.until_answer(stage.anna, words(stage, "forward-import-would", count=1), after=asked.uid)
    assert shown.uid > file.uid
    await press(stage, shown, words(stage, "forward-import-paused"), "2 forwarding rules")
    assert sum(label.startswith("⏸ Source news") for label in labels(shown)) == 1


async def test_a_configuration_of_telemirror_is_shown_with_what_it_would_make(stage: Stage):
    listed = await stage.ask(stage.anna, "/forward", "forwarding rules")
    stage.press(stage.anna, listed, words(stage, "forward-import"))
    await stage.until_answer(stage.anna, words(stage, "forward-ask-file"), after=listed.uid)
    text = "directions:\n  - from: ['@source_news']\n    to: ['@target_news']\n"
    file = document(stage, text, "mirror.yaml")
    shown = await stage.until_answer(stage.anna, words(stage, "forward-import-would", count=1), after=file.uid)
    await press(stage, shown, words(stage, "button-cancel"), words(stage, "forward-cancelled"))
    assert len([each for each in labels(await stage.ask(stage.anna, "/forward", "2 forwarding")) if "→" in each]) == 2
