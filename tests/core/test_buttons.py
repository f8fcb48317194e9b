"""What a press carries comes back as it went, within Telegram's bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.buttons import decode, encode
from core.errors import UserError

PART = st.text(max_size=5).filter(lambda part: ":" not in part and part.isprintable())


@given(st.lists(PART, max_size=3))
def test_a_press_comes_back_as_it_went(arguments: list[str]):
    assert decode(encode("model", *arguments)) == ("model", tuple(arguments))


def test_what_does_not_fit_is_refused_when_the_button_is_made():
    with pytest.raises(ValueError, match="press"):
        encode("model", "ж" * 30)
    with pytest.raises(ValueError, match="press"):
        encode("model", "a:b")


def test_a_foreign_press_is_refused():
    with pytest.raises(UserError):
        decode("")
