"""Everything about one source that its own bytes show: the host's, the blog's and the sheets' part.

Here the features meet. `check_source` is a pure function of a file's bytes, its path and the
rules, so that what it finds can be kept between builds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Any

from playbook_plugins.blog.excerpt import NO_END, end_of_excerpt, looks_like_end
from playbook_plugins.blog.listings.blocks import Lifter
from playbook_plugins.blog.model import Post
from playbook_plugins.blog.reader import PostReader, PostRules
from playbook_plugins.forms.questions import questions
from playbook_plugins.shared.front_matter import FrontMatter
from playbook_plugins.shared.memory import Kind, remembered
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.redirects import former_file
from playbook_plugins.worksheets.lock import Standing
from playbook_plugins.worksheets.sheets import read_sheets

from .blog_names import names_asked
from .checked import Checked
from .front_matter_keys import Reads, check_keys
from .link_scan import Scan
from .links import front_references
from .macros import first_id
from .markdown_slips import read_prose, without_code
from .meta_files import merged
from .nesting import check_nesting
from .rules import PageRules
from .source_text import TextError, front_of, place, text_of

_HELD = {(Checked, "post"): Post | None, (Checked, "standing"): tuple[Standing, ...]}
KIND: Kind[Checked] = Kind("source", Checked, _HELD)
"""What the checks of one file find."""
_BLOCKS = re.compile(r"\n {0,3}/{2,}")


def look_at(content: bytes, path: str, rules: PageRules) -> Checked:
    """What `check_source` finds, remembered between builds. It is shared: nobody may change it."""
    make = partial(check_source, content, path, rules)

    def fits(found: Checked) -> bool:
        ours, post = found.name == path and found.path == rules.prefix + path, found.post
        return ours and (
            post is None or (post.path == path and all(map(former_file, post.redirect_from)))
        )

    return remembered(KIND, source_key(content, path, rules), make, fits)


def source_key(content: bytes, path: str, rules: PageRules) -> str:
    """All that `check_source` depends on, as one text."""
    return f"{path!r}\n{rules.digest}\n{content.decode('utf-8', 'surrogateescape')}"


def check_source(content: bytes, path: str, rules: PageRules) -> Checked:
    """Everything about one file that its own bytes show; `path` is that in the docs folder."""
    shown = rules.prefix + path
    try:
        text = text_of(content, shown)
        front, problems = front_of(text, shown)
    except TextError as error:
        return Checked(path, shown, (error.problem,), readable=False)
    leaks, found = check_keys(front, shown, _reads(path, rules))
    stops, slow = check_nesting(front.body, front.height, shown)
    problems = [*stops, *leaks, *problems, *found, *slow]
    bare = replace(front, body="", repeated=(), taken=())
    if stops:
        return Checked(path, shown, tuple(problems), readable=False, front=bare)
    scan = Scan(front.body, front.height)
    prose = read_prose(front.body, front.height, shown, scan.is_code)
    problems += prose.problems
    references = [*scan.references, *prose.wiki]
    if "links" in front.values:
        references += front_references(front.values["links"], *front.place("links"))
    made = Checked(
        path,
        shown,
        readable=not leaks,
        front=bare,
        references=tuple(references),
        includes=tuple(scan.includes),
        anchors=frozenset(scan.anchors),
        nearly=frozenset(scan.nearly),
        certain=scan.certain,
        doubtful=prose.doubtful if scan.certain else (),
        id=first_id(text),
    )
    return _by_features(made, text, front, problems, rules)


def _reads(name: str, rules: PageRules) -> Reads:
    """Which keys of front matter are read of a page."""
    post = rules.post_rules(name)
    authors = frozenset(post.authors or ()) if post else frozenset()
    return Reads(post is not None, rules.lists_tags, frozenset(rules.own_keys), authors)


def _by_features(
    made: Checked, text: str, front: FrontMatter, problems: list[Problem], rules: PageRules
) -> Checked:
    """What blog and worksheets say to a file."""
    wanted = rules.post_rules(made.name)
    post = None
    if wanted:
        post, stops = _post(made, front, problems, rules, wanted)
        made = replace(made, stops=stops)
    if rules.listings:
        lifter = Lifter(made.path, front.height, problems.append)
        lifter.run(front.body)
        wishes = [each for listing in lifter.listings for each in names_asked(listing)]
        made = replace(made, wanted=tuple(wishes))
    if rules.sheets and (_BLOCKS.search(f"\n{front.body}") or "worksheets" in front.values):
        sheets = read_sheets(text, made.name, made.path, rules.others)
        told = {(each.line, each.column) for each in sheets.problems}  # what a sheet says is closer
        problems[:] = [each for each in problems if (each.line, each.column) not in told]
        problems += sheets.problems
        anchors = {anchor for each in sheets.standing for anchor in _anchors(each.block)}
        made = replace(
            made,
            standing=tuple(sheets.standing),
            unstamped=tuple(sorted([*sheets.unstamped, *sheets.nameless], key=itemgetter(1))),
            anchors=made.anchors | anchors,
        )
    return replace(made, post=post, problems=tuple(dict.fromkeys(problems)))


def _post(
    made: Checked,
    front: FrontMatter,
    problems: list[Problem],
    rules: PageRules,
    wanted: PostRules,
) -> tuple[Post | None, bool]:
    """The post in a source, and whether a build must not go on without it."""
    whole = replace(front, values=merged(rules.defaults, front.values))
    reader = PostReader(made.name, made.path, wanted, problems.append, checked=True)
    post = reader.understood(whole)
    odd = looks_like_end(wanted.separator, front.body)
    odd = odd and looks_like_end(wanted.separator, without_code(front.body))
    lacks = wanted.has_excerpts and not end_of_excerpt(wanted.separator, front.body)
    if odd:
        line, column = place(front.body, odd.start())
        what = f'"{odd[0]}" does not end the excerpt: its signs are others.'
        cure = f"Write {wanted.separator}"
        problems.append(Problem(made.path, line + front.height, column, what, cure))
    elif lacks:
        what, cure = NO_END
        problems.append(Problem(made.path, 1, 0, what, cure.format(wanted.separator)))
    return post, reader.stops or lacks


def _anchors(block: Any) -> Iterator[str]:
    """The places of a sheet or tip: its own, and one for every question."""
    yield block.id
    for name, question in questions(block).items():
        if question.anchor:
            yield f"{block.id}--{name}"
