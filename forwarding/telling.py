"""Posts told in a few lines: headings, the beginning of each with a link, in as many messages as it takes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.i18n import Texts, Translator
from core.ids import endpoint_of
from core.text import Formatted, TextEntity, split, utf16_length
from forwarding.calling import call_of
from forwarding.notices import link_of
from forwarding.outgoing import SendText, to_payload
from forwarding.post import Album, Entity
from forwarding.routing import place_of
from forwarding.rules import Rule
from forwarding.spec import Destination
from storage.outbox import Delivery
from storage.users import Users

ITEM_CHARACTERS = 140
PART_LENGTH = 3900
"""The note that it may have arrived already needs room of its own."""


class Lines:
    """Text that grows line by line, with entities over whole lines."""

    def __init__(self) -> None:
        self._text = ""
        self._entities: list[TextEntity] = []

    def add(self, line: str, *, before: str = "", kind: str = "", url: str = "") -> None:
        if kind:
            self._entities.append(TextEntity(kind, utf16_length(self._text + before), utf16_length(line), url))
        self._text += f"{before}{line}\n"

    def item(self, said: str, link: str, *, before: str) -> None:
        self.add(said, before=before, kind="text_link" if link else "", url=link)

    def formatted(self) -> Formatted:
        return Formatted(self._text.rstrip("\n"), tuple(self._entities))


class Telling:
    """The digests of rules, in the language of their authors."""

    def __init__(self, users: Users, translator: Translator) -> None:
        self._users = users
        self._translator = translator

    async def deliveries(self, rule: Rule, albums: Sequence[Album], *places: Destination) -> list[Delivery]:
        """For these destinations, or for all of the rule; a post is told in one digest of a rule only."""
        if not albums:
            return []
        known = await self._users.get(rule.created_by)
        texts = self._translator.bound(known.language if known else "en")
        note = texts("forwarding-repeat-note")
        parts = split(digest_of(rule, albums, texts), PART_LENGTH)
        return [
            _delivery(rule, albums[0], number, SendText(part.text, _entities(part), repeat_note=note), to)
            for to in places or rule.spec.destinations
            for number, part in enumerate(parts)
        ]


def digest_of(rule: Rule, albums: Sequence[Album], texts: Texts) -> Formatted:
    """Under a heading for each source and topic, where there are several."""
    lines = Lines()
    lines.add(rule.name, kind="bold")
    lines.add(texts("digest-count", count=len(albums)))
    sections = _sections(rule, albums, texts)
    for heading, told in sections.items():
        if len(sections) > 1:
            lines.add("")
            lines.add(heading, kind="bold")
        for album in told:
            lines.item(opening_of(album, texts), link_of(rule, album), before="• ")
    return lines.formatted()


def opening_of(album: Album, texts: Texts) -> str:
    """How it begins; the words of protected posts stay where they are."""
    if album.is_protected:
        return texts("digest-protected")
    return beginning(album.text) or texts("digest-no-text")


def beginning(text: str) -> str:
    """The first line that says something, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= ITEM_CHARACTERS:
        return line
    return line[:ITEM_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _sections(rule: Rule, albums: Sequence[Album], texts: Texts) -> dict[str, list[Album]]:
    """By source and topic: that of a group, or a hashtag that several posts share; what has none comes last."""
    sources = dict.fromkeys(album.first.source for album in albums)
    found: dict[str, list[Album]] = {}
    for source in sources:
        of_source = [album for album in albums if album.first.source == source]
        topics = _topics(of_source, texts)
        title = rule.title(source)
        named = [" · ".join(part for part in (title if len(sources) > 1 else "", topic) if part) for topic in topics]
        order = dict.fromkeys((*(name for name, topic in zip(named, topics, strict=True) if topic), *named))
        for heading in order:
            told = [album for album, name in zip(of_source, named, strict=True) if name == heading]
            found.setdefault(heading or texts("digest-other"), []).extend(told)
    return found


def _topics(albums: Sequence[Album], texts: Texts) -> list[str]:
    tags = ["" if album.is_protected else next(_hashtags(album), "") for album in albums]
    shared = {tag for tag, count in Counter(tags).items() if tag and count > 1}
    return [
        texts("digest-topic", topic=album.first.topic)
        if album.first.topic is not None
        else (tag if tag in shared else "")
        for album, tag in zip(albums, tags, strict=True)
    ]


def _hashtags(album: Album) -> Iterator[str]:
    for post in album.posts:
        units = post.text.encode("utf-16-le", "surrogatepass")
        for each in post.entities:
            if each.kind == "hashtag":
                said = units[2 * each.offset : 2 * (each.offset + each.length)]
                yield said.decode("utf-16-le", "replace").casefold()


def _delivery(rule: Rule, first: Album, number: int, said: SendText, to: Destination) -> Delivery:
    post, place = first.first, place_of(to)
    is_hook = endpoint_of(to.chat) is not None
    payload = call_of(rule, post, "digest", said, None) if is_hook else replace(said, topic_name=to.topic_name)
    return Delivery(
        key=f"digest:{rule.id}:{post.source}/{post.message}:{number}:{place}",
        chat=to.chat,
        payload=to_payload(payload),
        topic=to.topic,
        lane=f"digest:{rule.id}:{place}",
        rule=rule.id,
    )


def _entities(part: Formatted) -> tuple[Entity, ...]:
    return tuple(Entity(each.kind, each.offset, each.length, each.url, each.language) for each in part.entities)
