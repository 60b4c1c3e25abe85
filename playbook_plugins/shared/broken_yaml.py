"""What is wrong with YAML that cannot be read, in words that an author can act on.

Of front matter and of mkdocs.yml alike. Lines and columns count from 1 in the text given.
"""

from __future__ import annotations

import re

import yaml

from .records import record

USUAL_CURE = "Write each line as key: value, and put a value with a colon in quotes."
DATES = frozenset({"date", "created", "updated"})
"""Keys whose value is a date, and nothing that quotes would mend."""

ODD_BLANKS = "\u00a0\u1680\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
"""Blanks that look like a space, or like nothing, and are none to YAML."""
_ODD = f"[{ODD_BLANKS}]"
_ODD_BLANK = re.compile(
    rf"(?m)^(?:[ \t]*(?P<indent>{_ODD})|[ \t]*(?:- )?[\w-]+(?P<before>{_ODD})[{ODD_BLANKS} ]*:"
    rf"|[ \t]*(?:- )?[\w-]+:[ \t]*(?P<after>{_ODD}))"
)
STEPS = (
    "this line does not begin where the lines above it begin.",
    "Begin it at the same column as they do.",
)
_ENTRY = re.compile(r"[ ]*- ")
_IS_KEY = re.compile(r"\s*[\w-]+:(?:\s|$)")
_IS_WHOLE = re.compile(r"\s*(?:- )?[\w-]+:[ \t]+[^\s|>#&]")
"""A line with a key and its value: nothing is set in below it."""
_NO_SPACE = re.compile(r"[ ]*(?:- )?([A-Za-z][\w-]*):([^\s:/][^\n]*)")
_OTHER_COLON = re.compile(r"[ ]*(?:- )?([A-Za-z][\w-]*)[ ]*([：︰﹕∶ː=])[ ]*(\S[^\n]*)")
_NO_COLON = re.compile(
    r"[ ]*(title|date|draft|tags|authors|categories|description)[ ]+([^:\n]+)", re.IGNORECASE
)


UNJOINED = (
    "two versions that Git could not join.",
    "Keep one of the two, and take out the lines that begin with <<<, === and >>>.",
)


def unjoined(text: str) -> int:
    """The line on which a conflict begins that Git left in a text; 0 where there is none."""
    whole = f"\n{text}"
    begin = whole.find("\n<<<<<<< ")
    middle = whole.find("\n=======\n", begin) if begin >= 0 else -1
    end = whole.find("\n>>>>>>> ", middle) if middle >= 0 else -1
    return whole.count("\n", 0, begin + 1) if end >= 0 else 0


@record
class Fault:
    """The first thing that is wrong."""

    what: str
    cure: str
    line: int
    column: int = 0


def odd_blank(text: str) -> Fault | None:
    """An invisible blank where YAML needs a space, if the text holds one."""
    found = _ODD_BLANK.search(text)
    if not found:
        return None
    at = found.start(found.lastgroup or 0)
    what = "an invisible blank that is no space, as word processors and web pages have them."
    cure = "Type the blanks of this line again."
    return Fault(what, cure, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def explained(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """The parser's complaint about `text`."""
    if odd := odd_blank(text):
        return odd
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column + 1) if mark else (0, 0)
    begun = error.context_mark.line if error.context_mark else line
    lines = text.splitlines()
    written = lines[line] if line < len(lines) else ""
    said = f"{error.context or ''} {error.problem or ''}"
    if "\\t" in said or (written[: column - 1].isspace() and "\t" in written[:column]):
        what, tab = "a tab where spaces belong.", written.find("\t") + 1
        if line and _IS_WHOLE.match(lines[line - 1]) and _IS_KEY.match(written):
            return Fault(what, "Begin the line at the same column as the one above.", line + 1, tab)
        return Fault(what, "Indent with spaces.", line + 1, tab)
    if conflict := unjoined(text):
        return Fault(*UNJOINED, conflict)
    if "mapping values are not allowed" in said:
        return _colon(lines, line, column)
    if "could not find expected ':'" in said or "found undefined" in said:
        return _no_colon(lines, begun)
    at = column if mark and mark.line == line else 0
    if "quoted scalar" in said or "unknown escape" in said:
        return _quotes(said, lines, begun, line, at)
    if "flow" in said or "',' or" in said:
        first = lines[begun] if begun < len(lines) else ""
        if hash_sign := re.search(r"(?:[\[{,]|\s)(#)", first):
            what = 'a "#" ends what is read of this line.'
            cure = "Put the word that begins with # in quotes."
            return Fault(what, cure, begun + 1, hash_sign.start(1) + 1)
        what, cure = "a bracket that is never closed.", "Close it, and separate entries by commas."
        if first.rstrip().count("[") == 0 and "{" in first:
            cure = "Put the value in quotes, or close the bracket."
        return Fault(what, cure, begun + 1)
    sign, value = _SIGN.search(said), _VALUE.fullmatch(written)
    if sign and value:
        begins = value[1][0]
        return Fault(
            f'a value that begins with "{begins}".',
            "Put it in quotes.",
            line + 1,
            value.start(1) + 1,
        )
    what, cure = _other(said, written)
    return Fault(what, cure, line + 1, at)


def not_keys(text: str) -> Fault:
    """What is wrong with YAML that can be read and is not made of keys and values."""
    if odd := odd_blank(text):
        return odd
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    found = _no_colon(lines, first)
    if "without" not in found.what:
        return found
    what = "the front matter is not made of keys and values."
    return Fault(what, "Write each line as key: value.", 1)


def _colon(lines: list[str], line: int, column: int) -> Fault:
    """A colon where none is read: in a value, or since the line above does not end there."""
    written = lines[line].strip()
    key, _, value = written.partition(":")
    if lines[line][: column - 1].count(":") == 0 and line:
        above = lines[line - 1]
        if _ENTRY.match(above) and _ENTRY.match(lines[line]):
            at = len(lines[line]) - len(lines[line].lstrip()) + 1
            return Fault(*STEPS, line + 1, at)
        if ":" not in above or _NO_SPACE.fullmatch(above):
            return _no_colon(lines, line - 1)
        indent = len(lines[line]) - len(lines[line].lstrip())
        if indent and indent > len(above) - len(above.lstrip()):
            what = "this line is set in, and the line above it holds a value already."
            cure = f"Begin it at the same column as the line above: {written}"
            return Fault(what, cure, line + 1, indent + 1)
    if written.startswith("- ") and ": " in written:
        key, value = written.removeprefix("- "), ""
        item = written.removeprefix("- ").strip()
        return Fault(
            "a colon inside a value.", f'Put it in quotes: - "{_plain(item)}"', line + 1, column
        )
    cure = f'Put the value in quotes: {key.strip()}: "{_plain(value.strip())}"'
    return Fault("a colon inside a value.", cure, line + 1, column)


def _plain(value: str) -> str:
    """A value as it may stand between quotes."""
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _no_colon(lines: list[str], line: int) -> Fault:
    """A line that is no key and value, though it was meant as one."""
    written = lines[line] if line < len(lines) else ""
    if found := _NO_SPACE.fullmatch(written):
        cure = f"Write {found[1]}: {found[2].strip()}"
        return Fault("no space after the colon.", cure, line + 1, found.end(1) + 1)
    if found := _OTHER_COLON.fullmatch(written):
        cure = f"Write {found[1]}: {found[3].strip()}"
        return Fault(f'"{found[2]}" is not read as a colon.', cure, line + 1, found.start(2) + 1)
    if found := _NO_COLON.fullmatch(written):
        cure = f"Write {found[1].lower()}: {found[2].strip()}"
        return Fault("a line without a colon.", cure, line + 1)
    return Fault("a line without a colon.", USUAL_CURE, line + 1)


def _quotes(said: str, lines: list[str], begun: int, line: int, at: int) -> Fault:
    if "unknown escape" in said:
        what = "a backslash between double quotation marks, where it changes the next letter."
        return Fault(what, "Write two backslashes, or use single quotation marks.", line + 1, at)
    what, cure = "a quotation mark that is never closed.", "Close it at the end of the value."
    column = at if begun == line else 0
    return Fault(what, cure, begun + 1, column)


_SIGN = re.compile(
    r"alias|anchor|cannot start any token|sequence entries are not allowed|block scalar"
)
"""Complaints about a sign with which no value may begin."""
_VALUE = re.compile(r"[ ]*(?:- )*(?:[\w-]+:[ ]+)?(\S.*)")


def _other(said: str, written: str) -> tuple[str, str]:
    if "could not determine a constructor" in said:
        return "a word with ! in front, which front matter may not hold.", "Take the ! out."
    if "unhashable" in said or "unacceptable key" in said:
        return "a key that is a list or holds keys itself.", USUAL_CURE
    behind = re.match(r"\s*[\"'].*[\"']\s*\S", written.partition(":")[2])
    bracketed = re.match(r"\s*\[[^\[\]]*\]\s*\S|\s*\{[^{}]*\}\s*\S", written.partition(":")[2])
    if "expected <block end>" in said and bracketed:
        return "words behind a closing bracket.", "Put the whole value in quotes."
    if "expected <block end>" in said and behind:
        return "words behind a closing quotation mark.", "Put the whole value in quotes."
    if "expected <block end>" in said or "expected '<document start>'" in said:
        return STEPS
    return "this line cannot be read.", USUAL_CURE
