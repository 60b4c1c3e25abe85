"""What every page's templates look up, answered with less work and to the same effect.

Only for an environment of Jinja's own class: another may look things up in ways of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context

ICONS = ".icons/"
"""Where Material keeps pictures: most of them are text alone."""
MARKS = ("block_start_string", "variable_start_string", "comment_start_string")
LINES = ("line_statement_prefix", "line_comment_prefix")

_ABSENT = object()


def quicken(env: Environment, take: Callable[[Template], None]) -> bool:
    """Let `env` find attributes and templates sooner; whether it is one that can.

    `take` is given each icon that says the same on every page.
    """
    if type(env) is not Environment or "getattr" in vars(env) or "get_template" in vars(env):
        return False
    env.getattr = _attributes(env)  # type: ignore[method-assign,assignment]
    if env.context_class is Context:
        env.context_class = _Context
    if not (env.auto_reload or env.is_async):
        env.get_template = _templates(env, take)  # type: ignore[method-assign]
    return True


def _attributes(env: Environment) -> Callable[[Any, str], Any]:
    """As `Environment.getattr`, but with no exception made for an attribute that is not there.

    `page.meta.title` asks a dictionary for an attribute first; a page asks seventy times in vain.
    """

    def found(obj: Any, attribute: str) -> Any:
        value = getattr(obj, attribute, _ABSENT)
        if value is not _ABSENT:
            return value
        kind: Any = type(obj)
        if kind is dict:
            value = obj.get(attribute, _ABSENT)
        elif _may_hold(kind):
            try:
                return obj[attribute]
            except (TypeError, LookupError, AttributeError):
                pass
        return env.undefined(obj=obj, name=attribute) if value is _ABSENT else value

    return found


@cache
def _may_hold(kind: type) -> bool:
    """Whether things of a type can be asked for what they hold; a class itself may be."""
    return hasattr(kind, "__getitem__") or issubclass(kind, type)


class _Context(Context):
    """The host's own, but nobody lists the globals' names for each partial that a page takes in."""

    def __init__(
        self, environment: Environment, parent: Any, name: str | None, blocks: Any, globals: Any
    ) -> None:
        self._given = globals
        super().__init__(environment, parent, name, blocks)

    @property
    def globals_keys(self) -> set[str]:
        """The names of the globals, for who loads a template as a module."""
        return set(self._given or ())

    @globals_keys.setter
    def globals_keys(self, names: set[str]) -> None:
        """Nothing: the class above would note them."""


def _templates(env: Environment, take: Callable[[Template], None]) -> Callable[..., Template]:
    """As `Environment.get_template`: where nothing is loaded again, a name stands for one."""
    plain = env.get_template
    known: dict[str, Template] = {}

    def found(name: Any, parent: str | None = None, globals: Any = None) -> Template:
        if type(name) is not str or globals:
            return plain(name, parent, globals)
        template = known.get(name)
        if template is None:
            template = known[name] = plain(name, parent)
            if parent is not None:
                _join(template)
            if name.startswith(ICONS) and _is_text(env, name):
                take(template)
        return template

    return found


def _join(template: Template) -> None:
    """Let a template that another takes in hand over its text in one piece.

    It came in hundreds, and each went up through every template and block around.
    """
    plain, concat = template.root_render_func, template.environment.concat

    def root(context: Any, *rest: Any) -> Iterator[str]:
        yield concat(plain(context, *rest))

    template.root_render_func = root


def _is_text(env: Environment, name: str) -> bool:
    """Whether a template holds nothing that Jinja would read."""
    source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
    return not any(getattr(env, each) for each in LINES) and not any(
        getattr(env, each) in source for each in MARKS
    )
