"""The wheel: built, installed into an environment of its own, it compiles a story and plays it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, where: Path) -> str:
    """Run a program away from the checkout, and return what it said."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command], cwd=where, env=environment, text=True, timeout=240,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the files that git knows, so that nothing lying about gets into it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    named = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True,
    )  # fmt: skip
    if named.returncode:
        names = [
            str(path.relative_to(ROOT))
            for top in ("pyproject.toml", "README.md", "LICENSE", "weavec", "grammar")
            for path in [ROOT / top, *(ROOT / top).rglob("*")]
            if path.is_file()
        ]
    else:
        names = [name for name in named.stdout.decode().split("\0") if (ROOT / name).is_file()]
    for name in names:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    run(sys.executable, *build, source, where=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_what_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "weavec/cli.py" in names
    assert "weavec/py.typed" in names
    assert any(name.startswith("weavec/grammar/") and name.endswith(".lark") for name in names)
    assert any(name.startswith("weavec/player/") and name.endswith(".mjs") for name in names)
    assert any(name.startswith("weavec/codes/") and name.endswith(".md") for name in names)
    assert {"weavec/languages/en.json", "weavec/languages/de.json"} <= names
    assert "weavec/templates/new/story.weave" in names
    made = ("syntax/tables.json", "emit/player.json", "emit/preview.json")
    assert {f"weavec/{name}" for name in made} <= names
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2, tops  # the package and its metadata
    assert "weavec/bootstrap.py" not in names
    assert "weavec/wheel_hook.py" not in names


PREPARED = """
import sys
from weavec.compiler import compile
from weavec.disk import open_story
from weavec.emit.page import page
page(compile(open_story(sys.argv[1])).program)
assert "lark" not in sys.modules, "the grammar was made anew"
assert "weavec.emit.link" not in sys.modules, "the player was linked anew"
"""


def test_it_works_where_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*pip, wheel, where=tmp_path)
    weavec = tmp_path / "env" / "bin" / "weavec"
    run(weavec, "new", "tale", where=tmp_path)
    run(python, "-c", PREPARED, "tale", where=tmp_path)
    assert "tale.html is ready" in run(weavec, "build", "tale", where=tmp_path)
    assert (tmp_path / "build" / "tale.html").stat().st_size > 10_000
    assert "The end" in run(weavec, "play", "tale", "--choices", "1,1", where=tmp_path)
    assert "E101 undefined-scene" in run(weavec, "explain", "E101", where=tmp_path)
    found = json.loads(run(weavec, "check", "tale", "--format", "json", where=tmp_path))
    assert found["diagnostics"] == []
    where = "import weavec; print(weavec.__file__)"
    assert str(tmp_path) in run(python, "-c", where, where=tmp_path)
