"""Every page type: accessible, self-contained, narrow enough, and light where no sheet is."""

from __future__ import annotations

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import CHECKLIST, PLAIN_LINES, PLAN, ROOT, STATIC, press, ready, rested, until

POST = "/blog/2026/08/11/start-small-one-pump-house-opened-nine-plants/"
PAGES = {
    "home": "/",
    "listing": "/blog/",
    "listing, page 2": "/blog/page/2/",
    "post with comments": POST,
    "category": "/blog/category/plans/",
    "archive": "/blog/archive/2026/",
    "what readers say": "/blog/talk/",
    "tips": "/playbook/tips/",
    "listings": "/guide/listings/",
    "playbook": "/playbook/",
    "playbook page": "/playbook/same-side-of-the-table/",
    "checklist": CHECKLIST,
    "action plan": PLAN,
    "guide": "/guide/worksheets/",
    "options": "/guide/options/",
    "not found": "/no-such-page/",
}


WHOLE = {"home", "post with comments", "guide", "not found"}
"""Where axe looks at the theme's frame as well: it is the same around every page of a sort."""
CONTENT = ".md-content"


def settle(page, url: str) -> None:
    """Open `url`; where it holds sheets, wait for them."""
    page.goto(url)
    if page.locator("playbook-worksheet").count():
        until(
            page,
            "[...document.querySelectorAll('playbook-worksheet')]"
            ".every(sheet => sheet.hasAttribute('ready'))",
        )


OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What axe asks of colours; what it asks of markup has one answer in every scheme."""


def violations(page, scheme: str = "light", within: str | None = None) -> list[str]:
    """What axe finds, one line each; in other schemes than the light one of colours alone.

    `within` is the part to look at where what surrounds it is looked at elsewhere: axe takes its
    time by the element.
    """
    options = {"resultTypes": ["violations"], **({} if scheme == "light" else OF_COLOURS)}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"][:3]]


SCHEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
FADED = (
    "document.getAnimations().every(each => !each.transitionProperty"
    " || !each.effect.target.checkVisibility())"
)
"""Nothing that is seen changes its colour any more; what is folded away stands still half way."""
"""The theme has come from one colour to the other."""
PAINT = "scheme => document.body.setAttribute('data-md-color-scheme', scheme)"


def show_in(page, scheme: str) -> None:
    """Show the page that stands there in another scheme, as the reader's own switch does."""
    page.emulate_media(**SCHEMES[scheme])
    page.evaluate(PAINT, "slate" if scheme == "dark" else "default")
    until(page, FADED)


def test_axe_finds_nothing_on_any_page_type(chromium, site):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for name, path in PAGES.items():
        settle(page, f"{site.url}{path}")
        for scheme in ("light", "dark"):
            show_in(page, scheme)
            if lines := violations(page, scheme, None if name in WHOLE else CONTENT):
                found[f"{name}, {scheme}"] = lines
    context.close()
    assert found == {}


def test_axe_finds_nothing_in_an_opened_sheet_in_forced_colours_and_on_a_phone(chromium, site):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, forced_colors="active", reduced_motion="reduce"
    )
    page = ready(context.new_page(), f"{site.url}{CHECKLIST}")
    page.locator(".pb-more").first.click()
    page.locator(".pb-apart").first.click()
    press(page, ".pb-check")
    assert violations(page) == []
    for control in (".pb-out", ".pb-in"):
        page.click(control) if control == ".pb-out" else press(page, control)
        assert violations(page) == []
        page.keyboard.press("Escape")
    press(page, ".pb-manage")
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(chromium, site, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = {}
    for name, path in PAGES.items():
        settle(page, f"{site.url}{path}")
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[name] = found
    context.close()
    assert wide == {}


def test_no_request_leaves_the_site(chromium, site):
    context = chromium.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for path in PAGES.values():
        settle(page, f"{site.url}{path}")
        rested(page)
    context.close()
    assert asked
    strangers = [url for url in asked if not url.startswith((site.url, "data:", "blob:"))]
    assert strangers == []


def compressed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


def test_pages_without_a_worksheet_load_none_of_our_script(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    for path in ("/", "/blog/", "/guide/blog/", "/blog/category/plans/"):
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{site.url}{path}")
        rested(page)
        ours = [url for url in asked if "/playbook/playbook" in url and url.endswith(".js")]
        # The home page is one of those that are kept for times without a network.
        assert [url for url in ours if path != "/" or "playbook-offline" not in url] == []
    context.close()


def test_the_script_of_a_checklist_page_is_at_most_20_kb_compressed():
    assert compressed("playbook.js") <= 20 * 1024


def test_the_script_of_any_other_sheet_is_at_most_35_kb_compressed():
    assert compressed("playbook-sheets.js") <= 35 * 1024
    languages = [file.name for file in STATIC.glob("playbook-words.*.js")]
    # All words of a language are one file, those of Team and of "My worksheets" among them.
    assert languages and all(compressed(name) <= 16 * 1024 for name in languages)


MOST_LINES = 15
"""A tick may take as long as making 200 plain lines that often; on an idle machine it takes 3."""


def test_a_200_item_checklist_answers_a_tick_soon_on_a_slow_phone(context, bench):
    items = "\n".join(f"- [ ] Item number {n} with some words {{#item-{n}}}" for n in range(200))
    page = ready(
        context.new_page(),
        bench.sheet("long", f"/// checklist | Long\n    id: long\n\n{items}\n///\n"),
    )
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = page.evaluate(
        """async () => {
          const times = [];
          for (let n = 0; n < 21; n += 1) {
            const box = document.getElementById(`long--item-${n * 7}.check`);
            const start = performance.now();
            box.click();
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
            await new Promise(requestAnimationFrame);
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    median, unit = times[len(times) // 2], page.evaluate(PLAIN_LINES)
    report = f"tick to layout at 4x slow-down: median {median:.1f} ms, plain lines {unit:.1f} ms"
    assert page.text_content(".pb-done") == "21 of 200 done"
    assert median <= MOST_LINES * unit, report


def test_without_javascript_sheets_and_counts_are_whole(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{CHECKLIST}")
    assert page.locator("li[data-item] input[type=checkbox]").count() > 40
    page.locator("li[data-item] input[type=checkbox]").first.check()
    assert "needs JavaScript to remember" in page.inner_text(".pb-noscript")
    page.locator("textarea").first.fill("Written by hand")
    page.goto(f"{site.url}{PLAN}")
    assert page.locator("tr[data-row]").count() == 10
    assert page.locator("input[type=date]").count() >= 10
    page.locator("input[type=text]").first.press("Enter")
    assert page.url == f"{site.url}{PLAN}", "Enter sends nothing anywhere"
    page.goto(f"{site.url}/playbook/")
    groups = page.locator(".pb-play-group:visible .pb-listing-title")
    assert groups.count() > 2
    page.click(".pb-play-filter a >> text=Coach")
    assert groups.all_inner_texts() == ["Coach"], "a group stands alone without script"
    page.goto(f"{site.url}/blog/")
    lines = page.locator(".pb-comments-line").all_inner_texts()
    assert any(line.startswith("No comments") for line in lines)
    assert any("comments" in line and line[0].isdigit() for line in lines)
    page.locator(".pb-comments-line").first.click()
    assert page.url.endswith("#comments")
    context.close()


def test_filled_in_examples_open_to_be_read_and_leave_nothing_behind(page, site):
    texts = ["rung at night", "day of delivery", "list of what is missing"]
    for number, text in enumerate(texts):
        page.goto(f"{site.url}/playbook/examples/")
        page.locator("article a[href*='#pb1.']").nth(number).click()
        page.wait_for_function(
            "text => [...document.querySelectorAll('.pb-sheet textarea')]"
            ".some(one => one.value.includes(text))",
            arg=text,
        )
        assert not page.locator(".pb-earlier").is_visible(), "nothing in it is damaged or lost"
    page.goto(f"{site.url}{CHECKLIST}")
    page.wait_for_selector("playbook-worksheet[ready]")
    assert "Acme" not in page.locator(".pb-bar").inner_text()
    assert page.locator("li[data-item] input:checked").count() == 0


def test_listing_and_thread_agree_on_every_count(page, site):
    page.goto(f"{site.url}/blog/archive/2026/")
    links = page.eval_on_selector_all(
        ".pb-comments-line", "all => all.map(one => [one.href, one.firstChild.textContent])"
    )
    assert links
    for url, said in links:
        page.goto(url)
        shown = page.locator(".pb-comment").count()
        expected = {0: ("No comments", "Comments closed"), 1: ("1 comment",)}
        assert said in expected.get(shown, (f"{shown} comments",))
        assert page.inner_text(".pb-comments-title") == said


def test_sample_comments_are_marked(page, site):
    page.goto(f"{site.url}{POST}")
    comments = page.locator(".pb-comment").count()
    assert comments == page.locator(".pb-comment-sample").count() > 0


EXAMPLES = sorted((ROOT / "tests/examples/worksheets").glob("*.md"))


def test_axe_finds_nothing_in_any_example(page, bench):
    found = {}
    of_words = [path for path in EXAMPLES if path.stem[:3] in ("de-", "ar-")]  # the same markup
    for path in [path for path in EXAMPLES if path not in of_words[1:]]:
        settle(page, bench.sheet(path.stem, path.read_text(encoding="utf-8")))
        if lines := violations(page):
            found[path.stem] = lines
    assert found == {}


BY_HAND = """<playbook-worksheet worksheet-id="by-hand" kind="checklist">
<form class="pb-sheet" id="by-hand"><ul>
<li data-item="one" id="by-hand--one"><div class="pb-line">
<input type="checkbox" id="by-hand--one.check"><label for="by-hand--one.check">One</label>
</div></li></ul></form></playbook-worksheet>"""


def test_html_written_by_hand_gets_the_same_behaviour(page, bench):
    ready(page, bench.sheet("by-hand", BY_HAND))
    page.check('[id="by-hand--one.check"]')
    page.wait_for_selector('.pb-standing[data-standing="saved"]')
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked('[id="by-hand--one.check"]')


@pytest.mark.parametrize(("scheme", "painted"), [("light", "none"), ("dark", "invert(1)")])
def test_the_logo_is_seen_on_the_pages_colour(chromium, site, scheme, painted):
    """As an image it is black, whatever the page."""
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site.url}/")
    logo = page.locator(".md-header .md-logo img")
    assert logo.evaluate("each => getComputedStyle(each).filter") == painted
    context.close()
