from sandbox.model import Chat, Content, Message
from sandbox.pending import QUESTION_LIFE
from sandbox.posting import Options
from sandbox.seed import ANNA, BEN, BOT, SOURCE, seed
from sandbox.store import LOG_KEPT
from sandbox.world import World

KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


def _world() -> World:
    world = World()
    seed(world)
    return world


def _asked(world: World, chat: Chat) -> Message:
    world.posting.send(world.account(ANNA), chat, Content("/start"))
    return world.posting.send(world.account(BOT), chat, Content("go?"), Options(markup=KEYBOARD))


def test_what_nobody_may_answer_any_more_is_forgotten():
    world = _world()
    guest = world.add_bot("Guest", "guest_bot", has_guest_mode=True, inline_placeholder="ask")
    message = _asked(world, world.private(ANNA, BOT))
    to_ben = world.private(ANNA, BEN)
    for _ in range(3):
        world.clock.move(QUESTION_LIFE + 1)
        world.dialogue.press(world.account(ANNA), message, "go")
        world.dialogue.ask_inline(world.account(ANNA), guest, to_ben, "cats")
        world.guests.summoned_by(world.posting.send(world.account(ANNA), to_ben, Content("@guest_bot")))
    assert [len(each) for each in (world.callbacks, world.inline_queries, world.summons)] == [1, 1, 1]


def test_a_log_forgets_its_oldest_and_keeps_what_a_difference_needs():
    world = _world()
    channel = world.chat_named(f"@{SOURCE}", ANNA)
    box = world.boxes[channel.id]
    for number in range(2 * LOG_KEPT):
        world.posting.send(world.account(ANNA), channel, Content(str(number)))
    assert LOG_KEPT <= len(box.log) < 2 * LOG_KEPT
    assert len(box.since(box.pts - LOG_KEPT + 1)) == LOG_KEPT - 1


def test_a_bot_edits_what_was_sent_through_it_where_it_is_no_member():
    world = _world()
    guest = world.add_bot("In", "inline_bot", inline_placeholder="ask")
    group = world.members.create(world.account(ANNA), "supergroup", "Not its own")
    query = world.dialogue.ask_inline(world.account(ANNA), guest, group, "cats")
    sent = world.dialogue.choose_inline(world.account(ANNA), query, "1", Content("Meow"), None)
    world.editing.edit_text(guest, sent, Content("Purr"), None)
    assert sent.text == "Purr"
