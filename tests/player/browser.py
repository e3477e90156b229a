"""A reader made of a browser: opens a page from disk and watches everything that goes wrong in it.

In: a page's text, a size, what to put in place before it runs. Out: a `Reader` that presses, clicks
and looks, and a list of complaints (console errors, refused by the policy, requests to anywhere).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-blink-features=ComputedAccessibilityInfo",  # what a screen reader is told
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
DESKTOP, PHONE = (1280, 720), (390, 844)

WATCH = """
window.complaints = [];
addEventListener("securitypolicyviolation", (e) => window.complaints.push(
  "policy: " + e.violatedDirective + " " + e.blockedURI + " " + e.sample));
addEventListener("error", (e) => window.complaints.push("error: " + e.message));
addEventListener("unhandledrejection", (e) => window.complaints.push("rejected: " + e.reason));
"""
SNAP = """JSON.stringify([
  ...document.querySelectorAll(
  "[data-weave-line],[data-weave-option],[data-weave-ending],[data-weave-ask]")
].map((one) => [
  {...one.dataset}, (one.querySelector(".ribbon-body") ?? one).textContent,
  one.disabled === true]))"""
DONE = ".stage.waiting, button[data-weave-option], [data-weave-ask], .card-screen"
REST = "[data-weave-line], button[data-weave-option], [data-weave-ask], .card-screen"
LONGEST = 10_000
# The page is asked once and answers when it rests at something else, so that a step costs two
# calls of the browser and not a dozen.
SETTLED = f"""([old, stop]) => new Promise((tell) => {{
  const began = performance.now();
  const has = (some) => some !== "" && document.querySelector(some) !== null;
  const look = () => {{
    const way = ["button[data-weave-option]", "[data-weave-ask]"].findIndex(has);
    if (has(stop)) return tell(["", way, true]);
    const now = has({json.dumps(DONE)}) ? {SNAP} : old;
    if (now !== old) {{
      for (const one of document.querySelectorAll(".said, .page, .chord-columns"))
        one.scrollTop = 1e6; // has read what is longer than its place, and the next push goes on
      return tell([now, way, false]);
    }}
    if (performance.now() - began > {LONGEST}) tell(null);
    else setTimeout(look, 2);
  }};
  look();
}})"""

PUSHED = """([stop, pick]) => {
  const stage = document.querySelector("[data-weave-stage]");
  for (let i = 0; i < 999; i += 1) {
    if (document.querySelector(stop)) return true;
    const option = document.querySelector(`button[data-weave-option="${pick}"]`);
    const form = document.querySelector("form.asking");
    if (option) option.click();
    else if (form) form.requestSubmit();
    else stage.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
  }
  return false;
}"""


def prefers(**prefs: Any) -> str:
    """A script that gives a reader who has set nothing yet these preferences.

    It runs before the page and must not write to the storage itself: Chromium would now and then
    give the document a storage apart from the one that earlier documents wrote to.
    """
    return f""";{{
      const get = Storage.prototype.getItem, given = {json.dumps(json.dumps(prefs))};
      Storage.prototype.getItem = function (key) {{
        return get.call(this, key) ?? (key === "weave/prefs" ? given : null);
      }};
    }}"""


def fills(unless: str = "false") -> str:
    """A script after which `window.full = true` lets the storage keep nothing more of any story.

    `unless`: an expression about `key` and `localStorage`; where it holds, there is room all the
    same.
    """
    return f""";{{
      window.full = false;
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, value) {{
        if (window.full && key.startsWith("weave/") && !({unless}))
          throw new DOMException("full", "QuotaExceededError");
        return set.call(this, key, value);
      }};
    }}"""


AT_ONCE = prefers(speed=0, plain=False, motion="still")


def find_chromium() -> str | None:
    """A Chromium on this machine: `WEAVE_CHROMIUM`, else the first of the usual names."""
    asked = os.environ.get("WEAVE_CHROMIUM")
    return asked or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser for as long as the block runs."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=ARGS)
        yield browser
        browser.close()


class Reader:
    """One page in one window."""

    def __init__(self, page: Page) -> None:
        self.trouble: list[str] = []
        self.requests: list[str] = []
        self.turn_to(page)

    def turn_to(self, page: Page) -> None:
        """Look at this page from now on."""
        self.page = page
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"{message.type}: {message.text}")

    def open(self, path: Path, seed: int | None = 7) -> Reader:
        """Load the page and wait for its title."""
        self.page.goto(path.as_uri() + ("" if seed is None else f"?seed={seed}"))
        self.page.wait_for_selector("[data-weave-title]")
        return self

    def begin(self) -> Reader:
        """From the title into the story, by keyboard."""
        self.page.locator("[data-way=start]").focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(REST)
        return self

    def complaints(self) -> list[str]:
        """All that went wrong, and every request but that for the page itself."""
        inside: list[str] = self.page.evaluate("window.complaints")
        wire = [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]
        files = [url for url in self.requests if url.startswith("file:")]
        return self.trouble + inside + wire + [url for url in files if url != self.page.url]

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def until(self, wanted: str) -> None:
        """Wait until an expression holds. It is given as a function: the page's policy lets no
        string be evaluated a second time."""
        self.page.wait_for_function(f"() => {wanted}", polling=5)

    def here(self) -> list[str]:
        """The ids of the lines on the page."""
        return self.ids("[data-weave-line]", "weaveLine")

    def ids(self, selector: str, name: str) -> list[str]:
        """A data attribute of every element that fits."""
        script = "(all, name) => all.map((one) => one.dataset[name])"
        found: list[str] = self.page.locator(selector).evaluate_all(script, name)
        return found

    def settled(self, before: str = "", stop: str = "") -> tuple[str, int, bool]:
        """Wait until the page rests at something else than `before`, or `stop` is there.

        Returns what is seen, what is asked (0 a choice, 1 a text, -1 nothing), and whether it is
        `stop`.
        """
        found: tuple[str, int, bool] | None = self.page.evaluate(SETTLED, [before, stop])
        if found is None:
            raise AssertionError(f"nothing followed {before[:300]}; {self.complaints()}")
        return found

    def snapshot(self) -> str:
        """What a reader sees of the story, as data: lines, options, ending."""
        return self.settled()[0]

    def upto(self, stop: str, pick: int = 1) -> None:
        """Go on until something is there, at once: the page is pushed from within, for tests of
        what is there and not of the way to it."""
        if not self.page.evaluate(PUSHED, [stop, pick]):
            raise AssertionError(f"{stop} was not reached; complaints: {self.complaints()}")

    def keys_upto(self, stop: str, pick: int = 1, steps: int = 400) -> None:
        """Go on by keyboard alone until something is there."""
        before = ""
        for _ in range(steps):
            before, way, there = self.settled(before, stop)
            if there:
                return
            self.press(str(pick) if way == 0 else "Enter")
        raise AssertionError(f"{stop} was not reached; complaints: {self.complaints()}")

    def on_by_key(self, pick: int = 1) -> None:
        """One step by keyboard: a number at a choice, Enter elsewhere; waits until it is done."""
        before, way, _ = self.settled()
        self.press(str(pick) if way == 0 else "Enter")
        self.settled(before)

    def click_upto(self, stop: str, pick: int = 1, steps: int = 400) -> None:
        """Go on by clicks alone until something is there."""
        before = ""
        for _ in range(steps):
            before, way, there = self.settled(before, stop)
            if there:
                return
            self._click(way, pick)
        raise AssertionError(f"{stop} was not reached; complaints: {self.complaints()}")

    def _click(self, way: int, pick: int) -> None:
        if way == 0:
            self.page.click(f"button[data-weave-option='{pick}']")
        elif way == 1:
            self.page.click("form button")
        else:
            size = self.page.viewport_size or {"width": 1280, "height": 720}
            self.page.mouse.click(size["width"] / 2, size["height"] * 0.8)


@contextmanager
def reading(
    browser: Browser, size: tuple[int, int] = DESKTOP, before: str = AT_ONCE, **options: Any
) -> Iterator[Reader]:
    """A fresh reader with empty storage; `before` runs ahead of every page's own script."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.add_init_script(WATCH)
    if before:
        context.add_init_script(before)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Reader(page)
    context.close()


def json_file(path: Path, data: Any) -> Path:
    """Data written where a page can be given it."""
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
