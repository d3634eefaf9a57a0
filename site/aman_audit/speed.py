"""First view on a slow phone: bytes, requests, scripts, largest paint, what moves, what blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page

RUNS = 3
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CPU_SLOWDOWN = 4
PHONE = {"width": 360, "height": 740}
OBSERVE = """() => {
  window.seen = { lcp: 0, cls: 0, tbt: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  // As Lighthouse counts: what of a long task comes after the first paint, less 50 ms.
  watch('longtask', (entry) => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    const begin = Math.max(entry.startTime, painted ? painted.startTime : Infinity);
    seen.tbt += Math.max(0, entry.startTime + entry.duration - begin - 50);
  });
}"""


@dataclass(frozen=True, slots=True)
class View:
    """One first view: sizes in bytes as they crossed the line, times in milliseconds."""

    bytes: int
    requests: int
    scripts: int
    lcp: float
    cls: float
    tbt: float


def first_view(browser: Browser, url: str, *, slow: bool = True) -> View:
    """Open an address in a new profile and wait until nothing more is loaded."""
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    kinds, sizes = watched(line)
    if slow:
        line.send("Network.emulateNetworkConditions", SLOW_LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.add_init_script(f"({OBSERVE})()")
    page.goto(url, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    view = View(
        bytes=round(sum(sizes.values())),
        requests=len(sizes),
        scripts=round(sum(size for name, size in sizes.items() if kinds.get(name) == "Script")),
        lcp=seen["lcp"],
        cls=seen["cls"],
        tbt=seen["tbt"],
    )
    context.close()
    return view


def watched(line: CDPSession) -> tuple[dict[str, str], dict[str, float]]:
    """Note the kind of every request, and its size once it has arrived."""
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    line.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    line.send("Network.enable")
    return kinds, sizes


def middle(views: Sequence[View]) -> View:
    """Return the median of each figure."""
    return View(
        bytes=round(median(view.bytes for view in views)),
        requests=round(median(view.requests for view in views)),
        scripts=round(median(view.scripts for view in views)),
        lcp=median(view.lcp for view in views),
        cls=median(view.cls for view in views),
        tbt=median(view.tbt for view in views),
    )


def measured(browser: Browser, url: str) -> View:
    return middle([first_view(browser, url) for _ in range(RUNS)])


def pages_of(server_url: str, page: Page) -> list[str]:
    """Return every address in the site map, on the server that is measured."""
    page.goto(f"{server_url}/sitemap.xml")
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('loc')].map((loc) => new URL(loc.textContent).pathname)"
    )
    return found
