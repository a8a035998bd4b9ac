"""How fast the screen answers and how much memory its server takes, beside the same page in Dash.

`python -m tests.benchmarks.screen [--only click,complete,rerun,viewers,memory] [--against DIR] [--json]`;
README.md says what is measured. Needs Chromium and tests/benchmarks/requirements.txt.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from campaign.filters import Filters
from campaign.settings import ROOT
from campaign.store import Store
from campaign.words import Words
from tests.benchmarks import chromium, four_charts, servers
from tests.benchmarks.servers import STANDS_IN, Server, Viewer

CLICKS, LOADS, RERUNS, MANY_CLICKS, SESSIONS, VIEWERS = 24, 7, 30, 2000, 4, 10
WITH_GC, WITHOUT_GC = "--runner.postScriptGC=true", "--runner.postScriptGC=false"
FOUR = ", four charts"
SCREEN: ViewportSize = {"width": 1349, "height": 1200}
LONGEST_WAIT = 30_000  # ms
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

# what a page is asked for when its reruns are timed: kept answers first, then another choice each time
CHOICES = {
    "": [""],
    "progress": ["group=city_dept", "group=county_dept", "group=town"],
    "ranking": ["metric=projects_planned", "metric=investment", "metric=matters_resolved"],
    "phases": ["group=city_dept", "group=county_dept", "group=town"],
    "unit": ["unit=fgw", "unit=linyi-zzb", "unit=lunzhen"],
    "metrics": ["goal=performance", ""],
    "log": [""],
}

# Every chart shows a unit of the group and none of another: looked at in each frame from the click on
WATCH_CHARTS = """
window.watchCharts = (wanted, others) => {
  window.took = null;
  document.addEventListener('pointerdown', () => {
    const started = performance.now();
    const look = () => {
      const charts = [...document.querySelectorAll('.js-plotly-plot')].map(c => c.textContent);
      const shown = charts.filter(text => wanted.some(unit => text.includes(unit))
        && !others.some(unit => text.includes(unit)));
      if (charts.length === 4 && shown.length === 4) window.took = performance.now() - started;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true});
};
"""

# 总览 is there: title, phases, four cards, attention, awards, links to units, menu, and the script is at rest
WATCH_OVERVIEW = """
{
  const look = () => {
    const there = name => document.querySelector(name);
    const whole = there('h1') && document.querySelectorAll('.b-card').length >= 4 && there('.b-tiles')
      && there('.st-key-panel_attention') && there('.st-key-unit_links_0 a') && there('.st-key-corner')
      && there('.stPlotlyChart .main-svg')
      && there('[data-testid=stApp][data-test-script-state=notRunning]')
      && !there('[data-stale=true], [data-testid=stSkeleton]');
    if (whole) window.complete = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""


@dataclass(frozen=True)
class Measured:
    """One line of the table: the median of what was measured, and its ratio to the first of its kind."""

    what: str
    who: str
    unit: str
    median: float
    worst: float
    times: int
    goal: str = ""
    ratio: float | None = None


@dataclass
class Contestant:
    name: str
    server: Server
    taken: list[float] = field(default_factory=list)

    def measured(self, what: str, unit: str, goal: str, first: "Contestant | None" = None) -> Measured:
        """`worst` is the 95th percentile where there is enough to tell, else the highest."""
        many = len(self.taken) >= 20
        worst = statistics.quantiles(self.taken, n=20)[-1] if many else max(self.taken)
        median = statistics.median(self.taken)
        ratio = median / statistics.median(first.taken) if first and first is not self else None
        return Measured(what, self.name, unit, median, worst, len(self.taken), goal, ratio)


@dataclass(frozen=True)
class Field:
    """Where the contestants stand: the program's copies by name, and the stores they are given."""

    programs: dict[str, Path]
    page: Path
    year: Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.screen")
    parser.add_argument("--only", default=",".join(MEASURES))
    parser.add_argument(
        "--against", type=Path, action="append", default=[], help="another copy to hold this one against"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        field_ = _prepare(Path(folder), asked.against)
        measured = []
        for name in asked.only.split(","):
            for found in MEASURES[name](field_):
                measured.append(found)
                if not asked.json:
                    print(_line(found), flush=True)
    if asked.json:
        print(json.dumps([vars(found) for found in measured], indent=1))


def _prepare(folder: Path, against: list[Path]) -> Field:
    sources = {"board": ROOT} | {source.resolve().name: source.resolve() for source in against}
    programs = {}
    for name, source in sources.items():
        programs[name] = servers.copy_program(source, folder / name, four_charts=False)
        programs[f"{name}, four charts"] = servers.copy_program(
            source, folder / f"{name}-4", four_charts=True
        )
    page, year = folder / "page.duckdb", folder / "year.duckdb"
    servers.build_store(page)
    servers.build_store(year, servers.MONTHS)
    return Field(programs, page, year)


def _boards(stack: ExitStack, given: Field, *, four_charts: bool, store: Path) -> list[Contestant]:
    """Every copy as it is configured, and this one with the garbage collection switched the other way."""
    end = FOUR if four_charts else ""
    names = [name for name in given.programs if not name.endswith(FOUR)]
    found = [
        Contestant(name, stack.enter_context(servers.board(given.programs[f"{name}{end}"], store)))
        for name in names
    ]
    program = given.programs[f"board{end}"]
    said, option = ("not collecting", WITHOUT_GC) if _collects(program) else ("collecting", WITH_GC)
    found.append(Contestant(f"board, {said}", stack.enter_context(servers.board(program, store, option))))
    return found


def _collects(program: Path) -> bool:
    """Whether Streamlit runs the garbage collection after each rerun, as the program is configured."""
    config = tomllib.loads((program / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return bool(config["runner"].get("postScriptGC", True))


# 1. a click


def measure_click(given: Field) -> Iterator[Measured]:
    """From the press on an option of the filter to all four charts drawn with the group's units."""
    members = _members(given.year)
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        dash = stack.enter_context(servers.dash(given.programs[f"board{FOUR}"], given.year))
        keeping = stack.enter_context(servers.dash(given.programs[f"board{FOUR}"], given.year, keep=True))
        contestants = [Contestant("dash", dash), Contestant("dash, charts kept", keeping)]
        contestants += _boards(stack, given, four_charts=True, store=given.year)
        pages = {one.name: _open_four_charts(browser, one) for one in contestants}
        groups = list(members)
        for click in range(CLICKS + len(groups)):  # the first round warms up
            group = groups[click % len(groups)]
            for one in contestants[click % len(contestants) :] + contestants[: click % len(contestants)]:
                took = _click(pages[one.name], one.name, group, members)
                if click >= len(groups):
                    one.taken.append(took)
        for one in contestants:
            yield one.measured("click to four charts", "ms", "≤ 1.0× dash", contestants[0])


def _open_four_charts(browser: Browser, one: Contestant) -> Page:
    page = browser.new_context(viewport=SCREEN, locale="zh-CN").new_page()
    page.set_default_timeout(LONGEST_WAIT)
    page.add_init_script(WATCH_CHARTS)
    page.goto(one.server.address + ("" if one.name.startswith("dash") else f"/{STANDS_IN}"))
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 4")
    return page


def _click(page: Page, name: str, group: str, members: dict[str, list[str]]) -> float:
    page.bring_to_front()
    if name.startswith("dash"):
        page.locator("#group").click()
    else:
        page.locator(
            ".st-key-pick_group [data-baseweb=select], .st-key-pick_group [role=combobox]"
        ).first.click()
    option = page.get_by_role("option", name=group, exact=True)
    option.wait_for()
    others = [unit for other, units in members.items() if other != group for unit in units]
    page.evaluate("([wanted, others]) => watchCharts(wanted, others)", [members[group], others])
    option.click()
    page.wait_for_function("window.took !== null")
    page.wait_for_timeout(150)  # what comes after the last chart is not part of the next click
    return float(page.evaluate("window.took"))


def _members(path: Path) -> dict[str, list[str]]:
    store = Store(path)
    try:
        return four_charts.members(store, Filters(known_on=store.last_event), Words("zh"))
    finally:
        store.close()


# 2. 总览, complete


def measure_complete(given: Field) -> Iterator[Measured]:
    """From the start of the navigation to everything of 总览 there, on a server that has shown it before."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        boards = _boards(stack, given, four_charts=False, store=given.page)
        warm = [Contestant(one.name, one.server) for one in boards]
        for load in range(LOADS + 1):  # the first round warms up
            for number, (cold, again) in enumerate(zip(boards, warm, strict=True)):
                profile = folder / f"{load}-{number}"
                for one in (cold, again):  # the browser is closed and opened again between the two
                    took = _load(profile, one.server)
                    if load:
                        one.taken.append(took)
        for one in boards:
            yield one.measured("总览 complete, nothing cached", "s", "≤ 2.5 s", boards[0])
        for one in warm:
            yield one.measured("总览 complete, files cached", "s", "≤ 2.5 s", warm[0])


def _load(profile: Path, server: Server) -> float:
    with chromium.tab(profile) as tab:
        tab.open(server.address, WATCH_OVERVIEW)
        tab.wait("window.complete !== undefined")
        seconds = float(tab.evaluate("window.complete")) / 1000
        tab.evaluate(
            "new Promise(done => setTimeout(done, 1500))"
        )  # a browser writes its cache when it is at rest
        return seconds


# 3. server time a rerun


def measure_rerun(given: Field) -> Iterator[Measured]:
    """What timed_server.py counts, of one viewer who changes a page's choice again and again."""
    with ExitStack() as stack:
        for store, of, choices in (
            (given.page, False, CHOICES),
            (given.year, True, {STANDS_IN: CHOICES["phases"]}),
        ):
            boards = _boards(stack, given, four_charts=of, store=store)
            viewers = [(one, Viewer(one.server), [0]) for one in boards]
            for page, queries in choices.items():
                what = f"rerun of {'four charts' if of else page or 'overview'}"
                for run in range(RERUNS + len(queries) * 2):
                    for one, viewer, count in viewers:
                        viewer.open(page, queries[run % len(queries)])
                        count[0] += 1
                        took = one.server.last_rerun(count[0])
                        if run >= len(queries) * 2:
                            one.taken.append(took)
                yield from [one.measured(what, "ms", "≤ 30 ms", boards[0]) for one in boards]
                for one in boards:
                    one.taken.clear()
            for _, viewer, _ in viewers:
                viewer.close()


# 4. ten viewers


def measure_viewers(given: Field) -> Iterator[Measured]:
    """The server's memory before anyone came, then with ten browsers that have opened different pages."""
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        boards = _boards(stack, given, four_charts=False, store=given.page)
        for one in boards:
            one.taken.append(one.server.megabytes)
            yield one.measured("memory, nobody there", "MB", "")
            one.taken.clear()
        for one in boards:
            addresses = [f"/{page}?{query}" for page, queries in CHOICES.items() for query in queries]
            with ExitStack() as opened:
                for address in addresses[:VIEWERS]:
                    window = opened.enter_context(browser.new_context(viewport=SCREEN))
                    page = window.new_page()
                    page.set_default_timeout(LONGEST_WAIT)
                    page.goto(one.server.address + address)
                    page.wait_for_selector("h1")
                    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
                one.taken.append(one.server.megabytes)
            yield one.measured(f"memory, {VIEWERS} viewers", "MB", "≤ 300 MB", boards[0])


# 5. two thousand clicks


def measure_memory(given: Field) -> Iterator[Measured]:
    """Memory every 100 of 2,000 clicks through all pages and choices, in turn by a few sessions that stay."""
    with ExitStack() as stack:
        boards = _boards(stack, given, four_charts=True, store=given.year)
        viewers = {one.name: [Viewer(one.server) for _ in range(SESSIONS)] for one in boards}
        addresses = [(page, query) for page, queries in CHOICES.items() for query in queries]
        addresses += [(STANDS_IN, query) for query in CHOICES["phases"]]
        for click in range(MANY_CLICKS):
            for one in boards:
                page, query = addresses[click % len(addresses)]
                viewers[one.name][click % SESSIONS].open(page, query)
                if (click + 1) % 100 == 0:
                    one.taken.append(one.server.megabytes)
        for one in boards:
            for clicks, megabytes in zip(range(100, MANY_CLICKS + 1, 100), one.taken, strict=True):
                yield Measured(f"memory after {clicks} clicks", one.name, "MB", megabytes, megabytes, 1)
            half = one.taken[len(one.taken) // 2 :]
            yield Measured(
                "memory, growth over the last half",
                one.name,
                "MB",
                half[-1] - half[0],
                max(half) - min(half),
                1,
            )
            for viewer in viewers[one.name]:
                viewer.close()


MEASURES: dict[str, Callable[[Field], Iterator[Measured]]] = {
    "click": measure_click,
    "complete": measure_complete,
    "rerun": measure_rerun,
    "viewers": measure_viewers,
    "memory": measure_memory,
}


class _chromium:
    """The Chromium of this machine, ended with the block."""

    def __enter__(self) -> Browser:
        found = shutil.which("chromium")
        if found is None:
            raise SystemExit("there is no chromium on this machine")
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        return self._browser

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._playwright.stop()


def _line(found: Measured) -> str:
    ratio = f"{found.ratio:5.2f}×" if found.ratio else "      "
    digits = 2 if found.unit == "s" else 1
    return (
        f"{found.what:34} {found.who:22} {found.median:8.{digits}f} {found.unit:2} {ratio}"
        f"  worst {found.worst:8.{digits}f}  n {found.times:3}  {found.goal}"
    )


if __name__ == "__main__":
    main()
