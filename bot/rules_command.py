"""`python -m bot rules export | import | test | explain | replay`: rules as files, and what they did or would do."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.paths import LOCALES
from bot.reader_parts import build_explainer
from bot.schema import bring_up
from bot.stores import Stores, open_stores
from bot.telegram import build_bot
from core.config import Settings
from core.errors import UserError
from core.i18n import Texts, Translator
from core.ids import ChatId, RuleId, UserId
from core.logs import configure_logs
from forwarding.drafting import Drafting, all_transforms
from forwarding.linting import remarks
from forwarding.means import Means
from forwarding.notices import link_to
from forwarding.outgoing import Via
from forwarding.pipeline import Pipeline, all_filters
from forwarding.post_filter import Outcome
from forwarding.replaying import Replay, Replayed
from forwarding.rule_files import ReadRules, read_rules, resolved, write_rules
from forwarding.rules import Rule, RuleBook, RuleRefused
from forwarding.spec import RuleSpec
from forwarding.transports.bot_api.transport import BotTransport
from forwarding.transports.feeds.feeds import Feeds
from forwarding.transports.protocol import Reader
from forwarding.transports.web import Web
from forwarding.transports.webhooks import Webhooks
from forwarding.trials import Trials
from handlers.commands.why import lines
from storage.archive import Archive

Say = Callable[[str], None]

MOST_DECIDERS = 10
OUTCOMES: Mapping[Outcome, str] = {"pass": "passed on", "drop": "dropped", "held": "cannot be told from here"}


@dataclass(frozen=True, slots=True)
class InFile:
    """A rule beside others that may have no name."""

    spec: RuleSpec
    is_paused: bool = False

    @property
    def name(self) -> str:
        return self.spec.name or f"{self.spec.source} → {self.spec.destination}"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands work with."""

    stores: Stores
    rulebook: RuleBook
    pipeline: Pipeline
    drafting: Drafting
    trials: Trials
    texts: Texts
    admins: Sequence[int]

    async def author(self) -> UserId:
        """Who makes the rules that come from a file.

        Raises:
            UserError: `error-rules-no-owner`.
        """
        owner = await self.stores.users.owner()
        if owner is not None:
            return owner.id
        if not self.admins:
            raise UserError("error-rules-no-owner")
        return UserId(self.admins[0])

    async def specs(self, file: str) -> tuple[ReadRules, list[RuleSpec]]:
        """
        Raises:
            UserError: the file cannot be read, is not what it has to be, or names a chat that is not to be found.
        """
        read = await asyncio.to_thread(_read, Path(file))
        return read, await resolved(read, self.rulebook)


async def rules(settings: Settings, options: argparse.Namespace, say: Say) -> int:
    """1 when a file cannot be used, or a rule is not what its samples say."""
    configure_logs("ERROR", [])
    texts = Translator(LOCALES).bound("en")
    try:
        async with _desk(settings, texts) as desk:
            return await _ACTIONS[options.action](desk, options, say)
    except RuleRefused as error:
        reason = error.reason
        say(f"{texts(error.key, **error.params)} {texts(reason.key, **reason.params)}")
        return 1


@asynccontextmanager
async def _desk(settings: Settings, texts: Texts) -> AsyncIterator[Desk]:
    await bring_up(settings)
    async with AsyncExitStack() as stack:
        stores = open_stores(settings, stack)
        hosts = settings.forwarding.hosts
        feeds = Feeds(stores.endpoints, stores.feed_entries, hosts, stores.clock)
        webhooks = Webhooks(stores.endpoints, hosts, stores.clock)
        readers: dict[Via, Reader] = {"web": Web(stores.endpoints, feeds, webhooks)}
        if settings.bot_token:
            bot = build_bot(settings)
            stack.push_async_callback(bot.session.close)
            readers["bot"] = BotTransport(bot)
        means = Means(stores.clock)
        pipeline, drafting = Pipeline(all_filters(), means), Drafting(all_transforms(), means)
        trials = Trials(all_filters(), stores.clock)
        checks = (pipeline.check, drafting.check, trials.check)
        rulebook = RuleBook(stores.rules, readers, stores.clock, checks)
        yield Desk(stores, rulebook, pipeline, drafting, trials, texts, settings.admin_ids)


async def _export(desk: Desk, options: argparse.Namespace, say: Say) -> int:
    chosen, addresses = await _chosen(desk, options.ids), await desk.stores.endpoints.addresses()
    say(write_rules(chosen, addresses).rstrip())
    return 0


async def _chosen(desk: Desk, ids: Sequence[int]) -> list[Rule]:
    known = {rule.id: rule for rule in await desk.rulebook.list()}
    for id in ids:
        if RuleId(id) not in known:
            raise UserError("error-rules-no-such", id=id)
    return [known[RuleId(id)] for id in ids] if ids else list(known.values())


async def _import(desk: Desk, options: argparse.Namespace, say: Say) -> int:
    read, specs = await desk.specs(options.file)
    author = await desk.author()
    saved = await desk.rulebook.create_all(specs, author, f"import:{desk.stores.clock.now().isoformat()}")
    for rule in saved:
        say(f"saved {rule.id}: {rule.name}")
    for number in range(1, len(specs) + 1):
        await _warn(number, specs, desk, say)
    if known := len(specs) - len(saved):
        say(f"there already: {known}")
    _say_lost(read, say)
    return 0


def _say_lost(read: ReadRules, say: Say) -> None:
    for each in read.lost:
        say(f"left out, {read.origin} alone has it: {each}")


async def _test(desk: Desk, options: argparse.Namespace, say: Say) -> int:
    if options.file:
        read, specs = await desk.specs(options.file)
        _say_lost(read, say)
    else:
        specs = [rule.spec for rule in await desk.rulebook.list()]
    failed = 0
    for number, spec in enumerate(specs, 1):
        try:
            await desk.pipeline.check(spec)
            await desk.drafting.check(spec)
        except UserError as error:
            raise RuleRefused(number, spec.name, error) from error
        failed += await _try(number, spec, desk, say)
        await _warn(number, specs, desk, say)
    say(f"{len(specs)} rules, {sum(len(spec.samples) for spec in specs)} samples, {failed} failed")
    return 1 if failed else 0


async def _try(number: int, spec: RuleSpec, desk: Desk, say: Say) -> int:
    """How many samples failed."""
    failed = [tried for tried in await desk.trials.samples(spec) if not tried.is_as_expected]
    for tried in failed:
        said = tried.sample.text or tried.sample.media
        reason = tried.judgement.reason or "no filter"
        say(f"FAILED {_label(number, spec)}: {said!r} is {tried.judgement.outcome} ({reason})")
    return len(failed)


async def _warn(number: int, specs: Sequence[RuleSpec], desk: Desk, say: Say) -> None:
    """What the rule is warned of, beside the others of its file and the saved ones."""
    spec = specs[number - 1]
    beside = [each for place, each in enumerate(specs, 1) if place != number]
    others = [*beside, *(rule.spec for rule in await desk.rulebook.list() if rule.spec not in specs)]
    found = await asyncio.to_thread(remarks, spec, [InFile(each) for each in others])
    found += await desk.rulebook.rights_remarks(spec)
    for remark in found:
        say(f"WARNING {_label(number, spec)}: {desk.texts(remark.key, **remark.params)}")


def _label(number: int, spec: RuleSpec) -> str:
    return f"rule {number} {spec.name}".rstrip()


async def _explain(desk: Desk, options: argparse.Namespace, say: Say) -> int:
    stores = desk.stores
    explainer = build_explainer(stores, desk.rulebook)
    told = await explainer.explain([await explainer.locate(options.link)])
    say("\n".join(lines(told, "UTC", desk.texts)))
    return 0


async def _replay(desk: Desk, options: argparse.Namespace, say: Say) -> int:
    stores = desk.stores
    if options.rule.isdecimal():
        specs = [rule.spec for rule in await _chosen(desk, [int(options.rule)])]
    else:
        specs = (await desk.specs(options.rule))[1]
    since = stores.clock.now() - timedelta(days=options.days)
    replay = Replay(Archive(stores.database), desk.trials)
    usernames = {id: chat.username for rule in await desk.rulebook.list() for id, chat in rule.chats.items()}
    for number, spec in enumerate(specs, 1):
        say(_label(number, spec))
        for line in report(await replay.run(spec, since, _progress()), usernames):
            say(line)
    return 0


def report(replayed: Replayed, usernames: Mapping[ChatId, str]) -> Iterator[str]:
    """Counts, what decided most often, and examples with their links."""
    yield f"  {replayed.posts} posts"
    for outcome, word in OUTCOMES.items():
        if not (count := replayed.counts[outcome]):
            continue
        yield f"  {word}: {count} ({100 * count / replayed.posts:.1f} %)"
        for (name, value), times in replayed.deciders[outcome].most_common(MOST_DECIDERS):
            yield f"    {times} by {name}{f': {value}' if value else ''}" if name else f"    {times} without a filter"
        for example in replayed.examples[outcome]:
            link = link_to(example.source, usernames.get(example.source, ""), example.message)
            yield f"    {link or example.message}  {example.text}"


def _progress() -> Callable[[int, int], None]:
    """A line that is overwritten, where somebody looks."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done} of {total}" + ("\r\033[K" if done >= total else ""))
        sys.stderr.flush()

    return show


def _read(path: Path) -> ReadRules:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError("error-rules-no-file", file=str(path), reason=error.strerror or str(error)) from error
    return read_rules(data)


_ACTIONS = {"export": _export, "import": _import, "test": _test, "explain": _explain, "replay": _replay}
