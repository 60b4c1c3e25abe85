"""Parts of Material's pages that say the same on many pages are made once for them all.

The navigation, the tabs, the search box: on a thousand posts they differ in nothing but what leads
back from the page's folder. Known are Material's own files, by what stands in them (`probe.PARTS`);
a part that a site has put in place of one of them is made for every page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound, nodes, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.meta import find_undeclared_variables
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from .probe import PARTS, FastSteps, Step, digest_of_texts

WORDS, LANGUAGES = "partials/language.html", "partials/languages/"
"""Names the macro `t`, which gives the words of the site's language for a key."""
ANALYTICS = "integrations/analytics"
"""Takes in the part of the service that a site names."""

_TAKEN_IN = re.compile(
    r"""\{%-?\s*(?:include|import|from|extends)\s+["'](partials/[^"']+\.html)["']"""
)

Key = tuple[int, str, tuple[int, ...]]


class Places:
    """Which pages stand alike to every page of the navigation."""

    def __init__(self, nav: Navigation, other: Iterable[str] = ()) -> None:
        """`other`: addresses beyond the navigation that the partials may link to."""
        self._shown = {id(item) for item in _items(nav.items)}
        # The theme shows the further pages of a listing in the place of its first.
        self._shown |= {id(each) for item in _items(nav.items) for each in _pages_of(item)}
        self._folders = {""}
        for url in (*(getattr(item, "url", None) for item in _items(nav.items)), *other):
            folder = posixpath.normpath(url or ".").lstrip("/")
            while folder and folder not in self._folders:
                self._folders.add(folder)
                folder = posixpath.dirname(folder)
        self._asked: tuple[Page | None, str, Key | None] = (None, "", None)
        """The page asked for last, its address, and its key: a dozen parts ask for each."""

    def key(self, page: Page | None) -> Key | None:
        """Equal for pages from which every known link reads the same and is as active.

        Links are written relative to the page: they depend on how deep it stands, and on the
        longest part of its folder that an address linked to shares. None for a page that the
        navigation shows itself.
        """
        if page is None:
            return None
        asked, url, key = self._asked
        if asked is not page or url != page.url:
            key = self._key(page)
            self._asked = page, page.url, key
        return key

    def _key(self, page: Page) -> Key | None:
        if id(page) in self._shown:
            return None
        folder = posixpath.dirname(page.url)
        depth = len(folder.split("/")) if folder else 0
        while folder not in self._folders:
            folder = posixpath.dirname(folder)
        return (depth, folder, tuple(id(each) for each in page.ancestors))


def _pages_of(item: Any) -> Iterable[Any]:
    return getattr(item, "pages", None) or ()


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children or ())


class SharedParts:
    """What one build shares."""

    def __init__(self, fast_steps: FastSteps) -> None:
        """Nothing yet."""
        self._fast_steps = fast_steps
        self._undo: list[Callable[[], Any]] = []

    def share(
        self, env: Environment, nav: Navigation, shipped: Collection[str], config: Mapping[str, Any]
    ) -> None:
        """Let `env` make each of the known parts once for pages that stand alike.

        `shipped` are the folders of the theme as its package ships it.
        """
        if not self._fast_steps.attempt(
            Step.PARTIALS, lambda: self._share(env, nav, shipped, config)
        ):
            self.undo()

    def _share(
        self, env: Environment, nav: Navigation, shipped: Collection[str], config: Mapping[str, Any]
    ) -> None:
        places = Places(nav, _texts([config["extra"], dict(config["theme"])]))
        service = (config["extra"].get("analytics") or {}).get("provider")
        language = f"{LANGUAGES}{config['theme'].get('language') or 'en'}.html"
        if any(_may_read_page(env, name) for name in (WORDS, language)):
            return  # every part speaks with these words
        unknown: list[str] = []
        for part, known in PARTS.items():
            name = f"partials/{part}.html"
            more = [f"partials/{ANALYTICS}/{service}.html"] if service and part == ANALYTICS else []
            with suppress(TemplateNotFound):
                texts, is_shipped = _taken_in(env, [name, *more], shipped)
                if digest_of_texts(texts) not in known:
                    unknown += [name] if is_shipped else []
                elif name == WORDS:
                    share_words(self._template(env, name))
                else:
                    share_part(self._template(env, name), places.key)
        if unknown:
            self._fast_steps.say_unknown(Step.PARTIALS, f"Material's {unknown[0]}")

    def _template(self, env: Environment, name: str) -> Template:
        """A template that is about to be changed."""
        template = env.get_template(name)
        before = dict(vars(template))
        self._undo += [partial(vars(template).update, before), vars(template).clear]
        return template

    def undo(self) -> None:
        """Let every page make its parts itself again."""
        while self._undo:
            self._undo.pop()()


def _taken_in(
    env: Environment, names: Iterable[str], shipped: Collection[str]
) -> tuple[list[str], bool]:
    """The texts of parts and of all that they take in by name, but for the words; and whether all
    of them stand in the `shipped` folders."""
    waiting, seen, texts, is_shipped = [*names], {*names, WORDS}, [], True
    while waiting:
        text, path, _ = env.loader.get_source(env, waiting.pop(0))  # type: ignore[union-attr]
        texts.append(text)
        is_shipped = is_shipped and str(path).startswith(tuple(shipped))
        new = [name for name in dict.fromkeys(_TAKEN_IN.findall(text)) if name not in seen]
        seen.update(new)
        waiting += new
    return texts, is_shipped


def _may_read_page(env: Environment, name: str) -> bool:
    """Whether a template names the page, or writes an address as seen from it."""
    try:
        source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
    except TemplateNotFound:
        return False
    tree = env.parse(source)
    written = any(each.name == "url" for each in tree.find_all(nodes.Filter))
    return written or not find_undeclared_variables(tree).isdisjoint({"page", "base_url"})


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain values: any of them may be an address."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def share_part(template: Template, key_of: Callable[[Page | None], Key | None]) -> None:
    """Let `template`, taken in by another, be rendered once for pages of one key.

    Who loads it as a module gets one of its own.
    """
    plain = template.root_render_func
    made: dict[Key, str] = {}

    def root(context: Any, *rest: Any) -> Iterator[str]:
        key = key_of(context.get("page"))
        if key is None:
            yield from plain(context, *rest)
            return
        if key not in made:
            made[key] = "".join(plain(context, *rest))
        yield made[key]

    def module(vars: Any = None, shared: bool = False, locals: Any = None) -> TemplateModule:
        context = template.new_context(vars, shared, locals)
        return TemplateModule(template, context, list(plain(context)))

    template.root_render_func = root
    template.make_module = module  # type: ignore[method-assign]


def share_words(template: Template) -> None:
    """Let the theme's words be looked up once in a process, and not forty times for a page.

    They depend on their key and the site's language alone. Each page loads the template as a
    module for its macro, whose every call makes a list of all words there are.
    """
    plain = template.make_module
    modules: list[TemplateModule] = []
    made: dict[tuple[Any, str], Any] = {}

    def module(*context: Any) -> TemplateModule:
        if modules:
            return modules[0]
        first = plain(*context)
        macro = first.t  # type: ignore[attr-defined]

        @pass_eval_context
        def words(escaping: Any, *keys: Any, **named: Any) -> Any:
            if len(keys) != 1 or type(keys[0]) is not str or named:
                return macro(escaping, *keys, **named)
            wanted = escaping.autoescape, keys[0]
            if wanted not in made:
                made[wanted] = macro(escaping, keys[0])
            return made[wanted]

        first.t = words  # type: ignore[attr-defined]
        modules.append(first)
        return first

    template.make_module = module  # type: ignore[method-assign,assignment]
