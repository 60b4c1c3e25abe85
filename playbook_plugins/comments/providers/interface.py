"""What every provider can be asked: one interface, whatever runs behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record

from ..model import Comment
from .failures import FetchError
from .gate import RefusedError

if TYPE_CHECKING:
    from .http import Fetcher

DELETED = ":deleted"
"""Ends the `origin` of a comment that its provider has deleted since."""


class SettingsError(Exception):
    """The site's configuration names no usable provider: `what` is wrong, and how to `cure` it."""

    def __init__(self, what: str, cure: str) -> None:
        """Both are whole sentences."""
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


@record
class Topic:
    """A post as a provider hears of it."""

    uid: str
    title: str = ""
    url: str = ""
    """The post's whole address; empty where it is not known."""


Failed = Callable[[Topic, Problem], None]
"""How a provider says that a thread could not be read, and why."""


@record
class ProviderThread:
    """What a provider holds of one thread."""

    comments: tuple[Comment, ...] = ()
    """Cleaned, oldest first; ids and parents are the ledger's, `origin` is the provider's."""
    deleted: frozenset[str] = frozenset()
    """Origins of comments that the provider shows as deleted."""
    complete: bool = True
    """Whether all of the thread was read, so that a comment that is not here has gone."""
    writers: Mapping[str, str] = field(default_factory=dict)
    """Origin → what the provider calls whoever wrote it: the name of an account, never a name
    that anybody may type."""


@record
class Capabilities:
    """What a provider can do for a site."""

    bodies: bool
    """Whether threads come with their texts unless the site asks for counts alone."""
    batch: int
    """How many threads one request may count; 0 when each needs its own."""
    live: bool
    """Whether a reader's browser may ask for the counts of a whole page at once."""


@record
class Element:
    """One element that a page builds: plain names and texts, no HTML."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@record
class Widget:
    """What a page needs to show the provider's own discussion, once the reader has agreed."""

    provider: str
    origin: str
    """The web address that the reader agrees to: scheme, host, port."""
    script: str
    place: Element
    """Where the discussion appears."""
    module: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes of the script element."""
    settings: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    """Global variables that the script reads, by name."""

    def as_plain(self) -> dict[str, Any]:
        """For the `widget` attribute of `<playbook-live-comments>`, to be written as JSON."""
        return {
            "provider": self.provider,
            "script": self.script,
            "module": self.module,
            "attributes": dict(self.attributes),
            "place": {"tag": self.place.tag, "attributes": dict(self.place.attributes)},
            "settings": {name: dict(values) for name, values in self.settings.items()},
        }


@record
class Settings:
    """What a site says of its provider."""

    url: str
    """The provider's address without a slash at its end."""
    values: Mapping[str, Any] = field(default_factory=dict)
    site_url: str = ""
    """The site's own address, with a slash at its end; empty when unknown."""

    @property
    def prefix(self) -> str | None:
        """What stands before the uid in the provider's name of a thread; None for the usual."""
        value = self.values.get("prefix")
        return None if value is None else str(value)

    @property
    def authors(self) -> Mapping[Any, Any]:
        """The provider's name of an account → the id of the site's author whose it is."""
        value = self.values.get("authors")
        return value if isinstance(value, Mapping) else {}

    @property
    def site_host(self) -> str:
        """Host and port of the site."""
        return urlsplit(self.site_url).netloc


class Provider(ABC):
    """A service that holds discussions. Only `counts` and `fetch` use the network."""

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    known: ClassVar[tuple[str, ...]] = ()
    """Settings of this provider beyond `prefix`, `bodies` and `attributes`."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Those that cannot be left out."""
    usual_url: ClassVar[str] = ""

    def __init__(self, settings: Settings, fetcher: Fetcher | None = None) -> None:
        """`fetcher` is a test's own, or one with other limits."""
        self.settings = settings
        self._fetcher = fetcher

    @property
    def fetcher(self) -> Fetcher:
        """Asks the server. A build never does, so that it never loads what a request needs."""
        if self._fetcher is None:
            from .http import Fetcher

            self._fetcher = Fetcher()
        return self._fetcher

    @property
    def origin(self) -> str:
        """Scheme and host of the provider: what a reader's consent names."""
        parts = urlsplit(self.settings.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def bodies(self) -> bool:
        """Whether a sync brings texts into the ledger; else it brings counts alone."""
        return bool(self.settings.values.get("bodies", self.capabilities.bodies))

    @property
    def extra_attributes(self) -> dict[str, str]:
        """Further `data-` attributes of the widget that the site asks for."""
        given = self.settings.values.get("attributes")
        return {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}

    def key(self, uid: str) -> str:
        """The provider's name of a thread. It is made from the uid, never from an address."""
        prefix = self.settings.prefix
        return f"{self._usual_prefix() if prefix is None else prefix}{uid}"

    def counts(self, topics: Sequence[Topic], failed: Failed) -> dict[str, int | None]:
        """Approved comments of each thread, answers included; None is a count nobody knows.

        What goes wrong is reported thread by thread; those threads are None.
        """
        found: dict[str, int | None] = {topic.uid: None for topic in topics}
        size = self.capabilities.batch or 1
        for start in range(0, len(topics), size):
            some = topics[start : start + size]
            try:
                counted = self._count(some)
            except (FetchError, RefusedError) as error:
                for topic in some:
                    failed(topic, self._problem(topic, error))
                continue
            found.update({topic.uid: counted.get(self.key(topic.uid)) for topic in some})
        return found

    def fetch(
        self, topics: Iterable[Topic], failed: Failed
    ) -> Iterator[tuple[Topic, ProviderThread]]:
        """The threads that could be read, one by one; the others are reported and left out."""
        for topic in topics:
            try:
                yield topic, self._with_authors(self._fetch(topic))
            except (FetchError, RefusedError) as error:
                failed(topic, self._problem(topic, error))

    def _with_authors(self, found: ProviderThread) -> ProviderThread:
        """The same, each comment of the site's own people with their id (setting `authors`)."""
        ours = {str(theirs): str(id) for theirs, id in self.settings.authors.items()}
        if not ours:
            return found
        comments = tuple(
            replace(each, by=ours.get(found.writers.get(each.origin, ""), ""))
            for each in found.comments
        )
        return replace(found, comments=comments)

    def _problem(self, topic: Topic, error: FetchError | RefusedError) -> Problem:
        return Problem(f'{self.name}, thread "{topic.uid}"', 0, 0, error.what, error.cure)

    @abstractmethod
    def _usual_prefix(self) -> str:
        """What stands before the uid unless the site says otherwise."""

    @abstractmethod
    def _count(self, topics: Sequence[Topic]) -> dict[str, int | None]:
        """Counts by key, of at most `capabilities.batch` threads."""

    @abstractmethod
    def _fetch(self, topic: Topic) -> ProviderThread:
        """One thread with its texts."""

    @abstractmethod
    def thread_url(self, topic: Topic) -> str:
        """Where a person reads the discussion when the widget does not load."""

    @abstractmethod
    def widget(self, topic: Topic) -> Widget:
        """How a page shows the discussion."""

    def live(self) -> dict[str, str] | None:
        """Attributes of `<playbook-live-counts>`; None where one request cannot count a page."""
        if not self.capabilities.live:
            return None
        return {"provider": self.name, "endpoint": self.settings.url}
