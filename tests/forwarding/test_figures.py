"""What a rule did lately: counts by the days of its time zone, and their chart."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from core.i18n import Translator
from core.ids import MessageId, RuleId, UserId
from forwarding.charts import Chart, Series, drawn
from forwarding.figures import Statistics
from forwarding.spec import Node
from handlers.ui.rule_text import title_of
from storage.database import Database
from storage.outbox import DeliveryState
from storage.tallies import Tallies
from storage.users import Role, User
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import OTHER, SOURCE, make_room, post

HOUR = 3600.0
DAY = 24 * HOUR
ONLY_PYTHON = Node.model_validate({"keywords": {"words": ["python"]}})


async def test_posts_are_counted_by_the_days_of_the_rule_and_by_what_kept_them_back(
    database: Database, translator: Translator, clock: FakeClock, tmp_path: Path
):
    room = make_room(database, translator, clock)
    rule = await room.rule(filters=ONLY_PYTHON, time_zone="Asia/Tokyo")
    for message, text in enumerate(("python one", "ads", "python two"), 1):
        await room.forwarder.accept(post(message, text))
    await room.deliver()
    clock.advance(4 * HOUR)  # 16:00 UTC is the next day in Tokyo
    await room.forwarder.accept(post(4, "python three"))
    clock.advance(5.0)
    await room.deliver()
    figures = await Statistics(Tallies(database), tmp_path, clock).of(rule, 7)
    assert [f"{day:%d}" for day in figures.days] == ["28", "29", "30", "31", "01", "02", "03"]
    assert figures.counts == {"pass": (0, 0, 0, 0, 0, 2, 1), "drop": (0, 0, 0, 0, 0, 1, 0), "held": (0,) * 7}
    assert figures.dropped_by == (("keywords", 1),)
    assert figures.sent(DeliveryState.SENT) == 3
    assert (figures.median_seconds, figures.p95_seconds) == (0.0, 5.0)


async def test_what_a_reviewer_skipped_is_laid_to_no_filter(
    database: Database, translator: Translator, clock: FakeClock, tmp_path: Path
):
    room = make_room(database, translator, clock)
    rule = await room.rule(filters=ONLY_PYTHON, review_chat={"chat": OTHER})
    await room.forwarder.accept(post(1, "python one"))
    anna = User(UserId(1), "Anna", "anna", "en", Role.ADMIN, "UTC", clock.now())
    await room.reviewing.skip((rule.id, SOURCE, MessageId(1)), anna)
    figures = await Statistics(Tallies(database), tmp_path, clock).of(rule, 7)
    assert figures.dropped_by == (("review", 1),)
    assert title_of("filter", "review", translator.bound("en")) == "Reviewers"


async def test_what_is_older_and_what_other_rules_did_is_left_out(
    database: Database, translator: Translator, clock: FakeClock, tmp_path: Path
):
    room = make_room(database, translator, clock)
    rule = await room.rule(filters=ONLY_PYTHON)
    await room.forwarder.accept(post(1, "old python"))
    await room.forwarder.accept(post(2, "old ads"))
    clock.advance(7 * DAY)
    figures = await Statistics(Tallies(database), tmp_path, clock).of(rule, 7)
    assert (figures.total("pass"), figures.dropped_by) == (0, ())
    assert (await Tallies(database).of(RuleId(rule.id + 1), clock.now())).decided == ()


async def test_a_chart_is_a_picture_whose_bars_stand_as_high_as_the_counts(tmp_path: Path):
    chart = Chart(("01.11", "02.11"), (Series("прошло", (0, 8)), Series("kept back", (2, 0)), Series("$held$", (0, 0))))
    picture = Image.open(BytesIO(await drawn(chart, tmp_path))).convert("RGB")
    assert picture.size == (1200, 600)
    pixels = picture.get_flattened_data() if hasattr(picture, "get_flattened_data") else picture.getdata()
    green, grey = ((0x2A, 0x9D, 0x6F), (0xB9, 0xC0, 0xC8))
    counted = list(pixels)
    assert 3.5 < counted.count(green) / counted.count(grey) < 4.5


async def test_a_rule_that_did_nothing_yet_has_an_empty_chart(tmp_path: Path):
    nothing = Chart(("01.11",), tuple(Series(name, (0,)) for name in ("a", "b", "c")))
    assert (await drawn(nothing, tmp_path)).startswith(b"\x89PNG")
