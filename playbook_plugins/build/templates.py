"""Templates compiled once in a process, or by one beside it: the theme has sixty, and each takes
its time."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.meta import find_referenced_templates
from mkdocs.theme import Theme

from .cache_inputs import TEMPLATES

KNOWN = {"mkdocs", "material", "playbook_plugins"}
"""Packages whose filters and tests change with their version alone; Jinja's are known by their own
names, and a hook may not call one by another. What a template asks of them about words of its own
is answered when it is compiled."""
SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix"),
    *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
    *("keep_trailing_newline", "finalize", "autoescape", "optimized", "is_async"),
)
TRANSLATING = "jinja2.ext.InternationalizationExtension"


class CompiledTemplates(BytecodeCache):
    """What this process has compiled. Nothing of it is ever on a disk: it is code, and whoever may
    write into a cache could then have it run."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._known: dict[str, bytes] = {}

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._known)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if the template is known with this very text."""
        raw = self._known.get(f"{bucket.key} {bucket.checksum}")
        if raw is not None and is_usual(bucket.environment):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if is_usual(bucket.environment):
            self._known[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()

    def known(self) -> dict[str, bytes]:
        """All of it, for `take` in the process that this one was forked from."""
        return self._known

    def take(self, known: dict[str, bytes]) -> None:
        """Know what another process of this build has compiled."""
        self._known |= known


COMPILED = CompiledTemplates()
"""For all builds of this process: a preview builds again and again."""


def is_usual(env: Environment) -> bool:
    """Whether templates are compiled to the same in every build: a site's hook may want else."""
    usual = _plain()
    return (
        type(env) is Environment
        and env.extensions.keys() <= {TRANSLATING}
        and all(getattr(env, name) == getattr(usual, name) for name in SYNTAX)
        and _are_known(env.filters, usual.filters)
        and _are_known(env.tests, usual.tests)
    )


@cache
def _plain() -> Environment:
    return Environment()


def _are_known(functions: dict[str, Any], usual: dict[str, Any]) -> bool:
    return all(
        usual.get(name) is each or (name not in usual and _package(each) in KNOWN)
        for name, each in functions.items()
    )


def _package(function: Any) -> str:
    return str(getattr(function, "__module__", "")).partition(".")[0]


def compiled_ahead(theme: Theme) -> dict[str, bytes]:
    """Compile what most pages are made with; what is then known.

    These are the theme's page and our own templates, and all that they name. What cannot be
    compiled is left for the page that wants it.
    """
    env = theme.get_env()
    own = [Path(each) for each in theme.dirs if TEMPLATES in Path(each).parents]
    waiting = [
        "main.html",
        "404.html",
        *(path.name for each in own for path in each.glob("*.html")),
    ]
    seen = set(waiting)
    while waiting:
        with suppress(TemplateError):
            named = _compiled(env, waiting.pop()) - seen
            seen |= named
            waiting += named
    return COMPILED.known()


def _compiled(env: Environment, name: str) -> set[str]:
    """Compile one template; which others it names."""
    assert env.loader
    source, path, _ = env.loader.get_source(env, name)
    tree = env.parse(source, name, path)
    named = {each for each in find_referenced_templates(tree) if each}
    bucket = COMPILED.get_bucket(env, name, path, source)
    if bucket.code is None:
        bucket.code = env.compile(tree, name, path)
        COMPILED.set_bucket(bucket)
    return named
