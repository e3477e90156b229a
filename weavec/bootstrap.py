"""From a fresh checkout to a page, or to a tested tree, with Python and a package index alone.

    python3 -m weavec.bootstrap page     builds stories/dream-weave into build/dream-weave.html
    python3 -m weavec.bootstrap test     runs every check that there is

Goes in: the checkout. Comes out: `.venv` in it, and what was asked for. It uses the standard
library alone. What tests need beside Python packages (Chromium, Node) is installed by apt-get where
it is missing and may be; elsewhere you are told what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STORY = "stories/dream-weave"
PAGE = "build/dream-weave.html"
NODE_PACKAGES = {"typescript": "5.9.3", "axe-core": "4.14.1"}  # types; accessibility of the page
NODE_AT_LEAST = 18
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class MissingError(Exception):
    """Something is needed that this program cannot get. The message says what to do."""


def say(text: str) -> None:
    """Tell people what goes on."""
    print(f"== {text}", flush=True)


def run(*command: str | Path, quiet: bool = False) -> int:
    """Run a program in the checkout and return its exit code. `quiet`: shown only if it fails."""
    words = [str(word) for word in command]
    if not quiet:
        return subprocess.run(words, cwd=ROOT, check=False).returncode
    done = subprocess.run(
        words, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return done.returncode


# ------------------------------------------------------------------ what is needed


def install(*packages: str) -> bool:
    """Install Debian packages, if this is such a system and we may. Returns whether it worked."""
    if shutil.which("apt-get") is None:
        return False
    lead: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            return False
        lead = ["sudo"]
    say(f"installing {', '.join(packages)} with apt-get")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    run(*lead, "apt-get", "update", "-qq", quiet=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return run(*lead, *environment, *command, quiet=True) == 0


def make_environment(group: str | None) -> None:
    """Make `.venv` with weavec in it, in place. `group`: a dependency group to install too.

    Does nothing if it was made of the same `pyproject.toml` before.
    """
    stamp = VENV / f"made-{group or 'plain'}"
    wanted = "\n".join(((ROOT / "pyproject.toml").read_text("utf-8"), sys.version, str(ROOT)))
    if stamp.is_file() and stamp.read_text("utf-8") == wanted and works(PYTHON):
        return
    say("making .venv")
    if not works(PYTHON):
        make_venv()
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    if run(*pip, "--editable", ".[fonts]", *(dependencies(group) if group else [])):
        raise MissingError("pip could not install what weavec needs; what it says stands above")
    stamp.write_text(wanted, "utf-8")


def works(python: Path) -> bool:
    """Whether an interpreter is there and has pip."""
    return python.exists() and run(python, "-m", "pip", "--version", quiet=True) == 0


def make_venv() -> None:
    """Make an empty `.venv` that has pip. Debian's Python may lack what that needs."""
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if find_spec("ensurepip") is None:
        install(f"python{version}-venv") or install("python3-venv")
    if run(sys.executable, "-m", "venv", VENV, quiet=True) == 0:
        return
    if find_spec("pip") is not None:  # it can put itself into an environment without one
        bare = run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV, quiet=True)
        pip = (sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip")
        if bare == 0 and run(*pip) == 0:
            return
    raise MissingError(
        f"this Python cannot make a virtual environment; on Debian and Ubuntu, install "
        f"python{version}-venv and try again"
    )


def dependencies(group: str) -> list[str]:
    """The packages of a dependency group in pyproject.toml."""
    import tomllib

    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return list(data["dependency-groups"][group])


def make_programs() -> None:
    """See that there are a Chromium and a Node, or install them."""
    if not any(map(shutil.which, BROWSERS)) and not install("chromium"):
        raise MissingError("tests of the page need `chromium`: install it and try again")
    if node_version() < NODE_AT_LEAST or shutil.which("npm") is None:
        install("nodejs", "npm")
    if node_version() < NODE_AT_LEAST or shutil.which("npm") is None:
        raise MissingError(f"tests of the player need `node` {NODE_AT_LEAST} or later, and `npm`")
    folder = VENV / "node"
    missing = [
        f"{name}@{version}" for name, version in NODE_PACKAGES.items()
        if not has_package(folder / "node_modules" / name / "package.json", version)
    ]  # fmt: skip
    if missing:
        say(f"fetching {' and '.join(missing)}, which check the player")
        folder.mkdir(exist_ok=True)
        options = ("--no-audit", "--no-fund", "--silent")
        if run("npm", "install", *options, "--prefix", folder, *missing):
            raise MissingError(f"npm could not fetch {' and '.join(missing)}")


def has_package(manifest: Path, version: str) -> bool:
    """Whether a package of Node's is there in this version."""
    return manifest.is_file() and f'"version": "{version}"' in manifest.read_text("utf-8")


def node_version() -> int:
    """The major version of the Node on the path, 0 if there is none."""
    if shutil.which("node") is None:
        return 0
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    digits = found.stdout.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


# ------------------------------------------------------------------ the two commands


def page() -> int:
    """Build the story that comes with Weave."""
    make_environment(None)
    return run(PYTHON, "-m", "weavec", "build", STORY, "-o", PAGE)


def test() -> int:
    """Run every check; pytest's own summary comes last. Non-zero if any check fails."""
    make_environment("dev")
    make_programs()
    checks: dict[str, list[str | Path]] = {
        "ruff": [PYTHON, "-m", "ruff", "check", "."],
        "mypy": [PYTHON, "-m", "mypy"],
    }
    if (ROOT / "weavec/player/jsconfig.json").is_file():
        tsc = VENV / "node" / "node_modules" / "typescript" / "bin" / "tsc"
        checks["tsc"] = ["node", tsc, "--project", "weavec/player/jsconfig.json"]
    node_tests = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/**/*.test.mjs"))
    if node_tests:
        checks["node --test"] = ["node", "--test", *node_tests]
    # One process a core, which take over from each other: tests of the page wait for most of their
    # time, those of the proofs work.
    checks["pytest"] = [PYTHON, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal"]
    failed = False
    told: list[str] = []
    for name, command in checks.items():
        if name == "pytest" and told:
            say("; ".join(told))
        say(name)
        started = time.monotonic()
        code = run(*command, quiet=name == "node --test")
        told.append(f"{name}: {'failed' if code else 'passed'}, {time.monotonic() - started:.0f} s")
        failed = failed or code != 0
    return int(failed)


def main(arguments: list[str]) -> int:
    """Do what the only argument names: `page` or `test`."""
    commands = {"page": page, "test": test}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - it may be run by any Python
        print("Weave needs Python 3.11 or later, not", sys.version.split()[0], file=sys.stderr)
        return 2
    try:
        return commands[arguments[0]]()
    except MissingError as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
