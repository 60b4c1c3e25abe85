"""Where braces with attributes stand in a line, as they are read and as authors slip.

`- [ ] Call {#call .required}` ends in a list of attributes. `{#call`, `(#call)`, `{#call}.` and
`{#call} {.required}` are meant as one; `{name}`, `(see #3)` and `\\{#call}` belong to the words.
Everything here takes time in proportion to the text: a list is looked for in so many signs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import CODE_SPAN

LONGEST = 1000
"""Signs between two braces; nobody writes as many by hand."""

_OPENING = re.compile(r"[{(\[<｛（［](?=[ ]{0,3}:?[ ]{0,3}[\w#＃.．+-])|\{(?=\{)")
_BRACE = re.compile(r"[{}｛｝]")
_OTHER_END = {"(": ")", "[": "]", "<": ">", "（": "）", "［": "］"}
_ENDS = ")]>）］"
_INLINE = ")]*_`:"
"""What Markdown's own attributes follow: `[link](page.md){.button}`."""
_NEAR = 0.75
"""How alike a word and a name are, from 0 to 1, to be taken for it."""


@record
class Allowed:
    """What braces may say in one place: marks such as `.required`, keys such as `unit=`, traits."""

    marks: Sequence[str]
    keys: Sequence[str] = ()
    traits: Sequence[str] | None = None
    """None where statements have no place; a list, perhaps empty, where `+trait` may stand."""
    certain: bool = False
    """Whether `name=value` can be nothing but an attribute, as behind the blank of a field."""


@record
class Braces:
    """A list of attributes in a text: where it stands, what it holds, and what is wrong with it."""

    start: int
    end: int
    inside: str
    slip: str = ""


def lists_in(text: str, known: Allowed) -> list[Braces]:
    """The lists of attributes in `text`, in order; one at the end when all is well."""
    if not _OPENING.search(text):
        return []
    shown = CODE_SPAN.sub(lambda match: "`" * len(match[0]), text) if "`" in text else text
    found: list[Braces] = []
    for match in _OPENING.finditer(shown):
        start = match.start()
        if (found and start < found[-1].end) or shown[start - 1 : start] == "\\":
            continue
        each = _braces(shown, start, known) if match[0] in "{｛" else _brackets(shown, start, known)
        if each is not None:
            found.append(each)
            if each.slip.startswith(UNCLOSED):
                break
    return [_placed(shown, each, found) for each in found]


UNCLOSED = "these braces are never closed"


def without(text: str, lists: Sequence[Braces]) -> str:
    """`text` without these lists and the blanks before them."""
    for each in reversed(lists):
        after = text[each.end :]
        apart = " " if after[:1].strip() and after[:1].isalnum() else ""
        text = text[: each.start].rstrip() + apart + after
    return text.rstrip() if lists else text


def _braces(text: str, start: int, known: Allowed) -> Braces | None:
    width = 2 if text[start : start + 2] == "{{" else 1
    end = _BRACE.search(text, start + width, start + LONGEST)
    if end is None or end[0] in "{｛":
        return _unclosed(text, start, width, end.start() if end else len(text), known)
    inside = text[start + width : end.start()]
    stop = end.end() + (width == 2 and text[end.end() : end.end() + 1] == "}")
    last = not text[stop:].strip()
    if not (looks_meant(inside, known) if last else is_meant(inside, known)):
        return None
    slip = ""
    if width == 2 or (last and text[stop - 2 : stop] == "}}"):
        slip = "attributes stand in one pair of braces, not in two."
    elif "｛" in (text[start], end[0]) or "｝" in (text[start], end[0]):
        slip = "these are braces of full width."
    return Braces(start, stop, inside.strip().removeprefix(":").strip(), slip)


def _unclosed(text: str, start: int, width: int, stop: int, known: Allowed) -> Braces | None:
    """A list that opens and never closes: it holds the first words that can be attributes."""
    position = start + width
    words: list[str] = []
    while match := _WORD.match(text, position, min(stop, start + LONGEST)):
        word = match[1].rstrip(_ENDS)
        if not word or not is_meant(word, known):
            break
        words.append(word)
        position = match.start(1) + len(word)
        if word != match[1]:
            break
    if not words:
        return None
    wrong = text[position : position + 1]
    if wrong and wrong in _ENDS:
        slip = f'these braces close with "{wrong}".'
        return Braces(start, position + 1, " ".join(words), slip)
    return Braces(start, position, " ".join(words), f"{UNCLOSED}.")


def _brackets(text: str, start: int, known: Allowed) -> Braces | None:
    """Attributes in brackets of another kind, at the end of the text and nowhere else."""
    if start and not text[start - 1].isspace():
        return None  # a link, or a note in the words
    end = text.find(_OTHER_END[text[start]], start, start + LONGEST)
    if end < 0 or text[end + 1 :].strip():
        return None
    inside = text[start + 1 : end].strip()
    tokens = inside.split()
    named = [token for token in tokens if token[0] in "#.＃．"]
    if not named or not all(is_meant(token, known) for token in tokens):
        return None
    return Braces(start, end + 1, inside, "attributes stand in braces, not in other brackets.")


def _placed(text: str, each: Braces, among: Sequence[Braces]) -> Braces:
    """The list with what is wrong with its place, when nothing else is wrong with it."""
    if each.slip:
        return each
    after = text[each.end :].strip()
    before = text[each.start - 1 : each.start]
    if len(among) > 1:
        slip = "attributes stand in one pair of braces, not in two."
    elif after:
        slip = "attributes stand at the end, and words follow these."
    elif before.strip() and before not in _INLINE:
        slip = "a blank is missing before these braces."
    else:
        return each
    return Braces(each.start, each.end, each.inside, slip)


_WORD = re.compile(r"\s{0,3}([^\s{}]{1,200})")
_KEY = re.compile(r"([A-Za-z][\w-]*)\s?[=:＝：]")


def is_meant(inside: str, known: Allowed) -> bool:
    """Whether words in braces can be nothing but attributes, wherever they stand."""
    first = inside.strip().removeprefix(":").strip()
    first = first.split(maxsplit=1)[0] if first else ""
    if first[:1] in ("#", "＃"):
        return is_id(re.split(r"[.,;#]", first[1:])[0])
    if first[:1] in (".", "．"):
        return re.split(r"[.,;#]", first[1:])[0] in known.marks
    if first[:1] in ("+", "-") and known.traits:
        return first[1:].rstrip(",;") in known.traits
    key = _KEY.match(first)
    return key is not None and key[1] in ("was", *known.keys)


def looks_meant(inside: str, known: Allowed) -> bool:
    """Whether words in braces at the end of a line are meant as attributes, well or badly."""
    return any(_is_attribute(token, known) for token in inside.split()) or any(
        _is_key(key[1], known) for key in _KEY.finditer(inside)
    )


def _is_attribute(token: str, known: Allowed) -> bool:
    sign, name = token[:1], token[1:]
    if sign in ("#", "＃"):
        return True
    if sign in (".", "．") or (sign in ("+", "-") and known.traits is not None):
        return name[:1].isalpha()
    bare = token.rstrip(",;")
    return (
        bare.lower() in known.marks
        or bare in (known.traits or ())
        or (known.certain and "=" in token)
    )


def _is_key(key: str, known: Allowed) -> bool:
    names = ["was", "id", *known.keys]
    return bool(difflib.get_close_matches(key.lower()[:30], names, n=1, cutoff=_NEAR))


# --- What stands in the braces ------------------------------------------------------

_QUOTES = str.maketrans("“”„‟«»‘’‚‛", '""""""\'\'\'\'')
_WIDE = str.maketrans("＃．＝：，；＋－", "#.=:,;+-")
_QUOTED = r"\"[^\"]*\"|'[^']*'"


def _outside(pattern: str, new: str, text: str) -> str:
    """`text` with `pattern` replaced where it stands in no quotes."""
    found = re.compile(rf"({_QUOTED})|{pattern}")
    return found.sub(lambda match: match[1] or match.expand(new), text)


def tidied(inside: str, known: Allowed) -> tuple[str, str]:
    """The attributes as they ought to be written, and what was wrong first; empty for nothing."""
    keys = "|".join(map(re.escape, ("was", *known.keys)))
    steps = (
        (lambda each: each.translate(_QUOTES), "curly quotes mean nothing in braces."),
        (lambda each: each.translate(_WIDE), "signs of full width mean nothing in braces."),
        (lambda each: _outside(r"\bid\s?[=:]\s?#?", "#", each), "an id is written with #."),
        (
            lambda each: _outside(rf"(?<![\w-])({keys})(?:\s+=\s*|=\s+|\s?:\s*)", r"\2=", each),
            "a name and its value are joined by = and nothing else.",
        ),
        (lambda each: _outside(r"(?<!\S)([#.])\s+(?=\w)", r"\2", each), _APART),
        (lambda each: _outside(r"[,;]+(?=\s|$)|[,;]+(?=[#.])", " ", each), _COMMAS),
        (_parted, "a blank is missing between two attributes."),
        (lambda each: _in_quotes(each, known), "a value with blanks needs quotes."),
    )
    reason, made = "", inside
    for step, wrong in steps:
        before, made = made, step(made)
        reason = reason or (wrong if made != before else "")
    return " ".join(made.split()) if reason else inside, reason


_APART = "a sign and its name are written together."
_COMMAS = "attributes are parted by blanks, not by commas."


def _parted(inside: str) -> str:
    """`#a.required` in two."""
    whole = re.compile(rf"({_QUOTED})|(?<!\S)[#.][\w-]+(?:[#.][\w-]+)+(?!\S)")
    return whole.sub(lambda match: match[1] or re.sub(r"(?<=[\w-])(?=[#.])", " ", match[0]), inside)


def _in_quotes(inside: str, known: Allowed) -> str:
    """Bare words behind `key=word` belong to the value."""
    made: list[str] = []
    open_ = False
    for token in tokens_of(inside):
        bare = token[0].isalnum() and "=" not in token and token not in known.marks
        if bare and open_:
            made[-1] = f"{made[-1]} {token}"
        else:
            open_ = re.fullmatch(r"[\w-]+=[^\"'\s]+", token) is not None
            made.append(token)
    joined = [_quoted(each) for each in made]
    return " ".join(joined) if joined != tokens_of(inside) else inside


def _quoted(token: str) -> str:
    key, sign, value = token.partition("=")
    return f'{key}="{value}"' if sign and " " in value and value[:1] not in "\"'" else token


_TOKEN = re.compile(r"""[^\s="']+=(?:"[^"]*"|'[^']*'|[^\s"']+)|\S+""")


def tokens_of(inside: str) -> list[str]:
    """The attributes one by one, a value with its quotes."""
    return _TOKEN.findall(inside[:LONGEST])
