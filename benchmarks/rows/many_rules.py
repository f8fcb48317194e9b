"""Many rules: 200 of 50 filters each, beside one rule that has all of their keywords."""

from collections.abc import Sequence
from statistics import median

from benchmarks.corpus import Corpus
from benchmarks.row import Figure, Row
from benchmarks.rows.keywords import cpu, keywords
from core.clock import SystemClock
from core.ids import ChatId, MessageId, RuleId
from forwarding.means import Context, Means
from forwarding.pipeline import all_filters
from forwarding.post import Album, Post
from forwarding.program import Program, finish
from forwarding.spec import Node

MESSAGES = 2_000
RULES = 200
FILTERS = 50
ROUNDS = 5


async def measure() -> Sequence[Figure]:
    corpus = Corpus()
    messages, words = corpus.messages(MESSAGES), keywords(corpus)
    clock = SystemClock()
    albums = [
        Album((Post(ChatId(-1001), MessageId(number), clock.now(), text),)) for number, text in enumerate(messages)
    ]
    many = ready([tree(words[number::RULES]) for number in range(RULES)])
    one = ready([Node(op="keywords", params={"words": words})])

    def judge(program: Program) -> float:
        return cpu(lambda: [finish(judged(program, album)) for album in albums])

    async def judged(program: Program, album: Album) -> None:
        await program.judge(await program.look_at(album, clock.now()))

    judge(one), judge(many)
    rounds = [(judge(many), judge(one)) for _ in range(ROUNDS)]
    return [
        Figure(
            f"{RULES} rules x {FILTERS} filters beside one rule, median of {ROUNDS}",
            median(several / single for several, single in rounds),
            "x",
            at_most=1.5,
        ),
        Figure(f"a post, {RULES} rules, CPU", 1e6 * median(several for several, _ in rounds) / MESSAGES, "µs"),
        Figure("a post, one rule, CPU", 1e6 * median(single for _, single in rounds) / MESSAGES, "µs"),
    ]


def tree(words: Sequence[str]) -> Node:
    """Any of 50 filters, a word each: together the rules have the words of the one rule."""
    lists = [list(words[number::FILTERS]) for number in range(FILTERS)]
    return Node(op="any", parts=tuple(Node(op="keywords", params={"words": each}) for each in lists if each))


def ready(trees: Sequence[Node]) -> Program:
    means = Means(SystemClock())
    rules = [(each, Context(RuleId(number), "UTC", means)) for number, each in enumerate(trees, 1)]
    return Program(rules, {each.name: each for each in all_filters()})


ROW = Row("many_rules", "200 rules of 50 filters each, beside one rule with the same 10,000 keywords", measure)
