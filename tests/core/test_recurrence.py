"""Times as people write them, and the next one by the clock on their wall."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.recurrence import When, next_due, parse_when

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # a Monday; 15:00 in Moscow
MOSCOW = "Europe/Moscow"
BERLIN = "Europe/Berlin"


def wall(moment: datetime) -> str:
    return (moment + timedelta(hours=3)).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("in 10 minutes call Anna", "11-02 15:10", "call Anna"),
        ("In 10m tea", "11-02 15:10", "tea"),
        ("in an hour and 5 minutes tea", "11-02 16:05", "tea"),
        ("in half an hour: tea", "11-02 15:30", "tea"),
        ("in 2 days tea", "11-04 15:00", "tea"),
        ("at 18:00 go home", "11-02 18:00", "go home"),
        ("at 9 am stand-up", "11-03 09:00", "stand-up"),
        ("at 6pm go home", "11-02 18:00", "go home"),
        ("18:30 go", "11-02 18:30", "go"),
        ("tomorrow at 9 3 apples", "11-03 09:00", "3 apples"),
        ("tomorrow 3 apples", "11-03 09:00", "3 apples"),
        ("on friday at 10 report", "11-06 10:00", "report"),
        ("monday at 10 report", "11-09 10:00", "report"),
        ("2026-12-01 09:00 winter", "12-01 09:00", "winter"),
        ("2026-12-01T09:00 winter", "12-01 09:00", "winter"),
        ("01.12 09:00 winter", "12-01 09:00", "winter"),
        ("через 10 минут позвонить Анне", "11-02 15:10", "позвонить Анне"),
        ("через 1 минуту чай", "11-02 15:01", "чай"),
        ("через час чай", "11-02 16:00", "чай"),
        ("Через полчаса чай", "11-02 15:30", "чай"),
        ("через 2 часа 15 минут чай", "11-02 17:15", "чай"),
        ("через минуту час пик", "11-02 15:01", "час пик"),
        ("через неделю отчёт", "11-09 15:00", "отчёт"),
        ("в 18:00 домой", "11-02 18:00", "домой"),
        ("в 9 утра планёрка", "11-03 09:00", "планёрка"),
        ("в 7 вечера домой", "11-02 19:00", "домой"),
        ("завтра в 9 купить 3 яблока", "11-03 09:00", "купить 3 яблока"),
        ("завтра купить яблоки", "11-03 09:00", "купить яблоки"),
        ("послезавтра в 10.30 врач", "11-04 10:30", "врач"),
        ("в пятницу в 10 отчёт", "11-06 10:00", "отчёт"),
        ("01.12.2026 в 9 зима", "12-01 09:00", "зима"),
        ("tomorrow at noon lunch", "11-03 12:00", "lunch"),
        ("tomorrow evening movie", "11-03 19:00", "movie"),
        ("tomorrow morning at 8 run", "11-03 08:00", "run"),
        ("tomorrow at 3 pm tea", "11-03 15:00", "tea"),
        ("friday 3pm tea", "11-06 15:00", "tea"),
        ("tonight movie", "11-02 20:00", "movie"),
        ("today at midnight sleep", "11-03 00:00", "sleep"),
        ("at 7 in the evening tea", "11-02 19:00", "tea"),
        ("at 9 tomorrow tea", "11-03 09:00", "tea"),
        ("6pm dinner", "11-02 18:00", "dinner"),
        ("завтра в полдень обед", "11-03 12:00", "обед"),
        ("завтра вечером кино", "11-03 19:00", "кино"),
        ("завтра 9 утра планёрка", "11-03 09:00", "планёрка"),
        ("завтра в 12 ночи сон", "11-03 00:00", "сон"),
        ("сегодня вечером в 8 кино", "11-02 20:00", "кино"),
        ("в понедельник утром отчёт", "11-09 09:00", "отчёт"),
        ("в 9 завтра чай", "11-03 09:00", "чай"),
        ("завтра в магазин", "11-03 09:00", "в магазин"),
        ("1 декабря в 9 зима", "12-01 09:00", "зима"),
        ("Dec 1 at 9 winter", "12-01 09:00", "winter"),
        ("on December 1st, 2026 at 9 winter", "12-01 09:00", "winter"),
        ("через полтора часа чай", "11-02 16:30", "чай"),
        ("через пару минут чай", "11-02 15:02", "чай"),
        ("in 1.5 hours tea", "11-02 16:30", "tea"),
        ("in an hour and a half tea", "11-02 16:30", "tea"),
        ("in two days tea", "11-04 15:00", "tea"),
        ("me in 10 minutes to call Anna", "11-02 15:10", "call Anna"),
        ("мне через час позвонить", "11-02 16:00", "позвонить"),
    ],
)
def test_a_moment_is_read_from_the_beginning_and_the_rest_is_what_is_due(text: str, expected: str, rest: str):
    for language in ("en", "ru"):
        when, what = parse_when(text, NOW, MOSCOW, language)
        assert (wall(when.at), what, when.every) == (expected, rest, "")


@pytest.mark.parametrize(
    ("text", "first", "every"),
    [
        ("every day at 9 news", "11-03 09:00", "day"),
        ("daily at 23:30 news", "11-02 23:30", "day"),
        ("every weekday at 10 news", "11-03 10:00", "weekday"),
        ("every monday at 10 news", "11-09 10:00", "week"),
        ("every monday at 16:00 news", "11-02 16:00", "week"),
        ("каждый день в 9 news", "11-03 09:00", "day"),
        ("ежедневно в 9:00 news", "11-03 09:00", "day"),
        ("по будням в 10 news", "11-03 10:00", "weekday"),
        ("каждый понедельник в 10 news", "11-09 10:00", "week"),
        ("каждую среду в 10 news", "11-04 10:00", "week"),
        ("по воскресеньям в 10 news", "11-08 10:00", "week"),
        ("every friday evening news", "11-06 19:00", "week"),
        ("every morning news", "11-03 09:00", "day"),
        ("at 9 every day news", "11-03 09:00", "day"),
        ("каждый вечер в 8 news", "11-02 20:00", "day"),
        ("every second friday at 10 news", "11-06 10:00", "fortnight"),
        ("every other monday at 10 news", "11-09 10:00", "fortnight"),
        ("каждую вторую пятницу в 10 news", "11-06 10:00", "fortnight"),
        ("раз в две недели по средам в 9 news", "11-04 09:00", "fortnight"),
    ],
)
def test_what_comes_again_keeps_its_time_of_day(text: str, first: str, every: str):
    when, what = parse_when(text, NOW, MOSCOW, "en")

    assert (wall(when.at), when.every, what, when.zone) == (first, every, "news", MOSCOW)
    assert when.wall == first[-5:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "at 25 tea",
        "at 9:75 tea",
        "31.02 09:00 x",
        "in 99999999999 days x",
        "in 5000 days x",
        "вчера",
        "9 tea",
        "tomorrow at 13pm tea",
        "tomorrow at the usual time tea",
        "tomorrow at 9ish tea",
        "tomorrow half past eight tea",
        "tomorrow 9.30 tea",
        "завтра в половине девятого подъём",
        "завтра полдевятого подъём",
        "завтра в два чай",
        "каждый день после обеда чай",
        "завтра в 9-30 чай",
        "every second friday of the month at 10 tea",
    ],
)
def test_what_is_no_time_is_refused_with_examples(text: str):
    with pytest.raises(UserError) as refused:
        parse_when(text, NOW, MOSCOW, "ru")
    assert refused.value.key == "error-when-not-understood"


def test_a_time_that_has_passed_is_refused():
    for text in ("today at 9 tea", "2020-01-01 09:00 tea", "01.12.2020 tea"):
        with pytest.raises(UserError) as refused:
            parse_when(text, NOW, MOSCOW, "en")
        assert refused.value.key == "error-when-past"


def test_an_unknown_zone_is_named():
    for zone in ("Mars/Base", "", "../etc/passwd", "Europe"):
        with pytest.raises(UserError) as refused:
            parse_when("at 9 tea", NOW, zone, "en")
        assert refused.value.key == "error-time-zone-unknown"


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str):
    try:
        when, rest = parse_when(text, NOW, BERLIN, "en")
    except UserError:
        return
    assert when.at > NOW
    assert text.strip().endswith(rest)


def test_nine_oclock_stays_nine_oclock_over_a_clock_change():
    when = When(datetime(2026, 10, 24, 7, 0, tzinfo=UTC), "day", BERLIN, "09:00")  # the clocks go back on the 25th

    assert next_due(when, when.at) == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)
    assert next_due(when, datetime(2026, 10, 25, 8, 0, tzinfo=UTC)) == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


def test_every_second_friday_leaves_one_out_and_keeps_its_hour_over_a_clock_change():
    when = When(datetime(2026, 10, 16, 7, 0, tzinfo=UTC), "fortnight", BERLIN, "09:00")

    assert next_due(when, when.at) == datetime(2026, 10, 30, 8, 0, tzinfo=UTC)


def test_two_days_later_is_the_same_time_of_day_and_48_hours_later_is_not():
    before = datetime(2026, 10, 24, 7, 0, tzinfo=UTC)

    assert parse_when("in 2 days x", before, BERLIN)[0].at == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
    assert parse_when("in 48 hours x", before, BERLIN)[0].at == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)


def test_a_time_that_the_clock_change_skips_comes_an_hour_later_on_that_day_only():
    when, _ = parse_when("every day at 02:30 x", datetime(2026, 3, 28, 12, 0, tzinfo=UTC), BERLIN)

    assert when.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30: 02:30 does not exist
    assert next_due(when, when.at) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)  # 02:30 again


def test_a_time_that_the_clock_change_repeats_comes_once():
    when = When(datetime(2026, 10, 24, 0, 30, tzinfo=UTC), "day", BERLIN, "02:30")

    first = next_due(when, when.at)

    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due(when, first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_working_days_skip_the_weekend_and_weeks_keep_their_day():
    friday = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)

    assert next_due(When(friday, "weekday"), friday) == datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    assert next_due(When(friday, "week"), friday) == datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def test_what_was_missed_for_long_comes_once_and_a_single_moment_never_again():
    when = When(NOW, "day")

    assert next_due(when, NOW + timedelta(days=400)) == NOW + timedelta(days=401)
    assert next_due(When(NOW), NOW) is None
    assert next_due(When(NOW), NOW - timedelta(seconds=1)) == NOW
