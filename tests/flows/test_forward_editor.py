"""Rules are changed in the chat by buttons: renamed, copied, given filters, rolled back; by two admins at once too."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.model import Account, Message
from sandbox.seed import ANNA, BEN
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A house with two admins of the bot and of its channels, and one rule."""
    async with Stage(tmp_path_factory.mktemp("editor"), ADMIN_IDS=f"{ANNA},{BEN}") as stage:
        stage.bot.life = "tests.fakes.unhurried"
        for channel in (stage.source, stage.target):
            stage.sandbox.world.members.promote(stage.anna, channel, stage.ben)
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news +python", "python")
        yield stage


def labels(message: Message) -> list[str]:
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


async def press(stage: Stage, person: Account, message: Message, key: str, then: str) -> None:
    """Press the button called so, and wait until the message says or offers something else."""
    label = stage.words(person, key) if key.startswith(("forward-", "button-", "filter-")) else key
    before = message.text, labels(message)
    stage.press(person, message, label)
    await stage.until(
        lambda: (
            ((message.text, labels(message)) != before and (then in message.text or then in labels(message))) or None
        )
    )


async def opened(stage: Stage, person: Account, name: str, *screens: str) -> Message:
    """The card of a rule, or a screen of it."""
    listed = await stage.ask(person, "/forward")
    await press(stage, person, listed, name, stage.words(person, "forward-rest"))
    for key in screens:
        await press(stage, person, listed, key, stage.words(person, "button-back"))
    return listed


async def test_a_rule_is_renamed_and_a_name_too_long_is_refused_with_a_way_out(stage: Stage):
    card = await opened(stage, stage.anna, "Source news", "forward-rest")
    await press(stage, stage.anna, card, "forward-rename", stage.words(stage.anna, "button-cancel"))
    refused = await stage.ask(stage.anna, "x" * 101, stage.words(stage.anna, "error-rule-name", limit=100))
    assert labels(refused) == [stage.words(stage.anna, "button-cancel")]
    renamed = await stage.ask(stage.anna, "Python  daily", "Python daily\n")
    assert stage.words(stage.anna, "forward-version", version=2) in renamed.text
    assert any("Python daily" in label for label in labels(await stage.ask(stage.anna, "/forward")))


async def test_a_step_that_is_left_takes_nothing(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-rest")
    await press(stage, stage.anna, card, "forward-rename", stage.words(stage.anna, "button-cancel"))
    await press(stage, stage.anna, card, "button-cancel", stage.words(stage.anna, "forward-about-more"))
    await stage.ask(stage.anna, "Something else", "I am a small model")
    listed = await stage.ask(stage.anna, "/forward")
    assert any("Python daily" in label for label in labels(listed))


async def test_an_option_is_switched_and_the_posts_show_it(stage: Stage):
    forwards, copies = (stage.words(stage.anna, f"forward-policy-mode-{mode}") for mode in ("forward", "copy"))
    card = await opened(stage, stage.anna, "Python daily", "forward-changes", "forward-policy-mode-copy")
    await press(stage, stage.anna, card, "forward-policy-mode-forward", f"✓ {forwards}")
    stage.post("Python is forwarded")
    copy = await stage.until_in(stage.target, "Python is forwarded")
    assert copy.origin is not None
    await press(stage, stage.anna, card, "forward-policy-mode-copy", f"✓ {copies}")
    await press(stage, stage.anna, card, "button-back", stage.words(stage.anna, "forward-no-steps"))
    unseen = stage.words(stage.anna, "forward-deletions-unseen")
    await press(stage, stage.anna, card, "forward-policy-deletions-ignore", unseen)


async def test_a_time_zone_is_asked_for_until_it_is_one(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-when")
    zone = stage.words(stage.anna, "forward-option-time-zone", value="UTC")
    await press(stage, stage.anna, card, zone, stage.words(stage.anna, "forward-option-change"))
    await press(stage, stage.anna, card, "forward-option-change", stage.words(stage.anna, "button-cancel"))
    await stage.ask(stage.anna, "Атлантида", stage.words(stage.anna, "error-time-zone-unknown", zone="Атлантида"))
    saved = await stage.ask(stage.anna, "Берлин", stage.words(stage.anna, "forward-about-when"))
    assert stage.words(stage.anna, "forward-option-time-zone", value="Europe/Berlin") in labels(saved)


async def test_who_asks_people_about_trouble_is_asked_where_they_check(stage: Stage):
    check = "forward-policy-trouble-check"
    card = await opened(stage, stage.anna, "Python daily", "forward-rest", "forward-policy-trouble-wait")
    await press(stage, stage.anna, card, check, stage.words(stage.anna, "forward-ask-check-chat"))
    await stage.ask(stage.anna, "@nowhere", stage.words(stage.anna, "error-chat-not-found", chat="@nowhere"))
    await stage.ask(stage.anna, "@source_news", stage.words(stage.anna, "error-rule-check-chat-is-source"))
    saved = await stage.ask(stage.anna, f"{stage.group.id} # General", stage.words(stage.anna, "forward-about-more"))
    assert stage.words(stage.anna, check) in labels(saved)
    shown = stage.words(stage.anna, "forward-topic", chat=stage.group.title, topic="general")
    place = stage.words(stage.anna, "forward-option-check-chat", value=shown)
    await press(stage, stage.anna, saved, place, stage.words(stage.anna, "forward-option-clear"))
    stage.press(stage.anna, saved, stage.words(stage.anna, "forward-option-clear"))
    refused = stage.words(stage.anna, "error-rule-no-check-chat")
    await stage.until_answer(stage.anna, refused, after=saved.uid)


async def test_words_are_changed_and_shown_as_they_are_now(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-passes")
    await press(stage, stage.anna, card, "forward-words", stage.words(stage.anna, "forward-words-now", words="+python"))
    await stage.ask(stage.anna, "rust", stage.words(stage.anna, "forward-ask-words"))
    await stage.ask(stage.anna, "+python +rust -java", "java")
    stage.post("Rust and Java")
    stage.post("Rust alone")
    await stage.until_in(stage.target, "Rust alone")
    assert not any("Java" in each.text for each in stage.messages(stage.target))


async def test_a_filter_is_added_with_its_settings_and_works_on_the_next_post(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-passes")
    await press(stage, stage.anna, card, "forward-filter-add", stage.words(stage.anna, "filter-length"))
    await press(stage, stage.anna, card, "filter-length", stage.words(stage.anna, "forward-filter-drop"))
    assert stage.words(stage.anna, "filter-length-about") in card.text
    await press(stage, stage.anna, card, "forward-filter-drop", stage.words(stage.anna, "filter-length-example"))
    broken = {
        "min: [": stage.words(stage.anna, "error-rules-broken", line=2),
        "a: &a [1]\nb: *a": stage.words(stage.anna, "error-rules-references"),
        "just words": stage.words(stage.anna, "error-rules-settings-shape"),
        "min: 10\nmax: 1": stage.words(stage.anna, "error-rule-crossed-bounds"),
        "minimum: 10": "minimum",
    }
    for written, sentence in broken.items():
        refused = await stage.ask(stage.anna, written, sentence)
        assert labels(refused) == [stage.words(stage.anna, "button-cancel")]
    saved = await stage.ask(stage.anna, "min: 40", "40")
    assert stage.words(stage.anna, "filter-length") in saved.text
    stage.post("Python, told at a length that nobody would want to read")
    stage.post("Python, short")
    await stage.until_in(stage.target, "Python, short")
    assert not any("nobody" in each.text for each in stage.messages(stage.target))


async def test_a_filter_gets_other_settings_is_turned_and_has_another_beside_it(stage: Stage):
    anna, out = stage.anna, stage.words(stage.anna, "forward-take-out")
    card = await opened(stage, anna, "Python daily", "forward-passes")
    await press(stage, anna, card, "3", out)
    assert "min: 40" in card.text
    await press(stage, anna, card, "forward-settings", "min: 40")
    await stage.ask(anna, "max: 5\nmin: 9", stage.words(anna, "error-rule-crossed-bounds"))
    saved = await stage.ask(anna, "min: 50", "50")
    await press(stage, anna, saved, "3", out)
    await press(stage, anna, saved, "forward-filter-keep", f"3. {stage.words(anna, 'filter-length')}")
    await press(stage, anna, saved, "3", out)
    await press(stage, anna, saved, "forward-filter-or", stage.words(anna, "filter-has"))
    await press(stage, anna, saved, "filter-has", stage.words(anna, "forward-filter-keep"))
    await press(stage, anna, saved, "forward-filter-keep", stage.words(anna, "filter-has-example"))
    either = await stage.ask(anna, "any_of: [hashtag]", stage.words(anna, "forward-group-any"))
    stage.post("Python, short and plain")
    stage.post("Python #short")
    await stage.until_in(stage.target, "Python #short")
    assert not any("plain" in each.text for each in stage.messages(stage.target))
    await press(stage, anna, either, "3", stage.words(anna, "forward-asks-none"))
    await press(stage, anna, either, "forward-asks-none", stage.words(anna, "forward-passes-all"))
    assert stage.words(anna, "forward-group-none") in either.text


async def test_a_group_is_taken_out_and_the_older_version_is_brought_back(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-passes")
    length = stage.words(stage.anna, "filter-length")
    await press(stage, stage.anna, card, "3", stage.words(stage.anna, "forward-take-out"))
    await press(stage, stage.anna, card, "forward-take-out", stage.words(stage.anna, "forward-passes-all"))
    assert length not in card.text
    await press(stage, stage.anna, card, "button-back", stage.words(stage.anna, "forward-rest"))
    version = int(next(line for line in card.text.splitlines() if line.startswith("Версия")).split()[1])
    await press(stage, stage.anna, card, "forward-rest", stage.words(stage.anna, "forward-versions"))
    await press(stage, stage.anna, card, "forward-versions", f"↩ {version - 1}")
    assert "Анна" in card.text
    await press(stage, stage.anna, card, f"↩ {version - 1}", stage.words(stage.anna, "forward-rest"))
    assert length in card.text
    assert stage.words(stage.anna, "forward-version", version=version + 1) in card.text


async def test_a_filter_that_needs_no_settings_is_added_by_a_press(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-passes")
    await press(stage, stage.anna, card, "forward-filter-add", stage.words(stage.anna, "filter-duplicate"))
    await press(stage, stage.anna, card, "filter-duplicate", stage.words(stage.anna, "forward-filter-drop"))
    await press(stage, stage.anna, card, "forward-filter-drop", stage.words(stage.anna, "forward-filter-usual"))
    await press(stage, stage.anna, card, "forward-filter-usual", stage.words(stage.anna, "forward-passes-all"))
    assert stage.words(stage.anna, "forward-except", filter=stage.words(stage.anna, "filter-duplicate")) in card.text


async def test_a_copy_is_paused_and_two_rules_that_do_the_same_are_not_both_at_work(stage: Stage):
    card = await opened(stage, stage.anna, "Python daily", "forward-rest")
    await press(stage, stage.anna, card, "forward-copy", "Python daily (2)")
    assert card.text.startswith("Python daily (2)\n")
    assert stage.words(stage.anna, "forward-paused") in card.text
    stage.press(stage.anna, card, stage.words(stage.anna, "forward-resume"))
    exists = stage.words(stage.anna, "error-rule-exists", rule="Python daily")
    await stage.until_answer(stage.anna, exists, after=card.uid)
    await press(stage, stage.anna, card, "forward-passes", stage.words(stage.anna, "forward-words"))
    await press(stage, stage.anna, card, "forward-words", stage.words(stage.anna, "button-cancel"))
    changed = await stage.ask(stage.anna, "+kotlin", "kotlin")
    await press(stage, stage.anna, changed, "button-back", stage.words(stage.anna, "forward-resume"))
    await press(stage, stage.anna, changed, "forward-resume", stage.words(stage.anna, "forward-pause"))
    stage.post("Kotlin 3")
    await stage.until_in(stage.target, "Kotlin 3")


async def test_of_two_admins_at_once_the_slower_is_told_and_sees_the_rule_as_it_is(stage: Stage):
    anna, ben = stage.anna, stage.ben
    first, second = await opened(stage, anna, "Python daily (2)"), await opened(stage, ben, "Python daily (2)")
    ignore = "forward-policy-edits-ignore"
    for person, message in ((anna, first), (ben, second)):
        await press(stage, person, message, "forward-changes", stage.words(person, "forward-policy-edits-follow"))
        await press(stage, person, message, "forward-policy-edits-follow", stage.words(person, ignore))
    await press(stage, anna, first, ignore, f"✓ {stage.words(anna, ignore)}")
    stage.press(ben, second, stage.words(ben, "forward-policy-edits-versions"))
    told = stage.words(ben, "error-rule-changed-meanwhile", rule="Python daily (2)")
    await stage.until_answer(ben, told, after=second.uid)
    await stage.until(lambda: stage.words(ben, "forward-rest") in labels(second) or None)
    assert stage.words(ben, ignore) in second.text


async def test_who_writes_while_another_admin_changed_the_rule_is_told_and_loses_nothing_of_theirs(stage: Stage):
    anna, ben = stage.anna, stage.ben
    first, second = [await opened(stage, person, "Python daily (2)", "forward-rest") for person in (anna, ben)]
    await press(stage, ben, second, "forward-rename", stage.words(ben, "button-cancel"))
    await press(stage, anna, first, "forward-rename", stage.words(anna, "button-cancel"))
    await stage.ask(anna, "Kotlin (2)", "Kotlin (2)\n")
    told = await stage.ask(ben, "Java (2)", stage.words(ben, "error-rule-changed-meanwhile", rule="Kotlin (2)"))
    await stage.until_answer(ben, "Kotlin (2)\n", after=told.uid)
    await stage.ask(ben, "Hello again", "I am a small model")


async def test_buttons_of_a_deleted_rule_say_that_they_are_old(stage: Stage):
    card = await opened(stage, stage.anna, "Kotlin (2)", "forward-rest")
    other = await opened(stage, stage.anna, "Kotlin (2)", "forward-rest")
    await press(stage, stage.anna, other, "forward-rename", stage.words(stage.anna, "button-cancel"))
    await press(stage, stage.anna, card, "forward-delete", stage.words(stage.anna, "button-cancel"))
    await press(stage, stage.anna, card, "forward-delete", stage.words(stage.anna, "forward-new"))
    assert not any("(2)" in label for label in labels(card))
    old = stage.words(stage.anna, "error-old-button")
    await stage.ask(stage.anna, "A late name", old)
    stage.press(stage.anna, other, stage.words(stage.anna, "button-cancel"))
    await stage.until_answer(stage.anna, old, after=other.uid)
