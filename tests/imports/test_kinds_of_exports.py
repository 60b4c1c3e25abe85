"""Exports as programs of many years write them, files that are none, and each thing in a text."""

from __future__ import annotations

import re

import pytest

from playbook_plugins.imports.html_to_markdown import convert
from playbook_plugins.imports.model import Picture
from playbook_plugins.imports.shortcodes import MediaLibrary
from playbook_plugins.imports.wordpress import expanded, paragraphs
from playbook_plugins.shared.front_matter import read
from tests.build.building import build

from .bringing import EXPORTS, HEAD, WXR, Site, entry, feed, item, meta, wxr

BLOGGER = (EXPORTS / "blogs" / "blogger.xml").read_text("utf-8")


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
@pytest.mark.parametrize("start", ["https://", "http://www.", "HTTP://"])
def test_a_namespace_is_known_by_any_of_its_names(site, start, version):
    export = wxr(item()).replace(
        "http://wordpress.org/export/1.2", f"{start}wordpress.org/export/{version}"
    )
    said = site.bring("wxr", export)
    assert said.code == 0 and said.table["posts"] == [1, 1, 0, 0]


def test_prefixes_that_nothing_declares_mean_what_they_usually_mean(site):
    link = '<atom:link rel="hub" href="https://hub.example/"/><cloud:x y:z="1"/>'
    export = wxr(item()).replace("<channel>", f"<channel>{link}")
    assert site.bring("wxr", export).table["posts"] == [1, 1, 0, 0]
    bare = re.sub(r' xmlns:\w+="[^"]*"', "", wxr(item(2, "Second", status="private")))
    assert site.bring("wxr", bare).table["drafts"] == [1, 1, 0, 0]
    old = feed(entry(more="<app:control><app:draft>yes</app:draft></app:control>"))
    old = re.sub(r"xmlns:(app|thr)='[^']*'", "", old)
    assert site.bring("blogger", old).table["drafts"] == [1, 1, 0, 0]


WEB_FEED = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://a.example/1</id>"
    "<updated>2011-01-01T00:00:00Z</updated></entry></feed>"
)
DESIGN = (
    "<?xml version='1.0'?><!DOCTYPE html>"
    "<html b:version='2' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='x'/>"
)
NO_POSTS = {
    "an empty blog": ("wxr", wxr(), "no posts"),
    "a media library": ("wxr", wxr(item(kind="attachment", status="inherit")), "no posts"),
    "another namespace": (
        "wxr",
        WXR.replace("wordpress.org/export", "x.example") + "<item/></channel></rss>",
        "no posts",
    ),
    "settings": ("blogger", feed(entry(kind="settings")), "no posts"),
    "an empty feed": ("blogger", feed(), "no posts"),
    "a feed of the web": ("blogger", WEB_FEED, "No post"),
    "the design": ("blogger", DESIGN, "design"),
    "the design without a head": (
        "blogger",
        "<html b:version='2' xmlns:b='x'><b:skin/></html>",
        "design",
    ),
    "a page": ("wxr", "<!DOCTYPE html><html lang='en'></html>", "page in HTML"),
    "the other program's": ("blogger", wxr(item()), "playbook import wxr"),
    "the other one's": ("wxr", feed(entry()), "playbook import blogger"),
}


@pytest.mark.parametrize("name", NO_POSTS)
def test_an_export_without_posts_is_a_failure_and_says_what_it_is(site, name):
    kind, export, words = NO_POSTS[name]
    said = site.bring(kind, export)
    assert said.code == 1 and words in said.text, said.text
    assert not [each for each in site.sources() if each.endswith(".md")]


def test_entries_without_a_kind_are_told_by_what_else_they_say(site):
    plain = feed(entry(1), entry(2, "Second", path="/p/two.html").replace("post-2<", "page-2<"))
    plain = re.sub(r"<category scheme='http://schemas.google.com/g[^>]*>", "", plain)
    said = site.bring("blogger", plain)
    assert said.code == 0 and said.table["posts"] == [1, 1, 0, 0]
    assert said.table["pages"] == [1, 1, 0, 0]


def test_settings_are_a_number_and_no_list(site):
    said = site.bring("blogger", BLOGGER)
    assert "  settings: 34\n" in said.text and "  template: 1\n" in said.text
    assert "Setting 7" not in said.text
    assert len(said.text.splitlines()) < 30, said.text


def test_comments_under_what_does_not_come_along_are_named(site):
    comment = (
        "<wp:comment><wp:comment_id>9</wp:comment_id><wp:comment_author>Bo</wp:comment_author>"
        "<wp:comment_date_gmt>2015-05-05 09:00:00</wp:comment_date_gmt>"
        "<wp:comment_content>A fine picture</wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    said = site.bring("wxr", wxr(item(1), item(2, "Pic", kind="attachment", more=comment)))
    assert said.table["comments"] == [1, 0, 0, 1]
    assert said.left_out == ["comment “9”: its post is not in the export"]


def test_a_plugins_own_entries_are_named_and_come_as_posts_when_asked(site):
    export = wxr(
        item(1), item(2, "Soup", "Boil it.", kind="recipe"), item(3, "Nav", kind="nav_menu_item")
    )
    said = site.bring("wxr", export)
    assert any("“Soup”" in line and "--type recipe" in line for line in said.left_out)
    assert "  nav_menu_item: 1\n" in said.text
    said = site.bring("wxr", export, "--type", "recipe")
    assert said.table["posts"] == [2, 1, 1, 0] and "Boil it." in site.post("soup")


def test_a_sticky_post_is_pinned_and_its_picture_stands_above_it(site):
    picture = "<wp:attachment_url>https://old.example/up/quay.jpg</wp:attachment_url>" + meta(
        "_wp_attachment_image_alt", 'The "quay"'
    )
    site.bring(
        "wxr",
        wxr(
            item(1, "Top", more="<wp:is_sticky>1</wp:is_sticky>" + meta("_thumbnail_id", "5")),
            item(5, "quay", "", status="inherit", kind="attachment", more=picture),
            item(
                6,
                "Shown",
                '<img src="https://old.example/up/quay.jpg">',
                more=meta("_thumbnail_id", "5"),
            ),
        ),
    )
    top = read(site.post("top"))
    assert top.values["pin"] is True
    assert top.body.strip() == '![The "quay"](https://old.example/up/quay.jpg)\n\nText.'
    assert site.post("shown").count("quay.jpg") == 1


def test_numbers_lead_to_posts_and_the_front_page_to_itself(site):
    html = (
        '<a href="https://old.example/?p=2">a</a> <a href="/?page_id=3">b</a> '
        '<a href="http://www.old.example/?p=4">draft</a> <a href="https://old.example/">c</a> '
        '<a href="/2015/05/second#comment-8">d</a> https://old.example/?p=2'
    )
    said = site.bring(
        "wxr",
        wxr(
            item(1, "First", html, path="/?p=1"),
            item(2, "Second"),
            item(3, "Terms", kind="page", path="/?page_id=3"),
            item(4, "Draft", status="draft"),
        ),
    )
    body = read(site.post("first")).body
    assert "[a](second.md) [b](../../pages/terms.md)" in body
    assert "[draft](http://www.old.example/?p=4) [c](https://old.example/)" in body
    assert "[d](second.md) [https://old.example/?p=2](second.md)" in body.replace("\\", "")
    assert "cannot lead on" in said.text and said.text.count("?p=") == 1


THINGS = {
    "[youtube=http://www.youtube.com/watch?v=abcdefgh&w=3]": "<http://www.youtube.com/watch?v=abcdefgh&w=3>",
    "[youtube abcdefgh]": "<https://www.youtube.com/watch?v=abcdefgh>",
    "[vimeo id=“123456”]": "<https://vimeo.com/123456>",
    "[embed]https://a.example/x_y[/embed]": "<https://a.example/x_y>",
    "[audio src='https://a.example/a.mp3'][/audio]": "<https://a.example/a.mp3>",
    "[gist 12ab]": "<https://gist.github.com/12ab>",
    "[[gallery]] and [[/code]]": "\\[gallery\\] and \\[/code\\]",
    "[sic] [1] [x y] [a, b] [May 1]": "\\[sic\\] \\[1\\] \\[x y\\] \\[a, b\\] \\[May 1\\]",
    "[code]a[0] = [gallery];\n[b]x[/b][/code]": "```\na[0] = [gallery];\n[b]x[/b]\n```",
    "[python]\n&lt;a&gt; &amp;&amp; b\n[/python]": "```python\n<a> && b\n```",
    "[code]&lt;a&gt; <b>\n[/code]": "```\n&lt;a&gt; <b>\n```",
    "[code lang=klingon]\nx\n[/code]": "```\nx\n```",
    "[code]never closed": "\\[code\\]never closed",
    "Use [code]ls -l[/code] here": "Use `ls -l` here",
    "<pre>[gallery] [contact-form-7 id=1]</pre>": "```\n[gallery] [contact-form-7 id=1]\n```",
    "[caption caption='So']<img src='https://a.example/a'>[/caption]": "![](https://a.example/a)\n\nSo",
    "[gallery ids='2,1']": "![B](https://a.example/2.png)\n\n![A](https://a.example/1.png)",
}


@pytest.mark.parametrize("given", THINGS)
def test_a_shortcode_becomes_what_it_showed(given):
    there = "https://a.example/{}.png"
    named = [Picture(id, there.format(id), alt=alt) for id, alt in (("1", "A"), ("2", "B"))]
    pictures = {each.id: each for each in named}
    made = expanded(given, MediaLibrary(pictures.get))
    assert convert(made.html).text.strip() == THINGS[given]
    assert made.lost == []


LOST = [
    "[contact-form-7 id='1' title='Ask']",
    "[gallery ids='9']",
    "[audio]",
    "[wpforms id=3]",
    "[some_plugin]",
    "[box color='red']",
    "[archives]",
]


@pytest.mark.parametrize("given", LOST)
def test_a_shortcode_that_shows_nothing_here_is_taken_off_and_named(given):
    made = expanded(f"Before {given} behind", MediaLibrary())
    assert made.lost == [given] and convert(made.html).text == "Before behind\n"


def test_lines_mean_something_outside_of_blocks_only():
    text = "a\nb\n<!-- wp:paragraph --><p>c\nd</p><!-- /wp:paragraph -->\ne\nf"
    assert convert(expanded(text, MediaLibrary()).html).text == "a<br>\nb\n\nc d\n\ne<br>\nf\n"
    assert (
        convert(paragraphs("a\n\n[gallery]\n[caption]b[/caption]")).text
        == "a\n\n\\[gallery\\]<br>\nb\n"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<ol start='4'><li>a</li><li>b</li></ol>", "4\\. a\n\n5\\. b\n"),
        ("<ol><li>a</li><li value='9'>b</li><li>c</li></ol>", "1\\. a\n\n9\\. b\n\n10\\. c\n"),
        ("<ol start='1'><li>a</li></ol>", "1. a\n"),
        ("<ol start='x'><li>a</li></ol>", "1. a\n"),
        (
            "<table><tr><th>a<th>b<tr><td align='right'>1<td style='text-align:center'>2</table>",
            "| a | b |\n| --: | :-: |\n| 1 | 2 |\n",
        ),
        (
            "<table><tr><td align='right'>1<td>x<tr><td align='left'>2<td>y</table>",
            "|  |  |\n| --- | --- |\n| 1 | x |\n| 2 | y |\n",
        ),
        (
            "<table><caption>C</caption><tr><td rowspan='2'>1<td>x<tr><td>y</table>",
            "C\n\n|  |  |\n| --- | --- |\n| 1 | x |\n|  | y |\n",
        ),
        ("<ul>stray<li>a</li></ul>", "- stray\n- a\n"),
        ("<ul>" + "<li>x<ul>" * 12 + "<li>deep</li>" + "</ul></li>" * 12 + "</ul>", "deep"),
        (
            "See http://a.example/b_c, or (https://a.example/d).",
            "See <http://a.example/b_c>, or (<https://a.example/d>).\n",
        ),
        ("<img src='//a.example/a.png'>", "![](https://a.example/a.png)\n"),
        ("<object data='//a.example/f.swf'></object>", "<https://a.example/f.swf>\n"),
        ("<abbr title='World Wide Web'>WWW</abbr>", "WWW (World Wide Web)\n"),
        ("Note: words", "Note&#58; words\n"),
    ],
)
def test_what_pages_say_in_other_ways_is_said(given, expected):
    made = convert(given)
    assert made.text == expected or (expected == "deep" and "deep" in made.text)
    assert made.lost == []


NAMED = {
    "<img src='data:image/png;base64,AA' alt='Hand'>": "a picture inside the text itself Hand",
    "<script src='https://a.example/x.js'></script>": "<script> https://a.example/x.js",
    "<form action='https://a.example/f'><input value='Go'></form>": "<form> https://a.example/f",
    "<a href='tel:+49'>call</a>": "a link to tel:+49",
    "<a href='https://a.example/'></a>": "a link without words to https://a.example/",
    "<p hidden><a href='https://a.example/'>x</a></p>": "hidden <p> https://a.example/ x",
    "<pre>a <a href='https://a.example/'>b</a></pre>": "<a> https://a.example/ b",
    "<svg><text>Drawn</text></svg>": "<svg> Drawn",
    "<video src='https://a.example/v.mp4'>Too old</video>": "<video> Too old",
}


@pytest.mark.parametrize("given", NAMED)
def test_what_is_taken_off_is_named(given):
    assert NAMED[given] in convert(given).lost


SLOW = {
    "brackets": "[" * 200_000,
    "openings": "[a " * 80_000,
    "double": "[[" * 100_000,
    "codes": "[code]" * 40_000,
    "ends": "[/a]" * 60_000,
    "blocks": "<!-- wp:a {" * 30_000,
    "closed blocks": "<!-- wp:a /-->" * 20_000,
    "values": f"[a {'b=' * 100_000}]",
    "quotes": f"[a {chr(34) * 100_001}]",
    "embeds": "[embed]" * 40_000,
    "galleries": "[gallery]" * 20_000,
    "languages": "[:en]" * 40_000,
    "pre": "<pre>" * 40_000,
    "urls": '<!-- wp:a {"u":"https://a.example/1"} -->' * 10_000,
    "captions": "[caption caption='x']" * 20_000,
    "forms": "[contact-form-7 x]" * 20_000,
    "addresses": "https://a.example/" * 20_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_text_that_is_made_to_cost_costs_little(name):
    """No clock: the square of any of these would take minutes, so a test that ends has passed."""
    made = expanded(
        SLOW[name], MediaLibrary(pictures=lambda post: [Picture("1", "https://a.example/1.png")])
    )
    assert len(made.html) < 40 * len(SLOW[name])


def test_texts_that_take_in_each_other_end():
    text = '<!-- wp:block {"ref":1} /-->' * 3
    made = expanded(text, MediaLibrary(part=lambda number: text))
    assert "wp:block" in made.lost[0] and len(made.lost) < 100


def test_many_namespaces_are_refused_in_a_sentence(site):
    many = " ".join(f"xmlns:n{n}='u{n}'" for n in range(300))
    said = site.bring("blogger", f"{HEAD}<entry {many}/></feed>")
    assert said.code == 1 and "namespaces" in said.text


def test_an_old_address_that_the_site_has_itself_leads_nowhere_else(tmp_path):
    paths = {
        "Index": "/blog/", "Archive": "/blog/archive/2015/", "Here": "/here/",
        "Picture": "/up/a.png", "Feed": "/blog/atom.xml", "Same": "/blog/2015/05/04/same/",
        "Free": "/blog/free/", "Front": "/index.html",
    }  # fmt: skip
    site = Site(tmp_path, files={"docs/here.md": b"# Here\n", "docs/up/a.png": b"png"})
    export = wxr(*(item(n, title, path=path) for n, (title, path) in enumerate(paths.items(), 1)))
    said = site.bring("wxr", export)
    assert said.table["posts"] == [8, 8, 0, 0]
    led = {
        read(text).values["title"]: read(text).values["redirect_from"]
        for name, text in site.sources().items()
        if "redirect_from" in text
    }
    assert led == {"Free": ["/blog/free/"]}
    assert said.text.count("cannot lead on") == 6, "all but the one that stays where it is"
    assert build(tmp_path, strict=True).code == 0
