"""A text goes to a model with marks for its formatting, and comes back with everything in its place or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forwarding.placeholders import Marked, together
from forwarding.post import Entity
from forwarding.styled import Styled
from tests.fakes.styled import STYLES, faults, styled_texts

POST = Styled(
    "🔥 Пишите @anna сюда, код x*y тут",
    (
        Entity("italic", 3, 12),
        Entity("mention", 10, 5),
        Entity("code", 26, 3),
        Entity("text_link", 30, 3, url="https://a.example/"),
    ),
)
TOLD = "🔥 <t1>Пишите <t2/></t1> сюда, код <t3/> <t4>тут</t4>"


def test_a_model_gets_marks_for_formatting_and_never_the_names_and_code_themselves():
    assert Marked(POST).text == TOLD


def test_what_the_model_moved_is_formatted_where_it_stands_now():
    made = Marked(POST).restored("🔥 Code <t3/> <t4>here</t4>: <t1>write to <t2/></t1>")
    assert made is not None
    assert made.text == "🔥 Code x*y here: write to @anna"
    assert [(each.kind, made.said_by(each)) for each in made.entities] == [
        ("code", "x*y"),
        ("text_link", "here"),
        ("italic", "write to @anna"),
        ("mention", "@anna"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        TOLD.replace("<t2/>", ""),
        TOLD.replace("<t2/>", "<t2/> <t2/>"),
        TOLD.replace("<t3/>", "<t3/> <t9/>"),
        TOLD.replace("</t1>", ""),
        TOLD.replace("<t4>тут</t4>", "<t4></t4> тут"),
        TOLD.replace("<t3/> <t4>тут</t4>", "<t4>тут <t3/></t4>"),
        "🔥 <t1>Пишите <t2/> <t4>сюда</t1>, код</t4> <t3/>",
        TOLD + " <t5",
        "hacked",
        "",
    ],
)
def test_marks_that_are_lost_doubled_foreign_or_tangled_make_no_text(answer: str):
    assert Marked(POST).restored(answer) is None


def test_where_it_may_be_left_out_only_what_is_there_counts():
    made = Marked(POST).restored("Пишите <t2/>", is_strict=False)
    assert made == Styled("Пишите @anna", (Entity("mention", 7, 5),))
    assert Marked(POST).restored("Пишите <t2/> <t2/>", is_strict=False) is None
    assert Marked(POST).restored("Пишите <t2", is_strict=False) is None


def test_words_of_a_post_that_look_like_marks_are_words():
    said = Styled("use <t1/> and <tt2> @anna", (Entity("mention", 20, 5),))
    marked = Marked(said)
    assert marked.text == "use <t1/> and <tt2> <ttt1/>"
    assert marked.restored(marked.text) == said


def test_formatting_of_all_of_it_is_not_the_models_business():
    said = Styled("Всё жирно", (Entity("bold", 0, 9),))
    marked = Marked(said)
    assert (marked.text, marked.example) == ("Всё жирно", "")
    assert marked.restored("Bold 🔥") == Styled("Bold 🔥", (Entity("bold", 0, 7),))


@given(said=styled_texts())
def test_a_text_that_comes_back_as_it_went_is_the_same_text(said: Styled):
    marked = Marked(said)
    made = marked.restored(marked.text)
    assert made is not None
    assert made.text == said.text
    assert faults(made) == []
    assert set(made.entities) <= set(said.entities)


@given(said=styled_texts((*STYLES, "mention", "code", "custom_emoji")))
def test_no_formatting_is_lost_on_the_way(said: Styled):
    """What stands inside of a name or of code is the only thing that is not told apart from it."""
    marked = Marked(said)
    made = marked.restored(marked.text)
    assert made is not None
    assert sorted(map(repr, set(made.entities))) == sorted(map(repr, set(said.entities)))


@settings(max_examples=400)
@given(said=styled_texts(("bold", "italic", "code")), after=st.integers(0, 40))
def test_parts_together_are_the_text_that_was_cut(said: Styled, after: int):
    place = Styled(said.text[:after]).length
    whole = together((said.part(0, place), said.part(place, said.length)))
    assert whole.text == said.text
    assert faults(whole) == []


def test_two_that_only_touch_stay_two_where_one_would_cross_another():
    said = Styled("00A ", (Entity("bold", 0, 3), Entity("italic", 1, 2), Entity("italic", 3, 1)))
    assert together((said.part(0, 3), said.part(3, 4))) == said


def test_a_quote_over_several_parts_stays_one_quote():
    said = Styled("one\n\ntwo\n\nthree", (Entity("blockquote", 0, 15), Entity("bold", 5, 3)))
    parts = [said.part(0, 5), said.part(5, 6), said.part(6, 15)]
    assert together(parts) == said
