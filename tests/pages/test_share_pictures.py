"""Share pictures: words that the font has, drawings that are simple, bytes that stay the same."""

from __future__ import annotations

import datetime
import struct

import pytest

from playbook_plugins.pages.host_share import day_in, day_of, is_shared
from playbook_plugins.pages.share_drawing import drawing_in
from playbook_plugins.pages.share_font import Font, FontError
from playbook_plugins.pages.share_picture import MOST, MissingError, Painter, Picture
from playbook_plugins.pages.share_text import lines_of, plain_words, shortened

DRAWING = """<p>text</p><svg class="twemoji" viewBox="0 0 24 24"><path d="M3 2h12"/></svg>
<figure><svg xmlns="http://www.w3.org/2000/svg" width="99" viewBox="0 0 640 480" fill="none">
<title id="a">A price &amp; a silence</title><desc>Two people.</desc>
<path stroke="var(--pb-ink, #6f7d78)" fill="var(--own, #abc)" d="M0 0h640v480"/>
<text x="9" y="50">Compared with …</text></svg></figure>"""


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter({}, None, from_right=False)


def test_a_picture_has_the_size_that_chats_ask_for_and_is_small(painter):
    picture = Picture(
        "The price question: say the number and stay calm",
        "Playbook · In the meeting",
        "Playbook",
        drawing_in(DRAWING, painter.variables()),
    )
    content = painter.png(picture)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) <= MOST
    again = Painter({}, None, from_right=False)
    assert again.png(picture) == content
    assert again.name(again.svg(picture)) == painter.name(painter.svg(picture))


def test_what_the_font_lacks_is_left_out_and_never_a_box(painter):
    svg = painter.svg(Picture("見積もりの質問", "Blog", "Playbook"))
    assert "見" not in svg and "Playbook</text>" in svg
    assert ">Blog<" not in svg, "a kind without its title would stand there alone"
    assert "Ελληνικά" in painter.svg(Picture("Ελληνικά")) and "Цена" in painter.svg(Picture("Цена"))
    drawing = drawing_in(DRAWING.replace("Compared", "比べて"), painter.variables())
    assert "M0 0h640" not in painter.svg(Picture("A title", drawing=drawing))


def test_an_emoji_is_dropped_and_its_title_stays(painter):
    assert ">Well done</text>" in painter.svg(Picture("🎉 Well\u00ad done \u2764\ufe0f"))
    assert plain_words("cafe\u0301\u00a0 now") == "café now"


def test_words_are_text_whatever_they_say(painter):
    svg = painter.svg(Picture('</text><image href="x"/>', 'a"b', "<i>"))
    assert "<image" not in svg and "&lt;image" in svg and "<i>" not in svg
    painter.png(Picture('</text><image href="x"/>', "&amp;", "<i>"))


def test_a_long_title_grows_smaller_and_at_last_shorter(painter):
    short, long = painter.svg(Picture("Ask")), painter.svg(Picture("word " * 40))
    assert 'font-size="76"' in short and 'font-size="48"' in long
    assert "…</text>" in painter.svg(Picture("word " * 200))


def test_lines_end_between_words_or_where_there_are_none():
    assert lines_of("aa bb cc", 5, len, 3) == ["aa bb", "cc"]
    assert lines_of("aaaaaaa", 3, len, 3) == ["aaa", "aaa", "a"]
    assert lines_of("aa bb cc", 2, len, 2) == []
    assert shortened("aa bb cc dd", 5, len, 2) == ["aa bb", "cc …"]


def test_a_drawing_is_taken_in_fixed_colours(painter):
    drawing = drawing_in(DRAWING, painter.variables())
    assert drawing is not None and drawing.title == "A price & a silence"
    assert 'stroke="#22292b" fill="#abc"' in drawing.inside and "var(" not in drawing.inside
    assert drawing.look == 'fill="none"' and drawing.words.strip() == "Compared with …"
    assert "<title" not in drawing.inside and "<desc" not in drawing.inside


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="https://else.example/a.png"/>',
        '<use href="#a"/>',
        "<style>path{}</style>",
        "<script>x</script>",
        '<rect fill="url(https://else.example)"/>',
        "<foreignObject>x</foreignObject>",
        "<path/>" * 6000,
    ],
)
def test_a_drawing_that_reaches_out_or_is_too_much_is_none(inside):
    assert drawing_in(DRAWING.replace("<path stroke", inside + "<path stroke"), {}) is None


def test_an_icon_is_no_drawing_and_a_wrong_box_neither():
    assert drawing_in('<svg viewBox="0 0 24 24"><path/></svg>', {}) is None
    assert drawing_in('<svg viewBox="0 0 0 x"><title>A</title></svg>', {}) is None


def test_from_right_to_left_words_end_at_the_right():
    right = Painter({}, None, from_right=True).svg(Picture("Title"))
    assert 'x="1124" text-anchor="end"' in right


def test_the_site_s_colours_are_taken():
    assert '#010203"/>' in Painter({"paper": "#010203"}, None, from_right=False).svg(Picture("T"))


def test_a_font_that_is_none_is_said_in_a_sentence(tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 400)
    for name in ("a.ttf", "none.ttf"):
        with pytest.raises(FontError):
            Font(tmp_path / name)
        with pytest.raises(MissingError, match="share_font cannot be read"):
            Painter({}, tmp_path / name, from_right=False)


def test_a_missing_package_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(MissingError) as said:
        Painter({}, None, from_right=False)
    assert "mkdocs-playbook[share]" in said.value.args[1]


def test_front_matter_says_no():
    assert is_shared({}) and is_shared({"social": True, "robots": "index"})
    assert is_shared({"search": {"exclude": True}}), "what search leaves out may be sent"
    for front in ({"social": False}, {"social": {"cards": False}}, {"robots": "NoIndex, follow"}):
        assert not is_shared(front)


def test_a_day_is_written_as_the_site_writes_it():
    day = datetime.date(2026, 11, 30)
    assert day_of({"created": datetime.datetime(2026, 11, 30, 9)}) == day_of("2026-11-30") == day
    assert day_of(None) is day_of("soon") is day_of({"updated": day}) is None
    assert day_in(day, "en-GB") == "30 November 2026"
    assert day_in(day, "de") == "30. November 2026"
    assert day_in(day, "xx-unknown") == "November 30, 2026"
