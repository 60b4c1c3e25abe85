"""The work that a page makes grows as the page does, whatever its author typed.

Wall clocks say nothing on a busy machine. What is counted is calls, which is exact and the same
everywhere; and patterns, whose steps nobody can count, are looked at: none may try a run of
signs from each of its places.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from re import _parser  # type: ignore[attr-defined]

import pytest

from playbook_plugins import forms, kinds, worksheets
from playbook_plugins.shared import source_lines
from playbook_plugins.worksheets.sheets import read_sheets

SHEET = "/// checklist | A\n    id: a\n\n{}\n///\n"
WIDE = "/// action-plan | A\n    id: a\n\n|{}\n|{}\n|{}\n///\n"
PAGES = {
    "blanks in braces": lambda n: SHEET.format("- [ ] x {#a" + " " * 10 * n + "b"),
    "words in a value": lambda n: SHEET.format("- q ____ {#a value=" + "a " * n + "}"),
    "braces": lambda n: SHEET.format("- [ ] x " + "{#a " * n),
    "pairs of braces": lambda n: SHEET.format("- [ ] x " + " {.note}" * n),
    "code fences": lambda n: SHEET.format("- [ ] x") + "```py\n" * n + SHEET.format("- [ ] y"),
    "options": lambda n: (
        "/// checklist | A\n" + "".join(f"    x{k}: 1\n" for k in range(n)) + "- [ ] x\n///\n"
    ),
    "choices of one name": lambda n: SHEET.format("- q ____ {#q}\n" + "    - ( ) a\n" * n),
    "items of one name": lambda n: SHEET.format("- [ ] x\n" * n),
    "tips": lambda n: "".join(f"/// tip | T\n    id: t{k}\n\nText\n///\n\n" for k in range(n)),
    "open tips": lambda n: "".join(f"/// tip | T\n    id: t{k}\n\nText\n\n" for k in range(n)),
    "open sheets": lambda n: "".join(
        f"/// checklist | T\n    id: t{k}\n\n- [ ] x\n\n" for k in range(n)
    ),
    "closings": lambda n: "/// note\n" * n + "////\n" * n,
    "columns": lambda n: WIDE.format("a|" * n, "-|" * n, "b|" * n),
    "emphasis": lambda n: SHEET.format("- [ ] " + "*a " * n),
    "gates": lambda n: SHEET.format(
        "".join(f"### S {{#s{k} opens-when=s{k + 1}}}\n" for k in range(n)) + "- [ ] x"
    ),
    "bullets": lambda n: SHEET.format("- [ ] x\n\n" + "• a\n" * n),
}


def calls(text: str) -> int:
    """How many functions are called while a page is read, Python's own among them."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    read_sheets(SHEET.format("- [ ] x"), "p.md", "p.md")  # what is worked out once
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read_sheets(text, "p.md", "p.md")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_four_times_the_page_is_four_times_the_work(page):
    few, many = calls(page(60)), calls(page(240))
    assert many < 4.4 * few


def patterns() -> dict[str, re.Pattern]:
    modules = [source_lines] + [
        importlib.import_module(each.name)
        for feature in (forms, kinds, worksheets)
        for each in pkgutil.walk_packages(feature.__path__, f"{feature.__name__}.")
    ]
    return {
        f"{module.__name__.partition('.')[2]}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


ENDLESS = (_parser.MAX_REPEAT, _parser.MIN_REPEAT)
SIGNS = [chr(code) for code in range(0x20, 0x7F)]


def flat(parsed) -> list:
    """The steps of a pattern, groups opened."""
    steps = []
    for operation, argument in parsed:
        if operation is _parser.SUBPATTERN:
            steps += flat(argument[3])
        elif operation is not _parser.AT:
            steps.append((operation, argument))
    return steps


def rivals(parsed) -> list[tuple[str, str]]:
    """Runs without a limit, one right after the other, that may take the same signs.

    The second may begin at each place of the first: so many places, so many tries.
    """
    found = []
    before: set[str] = set()
    steps = flat(parsed)
    for index, (operation, argument) in enumerate(steps):
        if operation is _parser.BRANCH:
            found += [pair for each in argument[1] for pair in rivals(each)]
            before = set()
        elif operation in ENDLESS:
            least, most, inner = argument
            own = {sign for sign in SIGNS if takes(inner, sign)}
            endless = most is _parser.MAXREPEAT and len(flat(inner)) == 1
            fails = steps[index + 1 :] or flat(inner)[0][0] is not _parser.ANY
            if endless and fails and before & own:
                found.append(("".join(sorted(before & own))[:5], str(inner)))
            found += rivals(inner)
            # What may be left out parts nothing: the runs around it stand side by side.
            before = own if endless else before if least == 0 else set()
        else:
            before = set()
    return found


def takes(parsed, sign: str) -> bool:
    """Whether a single step can take a sign."""
    steps = flat(parsed)
    return len(steps) == 1 and step_takes(*steps[0], sign)


def step_takes(operation, argument, sign: str) -> bool:
    if operation is _parser.BRANCH:
        return any(takes(each, sign) for each in argument[1])
    if operation is _parser.IN:
        hit = any(in_set(*each, sign) for each in argument)
        return hit is not (argument[0][0] is _parser.NEGATE)
    if operation is _parser.NOT_LITERAL:
        return argument != ord(sign)
    return operation is _parser.ANY or (operation is _parser.LITERAL and argument == ord(sign))


NAMED = {"SPACE": r"\s", "DIGIT": r"\d", "WORD": r"\w"}


def in_set(operation, argument, sign: str) -> bool:
    if operation is _parser.RANGE:
        return argument[0] <= ord(sign) <= argument[1]
    if operation is _parser.CATEGORY:
        name = str(argument).removeprefix("CATEGORY_")
        hit = re.fullmatch(NAMED[name.removeprefix("NOT_")], sign) is not None
        return hit is not name.startswith("NOT_")
    return operation is _parser.LITERAL and argument == ord(sign)


def rivals_of(pattern: re.Pattern) -> list:
    return rivals(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def test_no_pattern_tries_a_run_of_signs_from_each_of_its_places():
    found = {name: runs for name, each in patterns().items() if (runs := rivals_of(each))}
    assert len(patterns()) > 20
    assert found == {}


@pytest.mark.parametrize(
    "slow",
    [
        r"(?:^|\s+)\{:?[ ]*([^{}]*?)[ ]*\}\s*$",
        r"(?P<text>\S.*?)[ ]*(?<!_)_{3,}[ ]*(?:\{[^{}]*\})?[ ]*$",
        r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$",
    ],
)
def test_the_patterns_that_were_slow_are_told(slow):
    assert rivals_of(re.compile(slow))
