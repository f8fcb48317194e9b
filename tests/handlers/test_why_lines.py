"""What /why says of a post that waits behind a history."""

from datetime import UTC, datetime
from typing import cast

from core.i18n import Translator
from forwarding.explaining import Explanation, Ruling
from forwarding.post_filter import Outcome
from forwarding.program import Judgement
from handlers.commands.why import lines
from storage.posts import BEHIND

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_a_post_that_waits_behind_older_ones_says_so_and_names_no_filter(translator: Translator):
    texts = translator.bound("en")
    waits = Ruling("News", 3, Judgement(cast(Outcome, BEHIND), ()), NOON)
    told = list(lines(Explanation("Source", "", NOON, NOON, is_waiting=False, rulings=(waits,)), "UTC", texts))
    assert told[-1] == texts("why-behind", rule="News", version=3)
