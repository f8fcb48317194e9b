"""What the buttons under a forwarding rule do."""

from collections.abc import Mapping

from aiogram.types import CallbackQuery

from core.errors import UserError
from core.ids import UserId
from forwarding.amending import name_of_copy, renamed, with_filter, without_filter, words_of
from forwarding.pipeline import all_filters
from forwarding.post_filter import AnyFilter
from forwarding.rules import Rule
from forwarding.spec import RuleSpec
from handlers import rule_option_edits
from handlers.rule_desk import CHANGED, VIEWS, Action, Arguments, RuleDesk, require_seen
from handlers.ui import rule_screens as screens
from handlers.ui.presses import redraw


async def press(query: CallbackQuery, action: str, id: str, arguments: Arguments, desk: RuleDesk) -> str | None:
    """
    Raises:
        UserError: the rule or the button is gone; or what the rule book says. Who was too slow sees the rule as it is.
    """
    rule = await desk.rule(id)
    if action in VIEWS and not arguments:
        await redraw(query, *await desk.view(rule, action))
        return None
    if action not in ACTIONS:
        raise UserError("error-old-button")
    try:
        return await ACTIONS[action](query, rule, arguments, desk)
    except UserError as error:
        if error.key == CHANGED:
            await redraw(query, *await desk.view(await desk.rule(id)))
        raise


async def _leave(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    await desk.state.clear()
    await redraw(query, *await desk.view(rule, *arguments))


async def _pause(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.pause(rule.id)
    await redraw(query, *await desk.view(await desk.rule(rule.id)))


async def _resume(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.resume(rule.id)
    await redraw(query, *await desk.view(await desk.rule(rule.id)))


async def _sure(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await redraw(query, *screens.sure_screen(rule, desk.texts))


async def _delete(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.rulebook.delete(rule.id)
    await redraw(query, *await desk.list())


async def _copy(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> str:
    taken = [each.name for each in await desk.rulebook.list()]
    spec = renamed(rule.spec, name_of_copy(rule.name, taken))
    copy = await desk.rulebook.create(spec, desk.user.id, f"update:{desk.update_id}", is_paused=True)
    await redraw(query, *await desk.view(copy))
    return desk.texts("forward-copied")


async def _filters(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    await redraw(query, *screens.filters_screen(rule, desk.texts, int(arguments[0])))


async def _drop(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, number = arguments
    require_seen(rule, version)
    saved = await desk.save(rule, without_filter(rule.spec, int(number)))
    await redraw(query, *screens.filters_screen(saved, desk.texts))


async def _add(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await redraw(query, *screens.catalogue_screen(rule, all_filters(), desk.texts))


async def _pick(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    await redraw(query, *screens.filter_screen(rule, _filter(arguments[0]), desk.texts))


async def _ask(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, name, side = arguments
    require_seen(rule, version)
    await desk.ask("settings", rule, "filters", filter=name, side=side)
    await redraw(query, *screens.settings_screen(rule, _filter(name), side, desk.texts))


async def _usual(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    version, name, side = arguments
    require_seen(rule, version)
    saved = await desk.save(rule, with_filter(rule.spec, name, {}, is_unwanted=side == "drop"))
    await desk.state.clear()
    await redraw(query, *screens.filters_screen(saved, desk.texts))


async def _rename(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    await desk.ask("name", rule)
    await redraw(query, *screens.step_screen(rule, desk.texts("forward-ask-name", rule=rule.name), desk.texts))


async def _words(query: CallbackQuery, rule: Rule, _: Arguments, desk: RuleDesk) -> None:
    words = words_of(rule.spec)
    if words is None:
        raise UserError("error-rule-not-simple")
    await desk.ask("words", rule, "filters")
    now = screens.words_text(words, desk.texts)
    await redraw(
        query, *screens.step_screen(rule, f"{now}\n\n{desk.texts('forward-ask-words')}", desk.texts, "filters")
    )


async def _versions(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> None:
    versions = await desk.rulebook.versions(rule.id)
    names: dict[UserId, str] = {}
    for id in {each.saved_by for each in versions}:
        if (person := await desk.users.get(id)) is not None and person.name:
            names[id] = person.name
    start = int(arguments[0]) if arguments else 0
    screen = screens.versions_screen(rule, versions, names, desk.user.time_zone, desk.texts, start)
    await redraw(query, *screen)


async def _revert(query: CallbackQuery, rule: Rule, arguments: Arguments, desk: RuleDesk) -> str:
    version, wanted = arguments
    require_seen(rule, version)
    former = next((each for each in await desk.rulebook.versions(rule.id) if each.version == int(wanted)), None)
    if former is None:
        raise UserError("error-old-button")
    saved = await desk.save(rule, RuleSpec.model_validate(former.spec))
    await redraw(query, *await desk.view(saved))
    return desk.texts("forward-reverted", version=former.version)


def _filter(name: str) -> AnyFilter:
    found = next((each for each in all_filters() if each.name == name), None)
    if found is None:
        raise UserError("error-old-button")
    return found


ACTIONS: Mapping[str, Action] = {
    "leave": _leave,
    "pause": _pause,
    "resume": _resume,
    "sure": _sure,
    "delete": _delete,
    "copy": _copy,
    "filters": _filters,
    "drop": _drop,
    "add": _add,
    "pick": _pick,
    "ask": _ask,
    "usual": _usual,
    "rename": _rename,
    "words": _words,
    "versions": _versions,
    "revert": _revert,
    **rule_option_edits.PRESSES,
}
