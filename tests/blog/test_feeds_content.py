"""What a feed carries of a page: whole addresses, nothing that works on the page only."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook_plugins.blog.feeds.content import absolute

TIMES = int(os.environ.get("PLAYBOOK_TIMES", "1"))
"""How many times as long the generated tests run."""
SITE = "https://coach.example/team/"
PAGE = "blog/2026/first/"
HERE = SITE + PAGE
EXAMPLES = Path(__file__).parents[1] / "examples" / "worksheets"


def made(content: str) -> str:
    return absolute(content, PAGE, SITE)


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ('<a href="../second/#x">x</a>', f'<a href="{SITE}blog/2026/second/#x">x</a>'),
        ('<a href="#fn:1">1</a>', f'<a href="{HERE}#fn:1">1</a>'),
        ('<a href="">x</a>', f'<a href="{HERE}">x</a>'),
        ('<a href="/other/">x</a>', '<a href="https://coach.example/other/">x</a>'),
        ('<a href="//cdn.example/x">x</a>', '<a href="https://cdn.example/x">x</a>'),
        ('<a href="?q=1&amp;r=2">x</a>', f'<a href="{HERE}?q=1&amp;r=2">x</a>'),
        ('<a href="HTTP://other.example/">x</a>', '<a href="HTTP://other.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<img src="../a b.png" alt="">', f'<img src="{SITE}blog/2026/a b.png" alt="">'),
        (
            '<img src="a.png" srcset="a.png 1x, b,c.png 2x,d.png">',
            f'<img src="{HERE}a.png" srcset="{HERE}a.png 1x, {HERE}b,c.png 2x, {HERE}d.png">',
        ),
        (
            '<video poster="p.png"><source src="v.mp4" type="video/mp4"></video>',
            f'<video poster="{HERE}p.png"><source src="{HERE}v.mp4" type="video/mp4"></video>',
        ),
        (
            '<blockquote cite="../x/"><p>x</p></blockquote>',
            f'<blockquote cite="{SITE}blog/2026/x/"><p>x</p></blockquote>',
        ),
    ],
)
def test_addresses_become_whole(given, whole):
    assert made(given) == whole


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//[bad",
    ],
)
def test_addresses_that_run_or_cannot_be_read_are_left_out(address):
    assert "href" not in made(f'<a href="{address}">words</a>')
    assert "words" in made(f'<a href="{address}">words</a>')
    assert "srcset" not in made(f'<img srcset="{address} 2x">') or "https://" in made(
        f'<img srcset="{address} 2x">'
    )


def test_a_small_picture_in_the_page_stays():
    picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="dot">'
    assert made(picture) == picture
    assert "svg" not in made('<img src="data:image/svg+xml;base64,PHN2Zz4=">')


def test_the_title_and_permalinks_go_and_sections_stay():
    content = (
        '<h1 id="t">The title<a class="headerlink" href="#t" title="Link">#</a></h1>'
        '<h2 id="s">A section<a class="headerlink" href="#s">#</a></h2><p>Text</p>'
    )
    assert made(content) == "<h2>A section</h2><p>Text</p>"


def test_scripts_styles_forms_and_custom_elements_go_and_their_words_stay():
    content = (
        "<script>1</script><style>x</style><form><input><button>b</button></form>"
        '<my-card><p onclick="x()" style="color:red" class="a" id="b">words</p></my-card>'
        "<svg><text>drawn</text></svg><!-- more --><template><p>t</p></template>"
    )
    assert made(content) == "<p>words</p>"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_every_worksheet_becomes_a_link_to_itself(path):
    content = path.read_text(encoding="utf-8")
    sheets = re.findall(r'<playbook-worksheet[^>]*worksheet-id="([^"]+)"', content)
    left = made(content)
    for sheet in sheets:
        assert f'<a href="{HERE}#{sheet}">Open the ' in left
    assert len(re.findall(f'<a href="{re.escape(HERE)}#[^"]*">Open the ', left)) == len(sheets)
    assert not re.search(r"<(form|input|textarea|select|fieldset|label|playbook)", left)
    assert "Link to this tip" not in left


def test_the_words_of_a_worksheets_link_are_the_sites():
    sheet = '<playbook-worksheet worksheet-id="a" kind="action-plan"></playbook-worksheet>'
    said = absolute(
        sheet, PAGE, SITE, {"action-plan": "Zum action plan <b>", "checklist": "Zum checklist <b>"}
    )
    assert said == f'<p><a href="{HERE}#a">Zum action plan &lt;b&gt;</a></p>'


def test_task_lists_frames_and_code_can_be_read():
    boxes = '<ul><li><input type="checkbox" checked disabled>Done</li></ul>'
    assert made(boxes) == "<ul><li>☑ Done</li></ul>"
    frame = '<iframe src="https://video.example/1" title="The talk"></iframe>'
    assert made(frame) == '<p><a href="https://video.example/1">The talk</a></p>'
    code = "<pre><code>a\n\n\n<span class='k'>if</span> b</code></pre>"
    assert made(code) == "<pre><code>a\n\n\nif b</code></pre>"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


PIECES = st.sampled_from(
    [
        "<playbook-worksheet worksheet-id='\"><script>' kind='x'>",
        "</playbook-worksheet>",
        '<a class="headerlink" href="',
        "<a href='javascript:alert(1)'>",
        "</a>",
        "<iframe src='javascript:1' srcdoc='<script>'>",
        "<input type='checkbox' value='<script>'>",
        "<svg><style><img src=x onerror=alert(1)>",
        "<math><mtext><form></form><table>",
        "<h1 ",
        "</h1>",
        "<img srcset='javascript:1 1x, ../a 2x' src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><script>alert(1)</script>'>",
        "]]>",
        "<!--",
        "-->",
        "\x00",
        "\ud800",
        '"',
        "'",
        ">",
        "words",
    ]
)


@pytest.mark.slow
@settings(max_examples=100 * TIMES, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=14).map("".join))
def test_whatever_comes_in_nothing_runs_and_every_address_is_whole(content):
    seen = Seen()
    seen.feed(made(content))
    assert not seen.tags & {"script", "style", "iframe", "form", "input", "svg", "math", "object"}
    assert not any("-" in tag for tag in seen.tags)
    for name, value in seen.attributes:
        assert not name.startswith("on") and name not in {"style", "id", "srcdoc"}
        if name in {"href", "src", "poster", "cite"}:
            assert re.match(r"(?i)(https?:|mailto:|tel:|data:image/)", value)
    assert made(content) == made(content)


@settings(max_examples=100 * TIMES, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="<>"), max_size=8), max_size=3))
def test_paragraphs_of_plain_text_are_as_the_cleaning_leaves_them(texts):
    content = "\n".join(f"<p>{text}</p>" for text in texts)
    cleaned = made(f"<span>{content}</span>")  # the element goes in the cleaning
    assert made(content) == cleaned
