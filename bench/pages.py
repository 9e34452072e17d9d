"""How long pages take and how much they weigh: `python -m bench.pages`.

A live installation (`bancheng run`, SQLite) with cases in it. The peer is a Django with nothing but one view that answers as many bytes, served the same way
in the same run, asked in turns with the page. Times are what one client sees on the same machine, in ms; weights are what a first visit loads, compressed.
"""
from __future__ import annotations

import gzip
import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from bench.live import Live, live, token
from tests.installation import free_port

ROOT = Path(__file__).resolve().parents[1]
TURNS, CLIENTS = 120, 4
GUIDE = "/themes/open-restaurant/guide"
ANSWERS = {
    "region": "LC-GT", "food.kinds": "热食", "premises.area_m2": "40", "entity.licence_held": "false",
    "entity.type": "个体工商户", "sign.wanted": "false",
}  # fmt: skip
LIMIT_KB = 100

Ask = Callable[[], int]


def asking(port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Ask:
    """A request over a connection that stays open; gives the bytes of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask() -> int:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path} answered {answer.status}")
        return len(content)

    return ask


def times(*asks: Ask, turns: int = TURNS) -> list[list[float]]:
    """Milliseconds of each, asked in turns."""
    found: list[list[float]] = [[] for _ in asks]
    for _ in range(turns):
        for ask, seen in zip(asks, found, strict=True):
            begun = time.perf_counter()
            ask()
            seen.append((time.perf_counter() - begun) * 1000)
    return found


def figures(seen: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(seen), statistics.quantiles(seen, n=20)[18]


def show(what: str, page: list[float], peer: list[float], size: int) -> None:
    """One line of the table."""
    (half, slow), (peer_half, _) = figures(page), figures(peer)
    print(f"{what:<50}{half:>8.1f}{slow:>8.1f} ms   bare view {peer_half:>5.2f} ms   {half / peer_half:>6.1f} ×  {size:>7} bytes")


def measure(here: Live, peer: int) -> None:
    """Round trips."""
    port = here.installation.port
    browser = here.client()
    page = browser.get(GUIDE)
    for known in range(1, len(ANSWERS) + 1):  # one answer after the other, as people give them
        told = dict(list(ANSWERS.items())[:known])
        page = browser.post(GUIDE, data={"csrfmiddlewaretoken": token(page.text), "shown": list(told), **told})
    if "营业执照" not in page.text or "小餐饮登记" not in page.text:
        raise SystemExit("the guide does not say what is needed")
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    body = urlencode({"csrfmiddlewaretoken": token(page.text), "shown": list(ANSWERS), **ANSWERS}, doseq=True)
    form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "Origin": here.address}
    guide = asking(port, "POST", GUIDE, body, form)
    licence = here.filed["hotel"].licences[0]
    asked = {
        "guide, one answer (htmx part)": guide,
        "guide, the whole page": asking(port, "GET", GUIDE, "", {"Cookie": cookie}),
        "home": asking(port, "GET", "/"),
        "licence check": asking(port, "GET", f"/verify/{licence}"),
        "/healthz": asking(port, "GET", "/healthz"),
    }
    print(f"{'round trip, one client':<50}{'p50':>8}{'p95':>8}")
    for what, ask in asked.items():
        size = ask()
        mine, bare = times(ask, asking(peer, "GET", f"/{size}"), turns=TURNS if what.startswith("guide") else TURNS // 3)
        show(what, mine, bare, size)
    asks = [asking(port, "POST", GUIDE, body, form) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        seen = [one for run in pool.map(lambda ask: times(ask, turns=TURNS // 3)[0], asks) for one in run]
    half, slow = figures(seen)
    print(f"{f'guide, one answer, {CLIENTS} clients at once':<50}{half:>8.1f}{slow:>8.1f} ms   {len(seen) / (time.perf_counter() - begun):.0f} a second")


def linked(address: str, content: str) -> set[str]:
    """What a page, a style sheet or a module loads at once."""
    if address.endswith(".css"):
        names = [one or two for one, two in re.findall(r"""url\(["']?([^"')]+)["']?\)|@import ["']([^"']+)""", content)]
    elif address.endswith(".js"):
        names = re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']""", content)
    else:
        named = re.findall(r"""<(?:link|script|img)\b[^>]*?(?:href|src)="([^"#]+)""", content)
        names = [name for name in named if re.search(r"\.(css|js|svg|png|webp|ico)(\?|$)", name)]
        names += re.findall(r"""<use [^>]*href="([^"#]+)""", content)
    return {urljoin(address, name).split("#")[0] for name in names if name and not name.startswith("data:")}


@cache
def fetched(client: httpx.Client, address: str) -> tuple[int, str]:
    """A file that a page loads: its compressed bytes, and its text."""
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    packed = answer.headers.get("content-encoding") == "gzip"
    return (len(raw) if packed else len(gzip.compress(raw))), (gzip.decompress(raw) if packed else raw).decode("utf-8", "replace")


def weigh(client: httpx.Client, files: httpx.Client, path: str) -> tuple[int, int, int]:
    """Compressed bytes of a page and of what it loads at once, and how many files those are."""
    page = client.get(path)
    if page.status_code != 200:
        raise SystemExit(f"{path} answered {page.status_code}")
    here = urlsplit(str(page.url)).netloc
    wanted, loaded, total = linked(str(page.url), page.text), set[str](), 0
    while left := {address for address in wanted - loaded if urlsplit(address).netloc == here}:
        address = sorted(left)[0]
        size, content = fetched(files, address)
        loaded.add(address)
        total += size
        wanted |= linked(address, content)
    return len(gzip.compress(page.content)), total, len(loaded)


def weights(here: Live) -> None:
    """What a first visit to each page loads."""
    filed = here.filed["hotel"]
    anybody, company = here.client(), here.citizen("王建国", company=True)
    licence = filed.licences[0]
    public = ("/", "/themes", "/themes/open-restaurant", GUIDE, "/halls", "/search?q=我要开个面馆", "/verify/", f"/verify/{licence}", "/sign-in/")
    own = (f"/case/{filed.number}", "/me", "/wallet", f"/wallet/{licence}", "/account/my-data/")
    pages = [(anybody, path) for path in public] + [(company, path) for path in own]
    print(f"\n{'first load, compressed':<62}{'page':>8}{'files':>8}{'total':>8}")
    for client, path in pages:
        html, files, count = weigh(client, anybody, path)
        shown = path if len(path) < 58 else path[:55] + "…"
        mark = "" if html + files <= LIMIT_KB * 1024 else f"  more than {LIMIT_KB} KB"
        print(f"{shown:<62}{html / 1024:>8.1f}{files / 1024:>8.1f}{(html + files) / 1024:>8.1f} KB in {count + 1} requests{mark}")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bancheng-bench-") as folder, live(Path(folder) / "one", DATABASE_URL="") as here:
        port = free_port()
        peer = subprocess.Popen([sys.executable, "-m", "bench.bare", str(port)], cwd=ROOT)
        try:
            for _ in range(100):
                try:
                    asking(port, "GET", "/10")()
                    break
                except OSError:
                    time.sleep(0.1)
            measure(here, port)
        finally:
            peer.terminate()
            peer.wait(10)
        weights(here)


if __name__ == "__main__":
    main()
