"""Words that mean nothing but themselves, whatever reads the file.

Python-Markdown and its extensions, Jinja macros, snippets, blocks and worksheets all look for
signs. A sign that nobody needs in prose becomes a character reference; one that is common is
written with a backslash where it would mean something, so that the text stays good to read.
"""

from __future__ import annotations

import html
import re

_MEANT = re.compile(
    r"""(?=[\\`*\[\]{<~^|_&=+$:%\#])(?:  # only where one of these stands, which is quick to see
      [\\`*\[\]{<~^|]          # a sign wherever it stands
    | (?<![^\W_])_ | _(?![^\W_]) # not the one inside a_word
    | &(?=[A-Za-z\#])            # a character reference
    | ==|\+\+                   # marked, inserted
    | \$(?=\$) | (?<=\S)\$      # a formula, and the end of one
    | :(?=[\w+-]+:)              # an emoji's name
    | %(?=[%}]) | \#(?=\})       # the ends of templates
    )""",
    re.VERBOSE,
)
_SLASHED = frozenset("\\`*[]_")
_LINE = re.compile(
    r"""(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)
    | (?P<first>
          \#                     # a heading
        | >                      # a quotation
        | [-+](?=\s|$|[-+])      # a list, a rule, an underline
        | =                      # an underline, a tab
        | /(?=/)                 # a block
        | !(?=!) | \?(?=\?)      # an admonition
        | [:;@]                  # a definition and other programs' blocks
        | %
      )""",
    re.VERBOSE,
)
_SLASHED_FIRST = frozenset("#-+!")
HARMFUL = re.compile(
    r"\{(?:[{%#!]|\+\+|--|~~|==|>>)"  # templates, files that are taken in, marks of editors
    r"|-8<-"  # a snippet, with any number of hyphens, and its sections
    r"|^[^\S\n]*/{3}",  # a block
    re.MULTILINE,
)
"""What programs look for in a whole file, code included, where no reference is read.

Snippets: `-8<-` with one hyphen or many on either side, alone on a line (a list of files), before
a name, before an address, around a section. Includes: `{!name!}`, `{% include %}`.
"""
UNSAFE_IN_CODE = re.compile(
    rf"{HARMFUL.pattern}|[%#}}]\}}|<!--"
    r"|\A\s*(?::{3,}|\#!(?!\s*/))",  # a highlighter's own first line
    re.MULTILINE,
)
"""What must not stand in code as it is."""


def inline(text: str) -> str:
    """Words for the middle of a line."""
    return _MEANT.sub(lambda found: _escaped(found[0]), text)


def _escaped(signs: str) -> str:
    if signs in _SLASHED:
        return f"\\{signs}"
    return f"{reference(signs[0])}{signs[1:]}"


def reference(sign: str) -> str:
    """A character reference, by name where everybody knows it."""
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign) or f"&#{ord(sign)};"


def line_start(line: str) -> str:
    """A line of finished Markdown, without what would make its beginning a block."""
    found = _LINE.match(line)
    if not found:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end('number') :]}"
    sign = line[0]
    return f"\\{line}" if sign in _SLASHED_FIRST else reference(sign) + line[1:]


def code(text: str) -> str:
    """Code as HTML in which nothing but letters, digits and spaces means itself."""
    return "".join(
        each if each.isalnum() or each.isspace() or each in ",;'\"?" else reference(each)
        for each in text
    )


def code_span(text: str) -> str:
    """A piece of code inside a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    if UNSAFE_IN_CODE.search(text) or "`" in text or "|" in text or text[0] in "/:#":
        return f"<code>{code(text)}</code>"
    return f"`{text}`"


def attribute(text: str) -> str:
    """Words between quotation marks in HTML."""
    return html.escape(text).replace("{", "&#123;")
