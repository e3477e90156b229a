"""The floors of the compiler: a module imports only from lower ones, and never in a ring.

Every import counts: at the top, inside a function, under TYPE_CHECKING. Modules of one package
share its floor and may import one another. The table stands in weavec/README.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "weavec" / "README.md").read_text("utf-8").split("```floors\n")[1].split("```")[0]
FLOOR = {name: row for row, line in enumerate(TABLE.splitlines()) for name in line.split()}


def place(module: str) -> tuple[int, str]:
    """A module's floor, and the name by which the table knows it."""
    name = module
    while name not in FLOOR and name.count(".") > 1:
        name = name.rpartition(".")[0]
    assert name in FLOOR, f"{module} stands on no floor: give it one in weavec/README.md"
    return FLOOR[name], name


def imports(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """The modules of weavec that a file imports, wherever in it."""
    for part in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(part, ast.Import):
            yield from (each.name for each in part.names if each.name in modules)
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, f"{path}: write imports in full"
            for each in part.names:
                full = f"{part.module}.{each.name}"
                if full in modules:
                    yield full
                elif part.module in modules:
                    yield str(part.module)


def all_imports() -> dict[str, set[str]]:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "weavec").rglob("*.py")
    }
    return {name: set(imports(path, modules)) for name, path in modules.items()}


def test_imports_go_down() -> None:
    wrong = [
        f"{name} (floor {place(name)[0]}) imports {used} (floor {place(used)[0]})"
        for name, uses in all_imports().items()
        for used in uses
        if place(used)[0] >= place(name)[0] and place(used)[1] != place(name)[1]
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_by_a_round_way() -> None:
    # A package's own file only gathers what its modules offer.
    graph = {
        name: {used for used in uses if not name.startswith(f"{used}.")}
        for name, uses in all_imports().items()
    }
    assert len(tuple(TopologicalSorter(graph).static_order())) >= len(graph)


def test_the_table_names_what_is_there() -> None:
    names = set(all_imports())
    assert {name for name in FLOOR if name not in names} == set()
