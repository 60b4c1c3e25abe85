"""Marks by which a site's programs read files or run something: in an old text they are words."""

from __future__ import annotations

import html
import re

import jinja2
import markdown
import pytest

from playbook_plugins.imports.html_to_markdown import convert, is_harmless
from playbook_plugins.imports.markdown_escaping import HARMFUL
from playbook_plugins.shared.front_matter import read

from .bringing import Site, entry, feed, item, remark, wxr

SECRET = "the-key-of-this-machine"
HYPHENS = ["-", "--", "---", "-----------"]
SNIPPETS = {
    **{f"{each}8<{each}": f'{each}8<{each} ".env"' for each in HYPHENS},
    "uneven": '-8<---- ".env"',
    "uneven the other way": '----8<- ".env"',
    "single quotes": "-8<- '.env'",
    "a tab": '-8<-\t".env"',
    "set in": '    -8<- ".env"',
    "lines of it": '-8<- ".env:1:1"',
    "a section": '-8<- ".env:part"',
    "an address": '-8<- "https://old.example/.env"',
    "a list": "-8<-\n.env\n-8<-",
    "a list with many hyphens": "---8<---\n.env\nhttps://old.example/x\n---8<---",
    "written as words": ';-8<- ".env"',
    "a section's start": "# -8<- [start:part]\nx = 1\n# -8<- [end:part]",
    "a section in a remark": "<!-- -8<- [start:part] -->",
}
OTHERS = {
    "markdown-include": "{!.env!}",
    "markdown-include with lines": "{!.env!lines=1}",
    "include-markdown": '{% include-markdown ".env" %}\n{% include ".env" %}',
    "macros": "{{ config.site_name }} {% set x = 1 %}{{ x }} {# gone #}",
    "halves": "{ { x }} {{% raw %}} }} %} #}",
    "editors": "{++in++} {--out--} {~~a~>b~~} {==mark==}{>>said<<}",
    "our blocks": "/// tip | A\n    id: a\n\ntext\n///",
    "our listing": "/// posts\n    limit: 1\n///",
    "attributes": "text {: #id .c onclick=x }\n\n# Head {#h onclick=x}",
    "formulas": "$x^2$ and $$y$$ and \\(z\\) and \\[w\\] for US$5 or $6",
    "objects": "::: os.path\n    options: {}",
    "abbreviations": "*[HTML]: gone\n\nHTML",
    "definitions": "[^1]: gone\n\n[x]: gone\n\n[^1] [x]",
    "emoji and keys": ":smile: ++ctrl+c++ ^^a^^ ~~b~~ ==c== H~2~O x^2^",
    "tabs": '=== "One"\n\n    text\n\n!!! note\n\n    text\n\n??? x\n',
    "a highlighter's line": "#!python\nprint(1)",
    "another one": ":::python\nprint(1)",
    "metadata": "Title: gone\nDate: 2011-01-01\n\nText",
    "wiki": "[[Page]] [TOC]",
}
TEXTS = {**SNIPPETS, **OTHERS}
SHAPES = {
    "paragraphs": "<p>{}</p>",
    "code": "<pre>{}</pre>",
    "code in code": "<pre><code>{}</code></pre>",
    "code with a language": "<pre class='brush: python'>{}</pre>",
    "a piece of code": "<p>a <code>{}</code></p>",
    "a list": "<ul><li>{}</li><li><pre>{}</pre></li></ul>",
    "a quotation": "<blockquote>{}<pre>{}</pre></blockquote>",
    "a heading": "<h2>{}</h2>",
    "a table": "<table><tr><th>{}</th><th>a</th></tr><tr><td>{}</td><td>b</td></tr></table>",
    "a link": "<a href='https://a.example/'>{}</a>",
    "a picture": "<img src='https://a.example/a.png' alt='{}'>",
    "emphasis": "<b>{}</b><i>{}</i>",
}
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "tables",
    "toc", "pymdownx.superfences", "pymdownx.blocks.admonition", "pymdownx.tilde", "pymdownx.caret",
    "pymdownx.mark", "pymdownx.critic", "pymdownx.keys", "pymdownx.tabbed", "pymdownx.details",
    "pymdownx.tasklist", "pymdownx.arithmatex", "pymdownx.emoji", "pymdownx.inlinehilite",
    "pymdownx.highlight", "pymdownx.snippets", "pymdownx.betterem", "playbook_worksheets",
]  # fmt: skip


def words(page: str) -> str:
    page = re.sub(r'<img alt="([^"]*)"[^>]*>', r"\1", page)
    page = re.sub(r"</?(?:a|span|code)\b[^>]*>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def rendered(text: str, folder) -> str:
    (folder / ".env").write_text(f"-8<- [start:part]\n{SECRET}\n-8<- [end:part]\n")
    options = {
        "pymdownx.snippets": {"base_path": [str(folder)], "restrict_base_path": False},
        "pymdownx.arithmatex": {"generic": True},
    }
    assert jinja2.Template(text, keep_trailing_newline=True).render() == text
    assert not re.search(r"\{!|\{%|\{\{", text), "what other programs take files in by"
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=options)


@pytest.mark.parametrize("name", TEXTS)
def test_a_mark_is_words_on_the_page(name, tmp_path):
    text = TEXTS[name]
    safe = html.escape(text, quote=True)
    made = convert("".join(shape.replace("{}", safe) for shape in SHAPES.values()))
    first = convert(f"<p>{safe}</p>")
    assert is_harmless(made.text) and is_harmless(first.text), made.text
    page = rendered(f"{first.text}\n{made.text}", tmp_path)
    assert SECRET not in page
    shown = words(page)
    for line in text.splitlines():
        line = " ".join(line.split())
        times = sum(shape.count("{}") for shape in SHAPES.values()) - 1  # a picture's words differ
        assert shown.count(line) > times, (line, made.text)
    bare = re.sub(r">[^<]*<", "><", re.sub(r' alt="[^"]*"', "", page))
    assert " onclick" not in bare and "arithmatex" not in page


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_mark_is_no_harmless_text(name):
    assert not is_harmless(SNIPPETS[name]) and not is_harmless(f"```\n{SNIPPETS[name]}\n```\n")


def test_marks_in_titles_labels_excerpts_names_and_comments_reach_no_page(tmp_path):
    (tmp_path / ".env").write_text(SECRET)
    text = " ".join([*SNIPPETS.values(), *OTHERS.values()])
    safe = html.escape(text)
    site = Site(tmp_path)
    label = f'<category scheme="http://www.blogger.com/atom/ns#" term="{safe[:200]}"/>'
    said = site.bring(
        "blogger",
        feed(
            entry(1, text, f"<p>{safe}</p><pre>{safe}</pre>", more=label),
            remark(2, 1, f"{safe}<pre>{safe}</pre>"),
        ),
    )
    assert said.table["posts"] == [1, 1, 0, 0], said.text
    excerpt = f"<excerpt:encoded>{html.escape(safe)}</excerpt:encoded>"
    code = f'[code language="python"]\n{text}\n[/code] [sourcecode]{safe}[/sourcecode]'
    said = site.bring("wxr", wxr(item(1, "Coded " + text[:200], code, more=excerpt, path="/x/")))
    assert said.table["posts"] == [1, 1, 0, 0], said.text
    for name, source in site.sources().items():
        if name.endswith(".md"):
            assert not HARMFUL.search(source) and is_harmless(read(source).body), name
            assert SECRET not in rendered(read(source).body, tmp_path)


def test_code_of_a_language_nobody_knows_has_no_language():
    for name in ("mermaid", "math", 'python exec="1"', "{.python}", "playbook", "../x", "exec"):
        for attribute in ("class='brush: {}'", "lang='{}'", "class='language-{}'"):
            made = convert(f"<pre {attribute.format(name)}>x</pre>").text
            assert made in {"```\nx\n```\n", "```python\nx\n```\n"}, made


def test_an_excerpt_is_one_plain_line_that_ends_no_attribute(tmp_path):
    excerpts = {
        '0;url=http://evil.example/" http-equiv="refresh': None,
        "0;url=http://evil.example/' http-equiv='refresh": None,
        'Said <b onclick="x()">"yes"</b> &lt;script&gt;\n\nand &quot;no&quot;': None,
        "It's &#34;fine&#34; {{ config }} -8<- &amp;quot;": None,
    }
    for number, given in enumerate(excerpts):
        site = Site(tmp_path / str(number))
        more = f"<excerpt:encoded>{html.escape(given)}</excerpt:encoded>"
        said = site.bring("wxr", wxr(item(kind="page", more=more)))
        assert said.table["pages"] == [1, 1, 0, 0]
        (page,) = [t for name, t in site.sources().items() if name.endswith(".md")]
        made = read(page).values["description"]
        assert not set("\"'<>\n") & set(made) and "{{" not in made, made
        assert "evil" in made or "yes" in made or "fine" in made
