"""What the buttons under a forwarding rule do."""

from collections.abc import Mapping

from aiogram.types import BufferedInputFile, CallbackQuery

from core.errors import UserError
from core.ids import UserId
from forwarding.amending import name_of_copy, renamed, words_of
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from handlers import (
    rule_filter_edits,
    rule_option_edits,
    rule_place_edits,
    rule_sample_edits,
    rule_transform_edits,
)
from handlers.rule_desk import CHANGED, VIEWS, Action, Arguments, Editing, RuleDesk, Warned, require_seen
from handlers.rule_transfer import exported
from handlers.ui import rule_screens as screens
from handlers.ui.presses import pressed_message


async def press(query: CallbackQuery, action: str, id: str, arguments: Arguments, desk: RuleDesk) -> str | None:
    """
    Raises:
        UserError: the rule or the button is gone; or what the rule book says. Who was too slow sees the rule as it is.
    """
    rule = await desk.rule(id)
    if action == "show" or action in VIEWS:
        await desk.show(query, await desk.view(rule, action, int(arguments[0]) if arguments else 0))
        return None
    if action not in ACTIONS:
        raise UserError("error-old-button")
    try:
        return await ACTIONS[action](query, rule, arguments, desk)
    except Warned as warned:
        await desk.show(query, await desk.hold(rule, warned))
        return None
    except UserError as error:
        if error.key == CHANGED:
            await desk.show(query, await desk.view(await desk.rule(id)))
        raise


async def _leave(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    await desk.state.clear()
    await desk.show(query, await desk.view(rule, arguments[0] if arguments else "show"))


async def _anyway(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    held = await desk.state.get_data()
    if await desk.state.get_state() != Editing.warned.state or held["rule"] != rule.id:
        raise UserError("error-old-button")
    await desk.state.clear()
    require_seen(rule, held["version"])
    saved = await desk.save_anyway(rule, RuleSpec.model_validate(held["spec"]))
    await desk.show(query, await desk.view(saved, held["then"]))


async def _pause(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.pause(rule.id)
    await desk.show(query, await desk.view(await desk.rule(rule.id)))


async def _resume(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.resume(rule.id)
    await desk.show(query, await desk.view(await desk.rule(rule.id)))


async def _sure(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.show(query, screens.sure_screen(rule, desk.texts))


async def _delete(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.delete(rule.id)
    await desk.show(query, await desk.list())


async def _copy(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> str:
    taken = [each.name for each in await desk.rulebook.list()]
    spec = renamed(rule.spec, name_of_copy(rule.name, taken))
    copy = await desk.rulebook.create(spec, desk.user.id, f"update:{desk.update_id}", is_paused=True)
    await desk.show(query, await desk.view(copy))
    return desk.texts("forward-copied")


async def _rename(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.ask("name", rule)
    await desk.show(
        query, screens.step_screen(rule, desk.texts("forward-ask-name", rule=rule.name), desk.texts, "more")
    )


async def _words(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    words = words_of(rule.spec)
    if words is None:
        raise UserError("error-rule-not-simple")
    await desk.ask("words", rule, "filters")
    text = f"{screens.words_text(words, desk.texts)}\n\n{desk.texts('forward-ask-words')}"
    await desk.show(query, screens.step_screen(rule, text, desk.texts, "filters"))


async def _versions(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    versions = await desk.rulebook.versions(rule.id)
    names: dict[UserId, str] = {}
    for id in {each.saved_by for each in versions}:
        if (person := await desk.tools.users.get(id)) is not None and person.name:
            names[id] = person.name
    start = int(arguments[0]) if arguments else 0
    await desk.show(query, screens.versions_screen(rule, versions, names, desk.user.time_zone, desk.texts, start))


async def _revert(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> str:
    version, wanted = arguments
    require_seen(rule, version)
    former = next((each for each in await desk.rulebook.versions(rule.id) if each.version == int(wanted)), None)
    if former is None:
        raise UserError("error-old-button")
    saved = await desk.save(rule, RuleSpec.model_validate(former.spec))
    await desk.show(query, await desk.view(saved))
    return desk.texts("forward-reverted", version=former.version)


async def _export(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    file = BufferedInputFile(await exported([rule], desk), f"rule-{rule.id}.yaml")
    await pressed_message(query).answer_document(file, caption=rule.name)


async def _replay(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.tools.replays.start(rule, pressed_message(query), desk.texts)


ACTIONS: Mapping[str, Action] = {
    "anyway": _anyway,
    "leave": _leave,
    "pause": _pause,
    "resume": _resume,
    "sure": _sure,
    "delete": _delete,
    "copy": _copy,
    "rename": _rename,
    "words": _words,
    "versions": _versions,
    "revert": _revert,
    "export": _export,
    "replay": _replay,
    **rule_option_edits.PRESSES,
    **rule_filter_edits.PRESSES,
    **rule_transform_edits.PRESSES,
    **rule_place_edits.PRESSES,
    **rule_sample_edits.PRESSES,
}
