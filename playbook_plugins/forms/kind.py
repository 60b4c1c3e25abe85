"""What there is to know of a kind of block. Each folder of `kinds/` gives one, and its registry
holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, ClassVar, Generic, TypeVar
from xml.etree.ElementTree import Element

from playbook_plugins.shared.records import record

from . import markup
from .content import Content
from .contract import ElementRule
from .controls import Setting
from .model import Block, Part, Rows, Sheet
from .options import SHEET, Option
from .words import Words

B = TypeVar("B", bound=Block)
S = TypeVar("S", bound=Sheet)


@record
class Starter:
    """What `playbook new WORD` writes, in one language, with places for `title` and `id`."""

    word: str
    text: str


@record
class Scored:
    """How the answers of a sheet are scored: traits and bands in their author's order."""

    traits: tuple[tuple[str, str], ...] = ()
    """Id and name."""
    bands: tuple[tuple[str, str, int, int], ...] = ()
    """Id, name, and both ends of the range."""
    points: int = 0
    """Of the scale."""
    statements: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """Question → its trait, and whether agreeing speaks against it."""


@record
class Mention:
    """What listings say of a sheet, in English; other languages have it in `languages/`."""

    called: str
    """`Checklist`"""
    open: str
    """`Open the checklist`"""


@record
class WrongReference:
    """What a block says of another and is not so, what to do, and the name of its place."""

    what: str
    cure: str
    at: str = ""


class Kind(Generic[B]):
    """One kind of block. What is declared here has an answer for most kinds; each says the rest."""

    model: ClassVar[type[Any]]
    """The record that `read` gives; its `kind` is the word after `///`."""
    synonyms: ClassVar[tuple[str, ...]] = ()
    """What authors write for the word."""
    options: ClassVar[Mapping[str, Option]]
    words: ClassVar[Mapping[str, str]] = {}
    """Key → English, of the words that only this kind says on a page. Other languages have them
    under the same keys in `languages/`."""
    elements: ClassVar[tuple[ElementRule, ...]] = ()
    """The elements of the HTML contract that only this kind has."""
    markers: ClassVar[tuple[str, ...]] = ()
    """Selectors, `tag[data-x]` or `.class`, of what only this kind's client twin can do."""
    mention: ClassVar[Mention | None] = None
    starter: ClassVar[Starter | None] = None
    is_titled: ClassVar[bool] = True
    """Whether it has a title, and an id. One without either stands on a page once."""
    keeps_places: ClassVar[bool] = False
    """Whether its options speak of other blocks, word by word: then each word has its place."""
    is_sheet: ClassVar[bool] = False
    """Whether there is something to fill in: it has answers, a version, copies."""
    holds_sheets: ClassVar[bool] = False
    """Whether other sheets may stand inside it."""

    @property
    def name(self) -> str:
        """The word after `///`."""
        word: str = self.model.kind
        return word

    def read(self, content: Content) -> B:
        """The model of a block; what its author got wrong is reported."""
        raise NotImplementedError

    def render(self, parent: Element, model: B, setting: Setting) -> Element:
        """The block's element, appended to `parent`."""
        raise NotImplementedError

    def wrong_references(self, model: B, sheets: Mapping[str, Sheet]) -> Iterator[WrongReference]:
        """What the block says of sheets and is not so.

        `sheets` are all of the site by id, those inside others among them.
        """
        return iter(())


class SheetKind(Kind[S]):
    """One kind of sheet."""

    options: ClassVar[Mapping[str, Option]] = SHEET
    is_sheet = True
    places_start: ClassVar[bool] = False
    """Whether the body holds the field of the start date, where a date is relative."""

    def sections(self, model: S, words: Words) -> Iterator[tuple[str, Part]]:
        """Each part as the page offers it, with the words of the heading above it."""
        return (("", each) for each in model.parts)

    def further_rows(self, model: S, words: Words) -> Iterator[tuple[str, Rows]]:
        """Tables that the kind adds to the author's, each with the heading above it."""
        return iter(())

    def scored(self, model: S) -> Scored:
        """How answers are scored; most are not."""
        return Scored()

    def body(self, parent: Element, owner: str, model: S, setting: Setting) -> None:
        """Render what stands in the sheet; `owner` is the sheet that answers belong to: this one,
        or the one around it."""
        raise NotImplementedError

    def render(self, parent: Element, model: S, setting: Setting) -> Element:
        """`<playbook-worksheet>`, with the form that holds everything."""
        element, form = markup.sheet(parent, model, setting)
        body = Element("div")
        if markup.is_relative(model) and not self.places_start:
            markup.start_date(body, model.id, setting)
        self.body(body, model.id, model, setting)
        markup.relevel(body, model.level)
        form.extend(list(body))
        markup.required_legend(form, setting)
        return element
