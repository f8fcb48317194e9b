"""Pages as plain text, as somebody who reads them sees them."""

from memory.markup import html_text

PAGE = (
    "<html><head><title>Чай\n и кофе</title><style>p{}</style></head><body><nav>Меню</nav><script>steal()</script>"
    "<main><h2>Цены</h2><p>Чай <b>дорогой</b>,<br>кофе – нет</p><table><tr><td>Чай</td><td>5</td></tr></table></main>"
    "<footer>О нас</footer></body></html>"
)


def test_a_page_is_its_title_and_its_lines_with_words_whole_and_headings_marked():
    title, text = html_text(PAGE)

    assert title == "Чай и кофе"
    assert text == "Меню\n# Цены\nЧай дорогой,\nкофе – нет\nЧай 5\nО нас"


def test_of_a_page_with_a_frame_only_the_matter_is_read():
    assert html_text(PAGE, has_frame=True)[1] == "# Цены\nЧай дорогой,\nкофе – нет\nЧай 5"


def test_a_page_that_does_not_say_what_it_is_about_is_read_whole_without_its_frame():
    page = "<nav>Menu</nav><article>One</article><article>Two</article><aside>More</aside>"

    assert html_text(page, has_frame=True) == ("", "One\nTwo")
    assert html_text("", has_frame=True) == ("", "")
