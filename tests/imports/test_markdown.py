"""HTML as Markdown: what it reads like, and that the page shows the old page's words again."""

from __future__ import annotations

import html
import re
import time

import jinja2
import markdown
import pytest

from playbook_plugins.imports.html_to_markdown import convert, is_harmless

from .test_hostile import TEXTS

CASES = {
    "paragraphs": ("<p>One</p><div>Two</div>Three", "One\n\nTwo\n\nThree\n"),
    "breaks": ("a<br>b<br/><br />c", "a<br>\nb\n\nc\n"),
    "emphasis": ("<b>a </b>b<i> c</i> <b>d</b><b>e</b>", "**a** b *c* **de**\n"),
    "lists": (
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>",
        "- a\n    - b\n- c\n\n<!-- -->\n\n1. d\n",
    ),
    "heading": ("<h1>Head #</h1><h3>Low</h3>", "## Head &#35;\n\n### Low\n"),
    "quotation": ("<blockquote>a<br><br>b</blockquote>", "> a\n>\n> b\n"),
    "code": ("<pre>x = 1\n\n  y</pre><code>z</code>", "```\nx = 1\n\n  y\n```\n\n`z`\n"),
    "code with fences": ("<pre>```\nx</pre>", "````\n```\nx\n````\n"),
    "code with a template": (
        "<pre>{{ x }}</pre>",
        "<pre><code>&#123;&#123; x &#125;&#125;</code></pre>\n",
    ),
    "table": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td></tr></table>",
        "| a | b |\n| --- | --- |\n| c&#124;d |  |\n",
    ),
    "table that places": ("<table><tr><td><p>a</p></td></tr></table>", "a\n"),
    "link": ("<a href='http://x.example/a b'>t</a>", "[t](http://x.example/a%20b)\n"),
    "link to itself": (
        "<a href='http://x.example/'>http://x.example/</a>",
        "<http://x.example/>\n",
    ),
    "jump in a paragraph": ("<p>a <a name='more'></a> b</p>", "a\n\n<!-- more -->\n\nb\n"),
    "jump in a quotation": (
        "<blockquote>a<a name='more'></a></blockquote>b",
        "> a\n\n<!-- more -->\n\nb\n",
    ),
    "two jumps": ("a<!--more-->b<!--more-->c", "a\n\n<!-- more -->\n\nb\n\nc\n"),
    "signs": (
        "5 * 3 = 15, snake_case, C# &amp; R&amp;D, 3 &lt; 4",
        "5 \\* 3 = 15, snake_case, C# & R&amp;D, 3 &lt; 4\n",
    ),
    "starts of lines": ("1. a<br>- b<br># c<br>-5", "1\\. a<br>\n\\- b<br>\n\\# c<br>\n-5\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_html_becomes_markdown_that_reads_well(name):
    given, expected = CASES[name]
    assert convert(given).text == expected


EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.superfences",
    "pymdownx.snippets",
    "pymdownx.blocks.admonition",
    "pymdownx.tilde",
    "pymdownx.caret",
    "pymdownx.mark",
    "pymdownx.critic",
    "pymdownx.keys",
    "pymdownx.tabbed",
    "pymdownx.details",
    "pymdownx.tasklist",
    "playbook_worksheets",
    "pymdownx.blocks.html",
]


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "shape",
    [
        "<p>{}</p>",
        "<pre>{}</pre>",
        "<ul><li>{}</li></ul>",
        "<h2>{}</h2>",
        "<code>{}</code>",
        "<blockquote><pre>{}</pre></blockquote>",
    ],
)
def test_a_page_shows_the_text_whatever_it_says(name, shape, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where a snippet would be looked for
    text = TEXTS[name]
    made = convert(shape.format(html.escape(text, quote=False)))
    assert is_harmless(made.text)
    assert jinja2.Template(made.text, keep_trailing_newline=True).render() == made.text
    page = markdown.markdown(made.text, extensions=EXTENSIONS)
    assert words(page) == " ".join(text.split())
    assert not re.search(r"<(?!/?(p|pre|code|ul|li|h2|br|blockquote|div|span|a)\b)", page), page
    assert " onclick=" not in re.sub(r">[^<]*<", "><", page)


COSTLY = {
    "signs": "<" * 100_000,
    "remarks": "<!--" * 2_000,
    "dashes": "-" * 100_000,
    "references": "&" * 100_000,
    "stars": "*" * 50_000,
    "open tags": "<b>" * 2_000,
    "lists": "<ul><li>" * 2_000,
    "tables": "<table><tr><td>" * 290,
    "ats": "a@" * 40_000,
    "dots": "a." * 40_000,
    "blanks": "\xa0" * 90_000,
    "colons": ":a" * 40_000,
    "backticks": f"<pre>{'`' * 90_000}</pre>",
    "numbers": "1" * 90_000,
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_text_that_is_made_to_cost_costs_little(name):
    began = time.process_time()
    assert is_harmless(convert(COSTLY[name]).text)
    assert time.process_time() - began < 60  # the square of any of them would take hours
