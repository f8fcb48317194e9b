"""Texts with formatting as Telegram sends it, for properties: any characters, entities nested or apart."""

from hypothesis import strategies as st

from forwarding.post import Entity
from forwarding.styled import Ruler, Styled

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote")
LINKS = ("text_link", "url", "mention", "hashtag", "code", "custom_emoji", "text_mention", "bot_command", "email")

words = st.text(st.sampled_from("ab Яё\n@#./:-_0🔥👍🏽\u0301é"), max_size=40) | st.text(max_size=30)


@st.composite
def styled_texts(draw: st.DrawFn, kinds: tuple[str, ...] = (*STYLES, *LINKS)) -> Styled:
    text = draw(words)
    ruler = Ruler(text)
    spans: list[tuple[int, int]] = []
    if text:
        for _ in range(draw(st.integers(0, 5))):
            start = draw(st.integers(0, len(text) - 1))
            span = start, draw(st.integers(start + 1, len(text)))
            if all(is_nested(span, other) for other in spans):
                spans.append(span)
    entities = [
        Entity(
            draw(st.sampled_from(kinds)), ruler.unit(start), ruler.unit(end) - ruler.unit(start), "https://a.example/"
        )
        for start, end in sorted(spans, key=lambda each: (each[0], -each[1]))
    ]
    return Styled(text, tuple(entities))


def is_nested(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Apart, or one inside the other."""
    is_apart = one[1] <= other[0] or other[1] <= one[0]
    is_inside = (other[0] <= one[0] and one[1] <= other[1]) or (one[0] <= other[0] and other[1] <= one[1])
    return is_apart or is_inside


def faults(styled: Styled) -> list[str]:
    """What Telegram would not take."""
    ruler, whole = Ruler(styled.text), styled.length
    borders = {ruler.unit(index) for index in range(len(styled.text) + 1)}
    spans = [(each.offset, each.offset + each.length) for each in styled.entities]
    return [
        *(f"outside: {span}" for span in spans if not 0 <= span[0] < span[1] <= whole),
        *(f"in half a character: {span}" for span in spans if not borders.issuperset(span)),
        *(f"crossing: {one} {other}" for one in spans for other in spans if not is_nested(one, other)),
    ]
