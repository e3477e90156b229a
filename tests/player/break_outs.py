"""Pages full of strings that try to break out, read from beginning to end.

    python tests/player/break_outs.py [PAGES] [SEED]

Goes in: how many pages (left out, 3,000), and a number that decides which. Comes out: how many
were read, and every one in which something ran, was refused by the policy, went wrong, or did not
come to its ending. Each page holds one string, put together of pieces that are markup or code
somewhere, in every place that an author can write: half of the pages are compiled from such a
story, in the other half even names and ids are such strings, which no script could have.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]

from browser import Reader, chromium, reading  # noqa: E402
from expecting import World  # noqa: E402
from playwright.sync_api import Error  # noqa: E402
from test_bad_input import PAYLOADS, everywhere  # noqa: E402
from test_page import HOSTILE, hostile  # noqa: E402

from weavec.compiler import compile  # noqa: A004, E402
from weavec.emit.page import document, page  # noqa: E402

RUNS = "window.canary=1"
PIECES = (
    "<",
    ">",
    '"',
    "'",
    "`",
    "/",
    "\\",
    "=",
    "&",
    ";",
    " ",
    "\n",
    "\t",
    "\u2028",
    "\u0000",
    "\ufeff",
    "</script>",
    "</SCRIPT >",
    "<!--",
    "-->",
    "--!>",
    "]]>",
    "<![CDATA[",
    "</style>",
    "</title>",
    "</template>",
    "</noscript>",
    "<plaintext>",
    "<textarea>",
    "<math><mtext>",
    "<svg><style>",
    "<base href=//x.test>",
    "<iframe srcdoc=",
    "<object data=",
    "<link rel=stylesheet href=//x.test>",
    "<meta http-equiv=refresh content=0>",
    f"<script>{RUNS}",
    f"<script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"javascript:{RUNS}",
    f"data:text/html,<script>{RUNS}</script>",
    f"${{{RUNS}}}",
    f"{{{{{RUNS}}}}}",
    f"{{% {RUNS} %}}",
    f"');{RUNS};('",
    f'");{RUNS};("',
    f"*/{RUNS}/*",
    f"\\u003cscript>{RUNS}",
    "&lt;script&gt;",
    "&#x3c;",
    "&#60script>",
    "url(//x.test)",
    "expression(1)",
    "@import '//x.test';",
    "}*{display:none}",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "then",
    "%00",
    "%3Cscript%3E",
    "\u202e",
    "\u2066",
    "\U0001f319",
    "\u0301",
)
"""What strings are put together of."""
SPEAKS = str.maketrans(
    {
        "\\": "",
        "{": r"\{",
        "}": r"\}",
        "*": r"\*",
        "|": r"\|",
        "\n": " ",
        "\t": " ",
        '"': "'",
        "#": r"\#",
        "\u2028": " ",
        "\u0000": "",
        "\ufeff": "",
        "\u202e": "",
        "\u2066": "",
        "[": r"\[",
    }
)
"""How a writer has to write what would be a mark of the script."""
HEALTHY = (
    "({}).polluted === undefined && Object.keys(Object.prototype).length === 0"
    " && window.canary === undefined"
)


def words_of(dice: random.Random) -> str:
    """A string that tries to break out."""
    if dice.random() < 0.2:
        return dice.choice([*HOSTILE, *PAYLOADS])
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 6)))


def compiled(words: str) -> str | None:
    """The page of a story that holds the words wherever an author may write; None if it is none."""
    program = compile(World((("hostile.weave", everywhere(words)),))).program
    return None if program is None else page(program)


def forged(words: str) -> str:
    """The page of a program in which even names are such words."""
    made: str = document(json.dumps(hostile(words)), "en", words)
    return made


def read(reader: Reader, path: Path) -> list[str]:
    """Read a page to its ending, look into what can be opened, and say what went wrong."""
    try:
        reader.page.goto(path.as_uri() + "?seed=7")
        reader.page.wait_for_selector("[data-weave-title]", state="attached")
        reader.page.evaluate("document.querySelector('[data-way=start]').click()")
        for command in ("quicksave", "history", "save", "map"):
            reader.page.evaluate(
                "(name) => document.querySelector(`[data-command=${name}]`)?.click()", command
            )
            reader.page.evaluate("[...document.querySelectorAll('dialog')].map((d) => d.close())")
        reader.upto(".card-screen")
    except (Error, AssertionError) as error:
        return [f"dead: {error}"[:300], *reader.trouble]
    if not reader.page.evaluate(HEALTHY):
        return ["something ran"]
    found = reader.complaints()
    reader.page.evaluate("localStorage.clear()")
    return found


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    count = int(arguments[0]) if arguments else 3000
    dice = random.Random(int(arguments[1]) if len(arguments) > 1 else 1)
    routes: tuple[Callable[[str], str | None], ...] = (
        lambda words: compiled(words.translate(SPEAKS) or "x"),
        forged,
    )
    done = bad = refused = 0
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "page.html"
        while done < count:
            with reading(browser) as reader:
                for _ in range(min(50, count - done)):
                    words = words_of(dice)
                    text = routes[done % 2](words)
                    if text is None:
                        refused += 1
                        text = forged(words)
                    path.write_text(text, encoding="utf-8", newline="\n", errors="surrogatepass")
                    reader.trouble.clear()
                    reader.requests.clear()
                    done += 1
                    for line in read(reader, path):
                        bad += 1
                        print(f"{words!r}: {line}", flush=True)
            print(f"{done} pages", file=sys.stderr, flush=True)
    print(f"{done} pages, {bad} complaints, {refused} stories refused by the compiler")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
