"""In a host that is not as it was, a site is built as the host builds it, byte for byte.

Each private thing that `probe.TABLE` names is renamed everywhere in the host, given another
signature, and given another body, one at a time.
"""

from __future__ import annotations

import ast
import importlib
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from playbook_plugins.build import convert, partials, patterns, probe, render, tags
from playbook_plugins.build import plugin as publish
from playbook_plugins.build.probe import TABLE, FastSteps, Private, Step, is_known
from playbook_plugins.shared import parallel

from .building import write_site

CONFIG = b"""site_name: Small
site_url: https://small.example/
theme: {name: material, font: false, features: [navigation.instant]}
plugins:
  - search
  - tags
  - playbook/publish
  - playbook/worksheets: {site_id: small}
  - playbook/blog
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.superfences
  - pymdownx.snippets
nav: [index.md, sheet.md, blog/index.md]
"""
TEXT = b"""# All signs

*a* **b** `c` [d](sheet.md#two--a) ![e](e.png) <f@g.h> <https://i.j> &amp; \\* {#k} [^1] AB
[l][m]  \nnext

[^1]: A note
[m]: index.md
*[AB]: Ante Bellum

!!! note
    Admonition

> quoted

    code

Term
:   meaning

| a | b |
|---|---|
| 1 | 2 |

<div markdown>
*in*
</div>

```python
x = 1
```

---

Below
=====
"""
POST = """---
date: 2026-01-0{n}
tags: [Herd{n}, Stripe]
title: 'Post {n} & "more"'
---

Opening {n} [back](../../index.md).

<!-- more -->

Rest {n}.
"""
SITE = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": TEXT,
    "docs/tags.md": b"# Tagged\n\n<!-- material/tags -->\n",
    "docs/taken.md": b'# Taken\n\n--8<-- "docs/part.txt"\n',
    "docs/part.txt": b"Taken *in*.\n",
    "docs/e.png": b"",
    "docs/sheet.md": b"# Sheet\n\n/// checklist | Two\n    id: two\n- [ ] A {#a}\n///\n",
    **{f"docs/blog/posts/{n}.md": POST.format(n=n).encode() for n in (1, 2)},
}
OURS = "mkdocs.plugins.playbook"


class Heard(logging.Handler):
    """What our own log is told, with its level."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.levelno, record.getMessage()))


def made(
    *, fast: bool = True, strict: bool = False, search: bool = True
) -> tuple[dict[str, bytes], Heard]:
    """The tree of the site in the present folder, and what was said of it."""
    dict(MkDocsConfig._schema)["plugins"].plugin_cache.clear()
    heard, log = Heard(), logging.getLogger(OURS)
    level = log.level
    log.addHandler(heard)
    log.setLevel(logging.INFO)
    try:
        config = load_config("mkdocs.yml", strict=strict)
        options = config.plugins["playbook/publish"].config
        options.fast, options.cache, options.search = fast, False, search
        build(config)
    finally:
        log.removeHandler(heard)
        log.setLevel(level)
    site = Path("site")
    tree = {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    return tree, heard


@pytest.fixture(scope="module")
def trees(tmp_path_factory) -> Iterator[dict[bool, dict[str, bytes]]]:
    """The tree as the host makes it, with our search and with the theme's own.

    Tests of this file work in its folder.
    """
    here = Path.cwd()
    folder = tmp_path_factory.mktemp("small")
    write_site(folder, SITE)
    os.chdir(folder)
    yield {search: made(fast=False, search=search)[0] for search in (True, False)}
    os.chdir(here)


@pytest.fixture
def hosts_own(trees) -> dict[str, bytes]:
    return trees[True]


class Compiled(BytecodeCache):
    """Templates compiled once for all builds of this file: most of what a build takes."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key + bucket.checksum in self.known:
            bucket.bytecode_from_string(self.known[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED, LISTED = Compiled(), {}


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch):
    """One process, and nothing looked for in the theme's ten thousand icons again."""
    plain = Theme.get_env

    def get_env(theme: Theme) -> Any:
        env = plain(theme)
        env.bytecode_cache = COMPILED
        names = LISTED.get(key := tuple(theme.dirs)) or LISTED.setdefault(key, env.list_templates())
        env.list_templates = lambda extensions=None, filter_func=None: [*filter(filter_func, names)]
        return env

    monkeypatch.setattr(Theme, "get_env", get_env)
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    monkeypatch.setattr("playbook_plugins.build.fast_path.cores", lambda: 1)


# --- Other hosts ---


def owner_of(place: str) -> tuple[Any, str]:
    module, _, names = place.partition(":")
    owner: Any = importlib.import_module(module)
    *above, name = names.split(".")
    for each in above:
        owner = getattr(owner, each)
    return owner, name


def is_hosts(module: Any) -> bool:
    """Whether this is a module of the packages that the table names."""
    packages = {each.place.partition(".")[0] for each in TABLE}
    return isinstance(module, ModuleType) and module.__name__.partition(".")[0] in packages


def functions_of_the_host() -> Iterator[FunctionType]:
    """Every function of these packages."""
    for module in filter(is_hosts, list(sys.modules.values())):
        for each in list(vars(module).values()):
            yield from functions_in(each, module.__name__)


def functions_in(thing: Any, module: str) -> Iterator[FunctionType]:
    if isinstance(thing, FunctionType):
        yield thing
    elif isinstance(thing, type) and thing.__module__ == module:
        for each in list(vars(thing).values()):
            for name in ("fget", "fset", "func", "__func__", "__wrapped__"):
                each = getattr(each, name, each)
            if isinstance(each, FunctionType):
                yield each


def with_names(code: CodeType, old: str, new: str) -> CodeType:
    """`code` that uses `new` wherever it used `old`, in what stands inside it as well."""
    return code.replace(
        co_names=tuple(new if each == old else each for each in code.co_names),
        co_consts=tuple(
            with_names(each, old, new) if isinstance(each, CodeType) else each
            for each in code.co_consts
        ),
    )


def renamed(monkeypatch, name: str, owner: Any = None, module: str = "") -> None:
    """A host that calls a private thing by another name throughout, and has none of the old.

    `module`: the only one where it is called so.
    """
    new = f"{name}_renamed"
    for function in {*functions_of_the_host()}:
        if function.__module__.startswith(module) and probe._uses(function.__code__, name):
            code = with_names(function.__code__, name, new)
            monkeypatch.setattr(function, "__code__", code)
    if owner is None:
        return
    thing = vars(owner)[name]
    holders = {id(each): each for each in (owner, *filter(is_hosts, sys.modules.values()))}
    for each in holders.values():
        if name in vars(each) and vars(each)[name] is thing:
            monkeypatch.setattr(each, new, thing, raising=False)
            monkeypatch.delattr(each, name)


def resigned(monkeypatch, owner: Any, name: str) -> None:
    """A host whose function or class may be given one more thing."""
    plain = getattr(owner, name)
    if isinstance(plain, type):

        class Another(plain):
            def __init__(self, *given: Any, added: Any = None, **named: Any) -> None:
                super().__init__(*given, **named)

        another: Any = Another
    elif isinstance(plain, str):
        another = f"(?:{plain})"
    elif isinstance(plain, re.Pattern):
        another = re.compile(f"(?:{plain.pattern})", plain.flags)
    elif isinstance(plain, property):
        another = property(lambda self: plain.fget(self), plain.fset)
    else:

        def another(*given: Any, added: Any = None, **named: Any) -> Any:
            return plain(*given, **named)

    monkeypatch.setattr(owner, name, another)


def is_private(each: Private) -> bool:
    """Whether a host may call a thing otherwise and break nobody: it stands in no class, or its
    name says so."""
    name = each.place.partition(":")[2]
    last = name.rpartition(".")[2]
    return "." not in name or (last.startswith("_") and not last.startswith("__"))


CHANGES: dict[str, Callable[..., None]] = {
    "renamed": lambda monkeypatch, owner, name: renamed(monkeypatch, name, owner),
    "another": resigned,
}
ATTRIBUTES = [each for each in TABLE if each.known[0].startswith(".")]
THINGS = [each for each in TABLE if each not in ATTRIBUTES and each.step is not Step.SAVES]
CASES = [
    (each, change)
    for each in THINGS
    for change in CHANGES
    # What everybody may call by its name keeps that: extensions do.
    if change != "renamed" or is_private(each)
]


def named(each: Private) -> str:
    return each.place.rpartition(":")[2] + each.known[0] * each.known[0].startswith(".")


def case_named(case: Any) -> str:
    return named(case) if isinstance(case, Private) else str(case)


def test_the_host_is_the_one_that_we_know():
    """Add what a new version is found to have, once its source is read."""
    import properdocs  # noqa: F401 its own fingerprints are tested under it

    unknown = {}
    for each in TABLE:
        if not is_known(each):
            owner, name = owner_of(each.place)
            unknown[each.place] = probe.fingerprint(getattr(owner, name))
    assert unknown == {}


def test_a_site_is_built_alike_with_and_without_the_fast_steps(hosts_own):
    tree, heard = made()
    assert tree == hosts_own
    assert [said for _, said in heard.said if " is off" in said] == []
    assert len(tree) > 40


@pytest.mark.parametrize(("each", "change"), CASES, ids=case_named)
def test_a_site_is_built_in_a_host_that_is_another(each, change, trees, monkeypatch):
    owner, name = owner_of(each.place)
    if each.place == "markdown.util:HTML_PLACEHOLDER":
        pytest.skip("all of Markdown holds a copy of it")
    CHANGES[change](monkeypatch, owner, name)
    assert not is_known(each)
    tree, heard = made()
    said = [line for level, line in heard.said if " is off" in line]
    assert tree == trees[each.step is not Step.SEARCH]
    assert len(said) == 1
    assert each.step in said[0]
    assert {level for level, line in heard.said if line in said} == {logging.INFO}


@pytest.mark.parametrize("each", ATTRIBUTES, ids=named)
def test_a_site_is_built_in_a_host_that_keeps_things_elsewhere(each, hosts_own, monkeypatch):
    name = each.known[0][1:]
    module = each.place.partition(":")[0]
    owner = owner_of(each.place)[0]
    if name == "root_render_func":
        pytest.skip("compiled templates hold the name as text")
    if name in {"_populate_page", "_build_page"}:
        pytest.skip("renamed above")
    renamed(monkeypatch, name, owner if name in vars(owner) else None, module)
    assert not is_known(each)
    assert made()[0] == hosts_own


# --- Steps that fail ---


def failing(*given: Any, **named: Any) -> Any:
    raise ValueError("a mistake of ours")


PLACES: dict[str, tuple[Any, str, Step]] = {
    "the parser of all pages": (convert.Converter, "_parser", Step.CONVERT),
    "what the host has of a page": (convert, "get_toc", Step.CONVERT),
    "giving a page what it became": (convert, "_links", Step.CONVERT),
    "what extensions read": (convert, "taken_in", Step.CONVERT),
    "choosing patterns": (patterns, "pass_by", Step.PATTERNS),
    "a pattern that is passed by": (patterns._Inline, "_choose", Step.CONVERT),
    "what pages are alike": (partials, "Places", Step.PARTIALS),
    "the place of one page": (partials.Places, "key", Step.PARTIALS),
    "the names of what is known": (render.Renderer, "_prepare", Step.RENDER),
    "one page": (render.Renderer, "_write", Step.RENDER),
    "files beside the pages": (render.Renderer, "_made", Step.RENDER),
    "the order of tags": (tags, "instances", Step.TAGS),
}


@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
@pytest.mark.parametrize("place", PLACES)
def test_a_step_that_fails_leaves_the_site_to_the_host(place, strict, hosts_own, monkeypatch):
    owner, name, step = PLACES[place]
    monkeypatch.setattr(owner, name, failing)
    tree, heard = made(strict=strict)
    assert tree == hosts_own
    said = [(level, line) for level, line in heard.said if " is off" in line]
    assert [line.partition(" failed")[0].partition(": ")[2] for _, line in said] == [step]
    assert said[0][0] == (logging.INFO if strict else logging.WARNING)
    assert not any("Traceback" in line for _, line in heard.said)


def test_in_forks_too(hosts_own, monkeypatch):
    monkeypatch.setattr("playbook_plugins.build.fast_path.cores", lambda: 2)
    monkeypatch.setattr(parallel, "CHUNK", 1)
    monkeypatch.setattr(convert, "get_toc", failing)
    monkeypatch.setattr(partials.Places, "key", failing)
    assert made()[0] == hosts_own


# --- What an author's own part raises ---


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("page_markdown", "Error reading page 'sheet.md': no such sheet"),
        ("page_content", "Error reading page 'sheet.md': no such sheet"),
        ("post_page", "Error building page 'sheet.md': no such sheet"),
    ],
)
def test_what_a_hook_raises_is_said_as_the_host_says_it(event, says, tmp_path, monkeypatch):
    hook = f"""
def on_{event}(text, *, page, **more):
    if page.file.src_uri == "sheet.md":
        raise ValueError("no such sheet")
"""
    pure = CONFIG.replace(b"playbook/publish", b"playbook/publish: {pure: [hook.py]}")
    write_site(
        tmp_path, {**SITE, "mkdocs.yml": pure + b"hooks: [hook.py]\n", "hook.py": hook.encode()}
    )
    monkeypatch.chdir(tmp_path)
    said = []
    for fast in (True, False):
        heard = Heard()
        logging.getLogger("mkdocs").addHandler(heard)
        try:
            with pytest.raises(ValueError, match="no such sheet"):
                made(fast=fast)
        finally:
            logging.getLogger("mkdocs").removeHandler(heard)
        said.append([line for level, line in heard.said if level >= logging.WARNING])
    assert said[0] == said[1]
    assert any(says in line for line in said[0])


# --- The table ---


def test_no_module_needs_a_private_thing_to_be_loaded():
    """Its import would fail before anything can be looked at. `patterns` is loaded when known."""
    private = {(each.place.partition(":")[0], each.place.partition(":")[2]) for each in TABLE}
    folder = Path(publish.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and path.name != "patterns.py":
                taken = {(node.module, each.name) for each in node.names}
                assert not {pair for pair in taken & private if pair[1].startswith("_")}, path


def test_a_step_is_off_where_a_host_cannot_even_be_looked_at():
    table = (Private(Step.TAGS, "mkdocs.none:Nothing", ("x",)),)
    assert not is_known(table[0])
    assert is_known(Private(Step.TAGS, "a_plugin_that.nobody_has:Loaded", ("x",)))
    steps = FastSteps()
    steps.failed(Step.TAGS, ValueError())
    assert not steps.may(Step.TAGS)
