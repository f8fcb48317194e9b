"""What was said or noted about something, with quotes; for admins what the channels wrote about it too."""

import re

from agents.intent import Intent, Outcome, Wish
from agents.naming import Named, known_titles, named_in
from agents.quoting import memories, posts
from agents.spec import signs
from agents.tools import channel_posts
from core.errors import Unavailable
from memory.store import Recollection

DAYS = 30

_ASKING = re.compile(
    r"""^\W*(?:(?:please|пожалуйста)[,\s]+)?
    (?:find|search(?:\ for)?|look\ (?:for|up)|show|recall|remind\ me|найди\w*|поищи\w*|отыщи\w*|ищи|поиск|вспомни\w*
    |покажи|напомни\w*)\b[,:\s]*
    (?:(?:me|мне|everything|anything|all|вс[её]|in\ my\ notes|my\ notes|в\ заметках|в\ памяти
    |(?:in|from)\ the\ channels?|в\ каналах|posts?|messages?|посты?|записи|сообщени\w+)\b[,:\s]*)*""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_CHANNELS = re.compile(r"\b(?:channels?|posts?|канал\w*|посты?|постах|публикаци\w+)\b", re.IGNORECASE)

_OF_ONE = re.compile(
    r"\b(?:find|search|show|me|what|did|does|has|have|was|were|posts?|posted|writ\w+|wrote|say|said|new|channels?"
    r"|найди\w*|поищи\w*|покажи\w*|что|писал\w*|пишут|пишет|написал\w*|говори\w+|было|нового|канал\w*|посты?"
    r"|постах|постов|чате?|all|everything|вс[её])\b",
    re.IGNORECASE,
)
"""Words of the question, not of what is looked for."""


async def carry_out(wish: Wish) -> Outcome | None:
    turn, services = wish.turn, wish.services
    if turn.is_admin and (named := named_in(wish.text, await known_titles(services))):
        return await _of_channel(named[0], wish)
    query = _ASKING.sub("", wish.text).strip(" ?!.") or wish.text
    found: list[Recollection] = []
    if turn.owner is not None and not _OF_CHANNELS.search(wish.text):
        try:
            found = list(await services.memory.recall(turn.owner, query, services.recall_limit))
        except Unavailable:
            found = []
    written = await _written(wish, query) if turn.is_admin else []
    parts = [memories(found, turn, wish.texts)] if found else []
    parts += [posts(written, turn, wish.texts)] if written else []
    if parts:
        return Outcome("\n\n".join(parts), needs_advice=True)
    return Outcome(wish.texts("intent-find-nothing"), needs_advice=True) if INTENT.has_sign(wish.text) else None


async def _of_channel(named: Named, wish: Wish) -> Outcome:
    """What one channel wrote; only what was asked for is said of it."""
    services, texts = wish.services, wish.texts
    source = await services.rules.resolve(named.reference)
    words = _OF_ONE.sub(" ", f"{wish.text[: named.start]} {wish.text[named.end :]}")[:200]
    sources = {source.id: source.title}
    if hits := await channel_posts.search_in(sources, words, DAYS, services):
        return Outcome(posts(hits, wish.turn, texts))
    if await channel_posts.search_in(sources, "", DAYS, services):
        return Outcome(texts("intent-find-no-such-posts", channel=source.title, days=DAYS))
    return Outcome(texts("intent-find-no-posts", channel=source.title))


async def _written(wish: Wish, query: str) -> list[channel_posts.Hit]:
    words = _OF_CHANNELS.sub(" ", query)[:200]
    if not re.search(r"\w{3}", words):
        return []
    return await channel_posts.search(channel_posts.Arguments(words=words, channel="", days=DAYS), wish.services)


INTENT = Intent(
    name="find",
    signs=signs(
        r"^\W*(?:please |пожалуйста,? )?(?:find|look up|look for|search(?: for)?|recall)\b",
        r"^\W*(?:пожалуйста,? )?(?:найди|поищи|отыщи|вспомни|поиск)\b",
        r"\bwhat (?:did|have) I (?:say|said|tell|told|mention|write|wr[io]te|ask)",
        r"\bчто я (?:тебе )?(?:говорил|рассказывал|писал|упоминал|просил запомнить)",
        r"\bчто ты (?:помнишь|знаешь) (?:обо мне|о мо|про мо)|\bwhat do you (?:remember|know) about (?:me|my)\b",
        r"^\W*напомни\w*,? (?:мне,? )?(?:как|где|когда|кто|какой|какая|какое|сколько|чей|зачем|что я)\b",
        r"^\W*remind me,? (?:what|how|where|who|when|which|why)\b",
        r"\b(?:что|о чём|о чем) (?:нового )?(?:писал\w*|пишут|пишет|написал\w*|было|постил\w*) (?:в |во |на |у )?@\w+",
        r"\bwhat (?:did|does|has|have|was|were) (?:posted |written |said |new )*(?:in |on |by )?@\w+",
        r"\b(?:что|о чём|о чем) (?:писали|было|пишут) в каналах\b|\bwhat did the channels (?:write|post|say)\b",
    ),
    carry_out=carry_out,
)
