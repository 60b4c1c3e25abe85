"""Parts of Material's pages that say the same on many pages are made once for them all.

The navigation, the tabs, the search box: on a thousand posts they differ in nothing but what leads
back from the page's folder. Known are Material's own files, by their names; a part that a site has
put in place of one of them is made for every page.
"""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound, nodes, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.utils import missing
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from .cache_inputs import TEMPLATES
from .lookups import quicken

ALIKE: tuple[str, ...] = (
    "nav",
    "tabs",
    "search",
    "palette",
    "logo",
    "copyright",
    "social",
    "source",
    "icons",
)
ALIKE += ("alternate", "javascripts/base", "javascripts/palette", "integrations/analytics")
"""Partials that read the configuration, the navigation, the active sections, and the page's place;
by reading them. `nav` also shows the contents of a page that is in it: not shared there."""

BASE, SETTINGS = "base.html", "config"
"""The template around every page, and its block for the theme's script, which reads the
configuration, the words, and the page's place; by reading it."""
WORKERS = "assets/javascripts/workers/"
"""Where that block links to."""

WORDS = "partials/language.html"
"""Names the macro `t`, which gives the words of the site's language for a key."""

Key = tuple[int, str, tuple[int, ...]]


@cache
def shipped_folders(theme: str | None) -> tuple[str, ...]:
    """The folders of a theme's files as packages ship them; with None the host's own alone.

    Raises `ValidationError` where no such theme is installed.
    """
    return tuple(Theme(name=theme).dirs)


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


def share_partials(
    env: Environment, nav: Navigation, shipped: Collection[str], config: Mapping[str, Any]
) -> None:
    """Let `env` make each of the known partials once for pages that stand alike.

    `shipped` are the folders of the theme as its package ships it.
    """
    quicken(env, lambda icon: _share(icon, lambda _: (0, "", ())))
    places = Places(nav, [*_texts([config["extra"], dict(config["theme"])]), WORKERS])
    folders = tuple(f"{Path(each, 'partials')}/" for each in shipped)
    has_own = any(
        Path(each, "partials").is_dir()
        for each in env.loader.searchpath  # type: ignore[union-attr]
        if f"{Path(each, 'partials')}/" not in folders and TEMPLATES not in Path(each).parents
    )
    words = (WORDS, f"partials/languages/{config['theme'].get('language') or 'en'}.html")
    if not has_own or all(_is_shipped(env, each, folders, set()) for each in words):
        with suppress(TemplateNotFound):
            _share_words(env.get_template(WORDS))
            _share_settings(env, shipped, places.key)
    elif any(_may_read_page(env, each) for each in words):
        return  # the parts below speak with a site's own words
    for name in ALIKE:
        if not has_own or _is_shipped(env, f"partials/{name}.html", folders, set()):
            with suppress(TemplateNotFound):
                _share(env.get_template(f"partials/{name}.html"), places.key)


def _may_read_page(env: Environment, name: str) -> bool:
    """Whether a template names the page, or writes an address as seen from it."""
    try:
        source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
    except TemplateNotFound:
        return False
    tree = env.parse(source)
    written = any(each.name == "url" for each in tree.find_all(nodes.Filter))
    return written or not find_undeclared_variables(tree).isdisjoint({"page", "base_url"})


def _is_shipped(env: Environment, name: str, folders: tuple[str, ...], seen: set[str]) -> bool:
    """Whether a partial and all that it takes in are as the theme ships them.

    What is named by an expression is an icon, or the script of a service for statistics.
    """
    if name in seen:
        return True
    seen.add(name)
    try:
        source, path, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
    except TemplateNotFound:
        return False
    if not (path and path.startswith(folders)):
        return False
    for named in find_referenced_templates(env.parse(source)):
        if named is None and "/integrations/" in name:
            return False
        if named and named.startswith("partials/") and not _is_shipped(env, named, folders, seen):
            return False
    return True


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


class _Made:
    """In the place of a context where nothing is left to be rendered."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _once(
    plain: Callable[..., Iterator[str]],
    key_of: Callable[[Page | None], Key | None],
    made: dict[Key, str],
) -> Callable[..., Iterator[str]]:
    """As `plain`, which renders with a context, but once for pages of one key."""

    def part(context: Any, *rest: Any) -> Iterator[str]:
        key = key_of(context.get("page"))
        if key is None:
            yield from plain(context, *rest)
            return
        if key not in made:
            made[key] = "".join(plain(context, *rest))
        yield made[key]

    return part


def _share(template: Template, key_of: Callable[[Page | None], Key | None]) -> None:
    plain_context = template.new_context
    made: dict[Key, str] = {}
    once = _once(template.root_render_func, key_of, made)

    def root(context: Any, *rest: Any) -> Iterator[str]:
        if type(context) is _Made:
            yield context.text
        else:
            yield from once(context, *rest)

    def context_for(vars: Any = None, shared: bool = False, locals: Any = None) -> Any:
        if shared and vars is not None:  # taken in by another template
            page = locals.get("page", missing) if locals else missing
            key = key_of(vars.get("page") if page is missing else page)
            if key in made:
                return _Made(made[key])
        return plain_context(vars, shared, locals)

    def module(vars: Any = None, shared: bool = False, locals: Any = None) -> TemplateModule:
        return TemplateModule(template, plain_context(vars, shared, locals))

    template.root_render_func = root
    template.new_context = context_for  # type: ignore[method-assign]
    template.make_module = module  # type: ignore[method-assign]


def _share_settings(
    env: Environment, shipped: Collection[str], key_of: Callable[[Page | None], Key | None]
) -> None:
    """The theme's settings are one block of a template that a site may have put in its place."""
    template = env.get_template(BASE)
    if SETTINGS in template.blocks and template.filename in {f"{Path(e, BASE)}" for e in shipped}:
        template.blocks[SETTINGS] = _once(template.blocks[SETTINGS], key_of, {})


def _share_words(template: Template) -> None:
    """Let the theme's words be looked up once in a process, and not forty times for a page.

    They depend on their key and the site's language alone. Each page takes the template in for
    the macro, whose every call makes a list of all words there are.
    """
    plain = template.root_render_func
    macros: list[Callable[..., Any]] = []
    modules: list[TemplateModule] = []
    made: dict[tuple[Any, str], Any] = {}

    @pass_eval_context
    def words(escaping: Any, *keys: Any, **named: Any) -> Any:
        if len(keys) != 1 or type(keys[0]) is not str or named:
            return macros[0](escaping, *keys, **named)
        wanted = escaping.autoescape, keys[0]
        if wanted not in made:
            made[wanted] = macros[0](escaping, keys[0])
        return made[wanted]

    def root(context: Any, *rest: Any) -> Iterator[str]:
        if not macros:
            deque(plain(context, *rest), maxlen=0)
            macros.append(context.vars["t"])
        context.vars["t"] = words
        context.exported_vars.add("t")
        yield ""

    def module(*context: Any) -> TemplateModule:
        if not modules:
            modules.append(TemplateModule(template, template.new_context(*context)))
        return modules[0]

    template.root_render_func = root
    template.make_module = module  # type: ignore[method-assign,assignment]
