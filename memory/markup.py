"""HTML as plain text: what a reader of the page sees, blocks on lines of their own."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BLOCKS = [
    "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "pre",
    "blockquote", "ul", "ol", "table", "dt", "dd", "br", "hr",
]  # fmt: skip
_UNSEEN = ["script", "style", "template", "noscript", "title"]
_ASIDE = ["nav", "header", "footer", "aside", "form", "svg", "iframe"]


def html_text(markup: str, *, has_frame: bool = False) -> tuple[str, str]:
    """Title and text, headings marked as Markdown's. Of a page that `has_frame`, such as menus, only its matter."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(markup, "lxml")
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    for unseen in soup.find_all(_UNSEEN + _ASIDE if has_frame else _UNSEEN):
        unseen.decompose()
    for block in soup.find_all(_BLOCKS):
        mark = "# " if block.name[0] == "h" and block.name[1:].isdigit() else ""
        block.insert_before(f"\n{mark}")
        block.insert_after("\n")
    for cell in soup.find_all(["td", "th"]):
        cell.insert_after("\t")
    lines = (" ".join(line.split()) for line in (_matter(soup) if has_frame else soup).get_text().splitlines())
    return title, "\n".join(filter(None, lines))


def _matter(soup: "BeautifulSoup") -> "Tag":
    """The part that the page is about, where it says so."""
    for name in ("article", "main"):
        found = soup.find_all(name)
        if len(found) == 1 and found[0].get_text(strip=True):
            return found[0]
    return soup
