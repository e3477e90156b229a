"""Random scripts: small JavaScript programs that use every form which `weavec.emit.script` knows.

In goes a number; out comes a program, always the same for the same number, that ends, throws
nothing of its own accord and tells what it does through calls of `log`. The names are few, so that
scopes hide each other's variables, and short, so that new names meet old ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("a", "b", "e", "t", "n", "s", "one", "two", "log1", "data", "x$", "_")
KEYS = ("a", "e", "size", "of", "get", "static", "two")
TEXTS = ('"a"', "'it\\'s'", '"\\"q\\""', '"é\\n"', "`t`", '"</scr" + "ipt>"', '"\\u2028"')
TYPES = ('"number"', '"string"', '"length"')
NUMBERS = ("0", "1", "2", "0.50", "1000", "0x10", "1e3", "100000", "7.")


class Writer:
    """The program so far, and the variables that can be seen: for each scope their names."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.lines: list[str] = []
        self.scopes: list[dict[str, str]] = [self.planned()]
        self.depth = 0
        self.count = 0

    def put(self, text: str) -> None:
        self.lines.append("  " * self.depth + text)

    def planned(self) -> dict[str, str]:
        """A scope, with the names that it will declare: they hide others from its beginning."""
        return dict.fromkeys(self.chance.sample(NAMES, 4), "planned")

    def fresh(self, kind: str) -> str:
        """The name of a variable that the innermost scope declares now."""
        own = self.scopes[-1]
        self.count += 1
        name = next((name for name in own if own[name] == "planned"), f"more{self.count}")
        own[name] = "new"
        self.waiting = (own, name, kind)
        return name

    def known(self) -> None:
        """What was declared last has its value now."""
        own, name, kind = self.waiting
        own[name] = kind

    def seen(self, *kinds: str) -> list[str]:
        """The names that mean variables of these kinds here."""
        meant: dict[str, str] = {}
        for scope in self.scopes:
            meant.update(scope)
        return sorted(name for name, kind in meant.items() if kind in kinds)

    @contextmanager
    def scope(self, *given: tuple[str, str]) -> Iterator[None]:
        self.scopes.append({**self.planned(), **dict(given)})
        self.depth += 1
        yield
        self.depth -= 1
        self.scopes.pop()


def program(seed: int) -> str:
    """A program, by its number."""
    w = Writer(seed)
    for _ in range(w.chance.randrange(2, 6)):
        statement(w, 0)
    for name in w.seen("const", "let"):
        w.put(f"log({name});")
    return "\n".join(w.lines) + "\n"


# ------------------------------------------------------------------ values


def value(w: Writer, deep: int = 0) -> str:
    """An expression without effects that matter to where it stands."""
    c = w.chance
    names = w.seen("const", "let")
    if deep > 2 or c.random() < 0.3:
        return c.choice([*names, *names, c.choice(NUMBERS), c.choice(TEXTS), "true", "undefined"])
    a, b = value(w, deep + 1), value(w, deep + 1)
    forms = [
        f"({a} {c.choice(['+', '-', '*', '<', '>=', '===', '!==', '%', '&', '>>>', '**'])} {b})"
        if c.random() < 0.6
        else f"+{a} - -{b}",
        f"(({a}) {c.choice(['&&', '||', '??'])} ({b}))",
        f"({a} ? {b} : {value(w, deep + 1)})",
        f"`<${{{a}}} ${{{b}}}\\``",
        f"typeof {_atom(w)} === {c.choice(TYPES)}",
        f"!({a} === {b})",
        f"log({a})",
        f"[{a}, , ...[{b}]].length",
        f"{{{c.choice(KEYS)}: {a}, [{b}]: 1}}",
        f"({{ {', '.join(names[:2]) or 'z: 1'} }})",
        f"({a}, {b})",
        f"(({_param(w)}) => {a})({b})",
        f"/[/{c.choice('ab')}]+/g.test({a})",
        f"({a})?.length",
        f"({_atom(w)} === null || {_atom(w)} === undefined)",
        f"String({a})[{c.choice(('0', *TYPES[2:]))}]",
    ]
    made = c.choice(forms)
    return f"({made})" if made[0] in "{+t!`" else made


def _atom(w: Writer) -> str:
    return w.chance.choice([*w.seen("const", "let"), "1"])


def _param(w: Writer) -> str:
    """Parameters of which the body asks nothing."""
    free = [name for name in NAMES if name not in w.seen("const", "let")]
    name = w.chance.choice(free or ["free"])
    return w.chance.choice([name, f"{name} = 1", f"...{name}", f"{{ {name} }}", f"[{name}]"][:3])


# ------------------------------------------------------------------ statements


def statement(w: Writer, deep: int) -> None:
    forms = [declare, declare, tell, tell, store, choose, choose, loop, function, call, block]
    forms += [switch, attempt, make, closures]
    if deep > 1 and w.chance.random() < 0.7:
        forms = [declare, tell, store]
    w.chance.choice(forms)(w, deep)


def body(w: Writer, deep: int, *given: tuple[str, str], way_out: str = "") -> None:
    with w.scope(*given):
        if way_out:
            w.put(f"if ({value(w)}) {way_out};")
        for _ in range(w.chance.randrange(1, 4)):
            statement(w, deep + 1)


def declare(w: Writer, deep: int) -> None:
    c = w.chance
    kind = c.choice(["const", "const", "let"])
    made = value(w)
    name = w.fresh(kind)
    form = c.randrange(6)
    if form == 0:
        w.put(f"{kind} {{ size: {name} = {made} }} = {{}};")
    elif form == 1:
        w.put(f"{kind} {{ {name} }} = {{ {name}: {made} }};")
    elif form == 2:
        w.put(f"{kind} [, {name}] = [0, {made}];")
    else:
        w.put(f"{kind} {name} = {c.choice([made, c.choice(NUMBERS), c.choice(TEXTS)])};")
    w.known()


def tell(w: Writer, deep: int) -> None:
    w.put(f"log({value(w)}, {value(w)});")


def store(w: Writer, deep: int) -> None:
    names = w.seen("let")
    if not names:
        tell(w, deep)
        return
    name = w.chance.choice(names)
    form = w.chance.randrange(4)
    if form == 0:
        w.put(f"[{name}] = [{value(w)}];")
    elif form == 1:
        w.put(f"({{ {name} }} = {{ {name}: {value(w)} }});")
    elif form == 2:
        w.put(f"if ({value(w)}) {name} = {value(w)};\nelse {name} = {value(w)};")
    else:
        w.put(f"{name} {w.chance.choice(['=', '+=', '??=', '||='])} {value(w)};")


def choose(w: Writer, deep: int) -> None:
    c = w.chance
    w.put(f"if ({c.choice(['', '!'])}{_atom(w)}) {{")
    body(w, deep)
    if c.random() < 0.5:
        w.put(f"}} else if ({value(w)}) {{")
        body(w, deep)
    if c.random() < 0.5:
        w.put("} else {")
        body(w, deep)
    w.put("}")


def loop(w: Writer, deep: int) -> None:
    c = w.chance
    with w.scope():
        made = value(w)
        name = w.fresh("const")
        form = c.randrange(4)
        if form == 0:
            w.put(f"for (const {name} of [1, {made}]) {{")
        elif form == 1:
            w.put(f"for (let {name} = 0; {name} < 2; {name} += 1) {{")
        elif form == 2:
            w.put(f"for (const {name} in {{ a: 1, e: 2 }}) {{")
        else:
            w.put(f"for (const [{name}, two2] of Object.entries({{ a: {made} }})) {{")
        w.known()
        body(w, deep, way_out=c.choice(["continue", "break", "", ""]))
        w.put("}")


def function(w: Writer, deep: int) -> None:
    c = w.chance
    head = c.choice(["function", "function", "arrow", "value"])
    name = w.fresh("function")
    if head == "function" and deep == 0 and c.random() < 0.3:
        w.put(f"log({name}(1, [2]));")
        given = [("one", "const"), ("t", "let")]
        w.scopes, kept = [w.planned()], w.scopes
        _function(w, f"function {name}(one, [t] = [3]) {{", given, deep)
        w.scopes = kept
    else:
        first, second = c.sample(NAMES, 2)
        given = [(first, "let"), (second, "const")]
        params = f"{first}, [{second}] = [4]"
        opening = {
            "function": f"function {name}({params}) {{",
            "arrow": f"const {name} = ({params}) => {{",
            "value": f"const {name} = function again({params}) {{",
        }
        _function(w, opening[head], given, deep)
    w.lines[-1] += "" if head == "function" else ";"
    w.scopes[-1][name] = "function"


def _function(w: Writer, head: str, given: list[tuple[str, str]], deep: int) -> None:
    """A function of two parameters, with ways out in its midst."""
    w.put(head)
    with w.scope(*given):
        for _ in range(w.chance.randrange(0, 3)):
            if w.chance.random() < 0.4:
                w.put(f"if ({value(w)}) return{w.chance.choice(['', ' ' + value(w)])};")
            statement(w, deep + 1)
        if w.chance.random() < 0.6:
            w.put(f"return {value(w)};")
    w.put("}")


def call(w: Writer, deep: int) -> None:
    names = w.seen("function")
    if names:
        name = w.chance.choice(names)
        w.put(f"log({name}({value(w)}), {name}?.({value(w)}, [{value(w)}]));")
    else:
        tell(w, deep)


def block(w: Writer, deep: int) -> None:
    w.put(w.chance.choice(["{", f"lab{deep}: {{"]))
    body(w, deep)
    if w.lines[-1] and w.chance.random() < 0.3:
        w.put(";")
    w.put("}")


def switch(w: Writer, deep: int) -> None:
    w.put(f"switch ({_atom(w)}) {{")
    w.put(f"case {w.chance.choice(NUMBERS[:3])}: {{")
    body(w, deep)
    w.put(f"}}{w.chance.choice([' break;', ''])}")
    w.put(f"case {w.chance.choice(TEXTS[:3])}: log(1); break;")
    w.put("default: {")
    body(w, deep)
    w.put("}}")


def attempt(w: Writer, deep: int) -> None:
    name = w.chance.choice(NAMES)
    w.put("try {")
    body(w, deep)
    w.put(f"if ({value(w)}) throw {value(w)};")
    w.put(f"}} catch ({name}) {{ if ({name} instanceof Error) {name} = {name}.constructor.name;")
    body(w, deep, (name, "let"))
    w.put(w.chance.choice(["}", "} finally { log(9); }"]))


def make(w: Writer, deep: int) -> None:
    """A class, and what one of its kind says."""
    name = w.fresh("class")
    fields = f"#e = 1; static get size() {{ return {value(w)}; }} a = {value(w)};"
    w.put(f"class {name} {{ {fields}")
    w.put(f"  constructor(t) {{ this.t = t; this.of = {value(w)}; }}")
    w.put(f"  get e() {{ return this.#e + {value(w)}; }} static two(n) {{ return n; }}")
    w.put("}")
    w.put(f"{{ const it = new {name}({value(w)});")
    w.put(f"  log(it.e, it.t, it.a, it.of, {name}.size, {name}.two(2), it instanceof {name}); }}")


def closures(w: Writer, deep: int) -> None:
    """Functions that outlive the loop in which they are made."""
    made = value(w)
    name = w.fresh("list")
    w.put(f"const {name} = [];")
    w.known()
    w.put(f"for (let e = 0; e < 3; e++) {{ const t = e * 2; {name}.push(() => [e, t, {made}]); }}")
    w.put(f"for (const each of {name}) log(each());")
