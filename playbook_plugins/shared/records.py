"""Records: classes that keep values, and are the same where their values are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kept: type[T]) -> type[T]:
    """A `dataclass` that nobody changes: the type checker sees to that, and not each new record.

    A frozen one compiles six functions for each class. There are more than a hundred, and every
    build, however little it has to do, begins with them: here one is compiled for each, the
    others are shared.
    """
    made = dataclass(eq=False, repr=False)(kept)
    own = fields(made)  # type: ignore[arg-type]
    values = _getter([each.name for each in own])
    names = [each.name for each in own if each.repr]
    form, seen = _form(kept.__qualname__, names), _getter(names)
    hashed = _getter([each.name for each in own if each.hash is not False])

    def is_equal(self: T, other: object) -> bool:
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    def number(self: T) -> int:
        return hash(hashed(self))

    def shown(self: T) -> str:
        return form % (seen(self) if len(names) != 1 else (seen(self),))

    made.__eq__, made.__hash__ = is_equal, number  # type: ignore[assignment,method-assign]
    made.__repr__ = shown  # type: ignore[assignment,method-assign]
    return made


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda record: ()


def _form(name: str, fields: list[str]) -> str:
    """How a record shows itself, as a dataclass does: `Place(page='a', line=2)`."""
    return f"{name}({', '.join(f'{each}=%r' for each in fields)})"
