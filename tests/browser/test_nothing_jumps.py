"""What stands on the screen while a page opens stays where it is (CLS, cumulative layout shift)."""

from __future__ import annotations

import pytest

from .conftest import quiet
from .test_every_sheet import MINE, SHEETS

SHIFTS = """window.shifts = []; new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput)
    shifts.push([each.value, ...each.sources.map(({node}) => node?.outerHTML?.slice(0, 90))]);
}).observe({type: 'layout-shift', buffered: true});"""
MOST = 0.02
WINDOWS = {"phone": (360, 740), "desktop": (1366, 900)}


@pytest.mark.parametrize("window", WINDOWS)
def test_no_page_with_a_sheet_jumps_while_it_opens(chromium, site, window):
    width, height = WINDOWS[window]
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    jumped = {}
    for path in [*SHEETS.values(), MINE, "/playbook/team/"]:
        page.goto(f"{site.url}{path}")
        page.wait_for_selector("[ready]", state="attached")
        quiet(page)
        shifts = page.evaluate("shifts")
        if sum(value for value, *_ in shifts) > MOST:
            jumped[path] = shifts
    context.close()
    assert jumped == {}
