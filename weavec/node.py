"""`@node`: frozen, slotted data classes that are cheap to define.

Goes in: a class body with annotated fields. Comes out: a class with `__slots__`, read-only
attributes, an `__init__` taking the fields in order or by name, equality by value, a `repr`, and
`__match_args__`, so that `match` works on it.

It is `@dataclass(frozen=True, slots=True)` as far as a type checker or a reader can tell. The
standard one compiles source text for every method of every class, which for the classes of the
syntax tree and the program costs a quarter of the compiler's start-up; here all classes share their
methods, and classes with as many fields the code of their `__init__`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def node(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted data class.

    Fields are the annotations of the class itself (a node class has no node as its base); a value
    assigned to one is its default and must be immutable.
    """
    own = dict(cls.__dict__)
    names = tuple(own.get("__annotations__") or cls.__annotations__)
    defaults = {name: own.pop(name) for name in names if name in own}
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    own.update(
        __slots__=names,
        __match_args__=names,
        __setattr__=_frozen,
        __delattr__=_frozen,
        __repr__=_repr,
        __eq__=_equal,
        __hash__=_hash,
    )
    made: Any = type(cls.__name__, cls.__bases__, own)
    setters = [made.__dict__[name].__set__ for name in names]

    def by_name(self: Any, args: tuple[Any, ...], given: dict[str, Any]) -> None:
        """Set the fields where some are given by name or left to their defaults."""
        pairs = zip(names, args, strict=True)
        values = {name: value for name, value in pairs if value is not MISSING}
        for name, value in given.items():
            if name in values or name not in names:
                raise TypeError(f"{made.__name__} has no place for the field {name!r}")
            values[name] = value
        for name, put in zip(names, setters, strict=True):
            if name in values:
                put(self, values[name])
            elif name in defaults:
                put(self, defaults[name])
            else:
                raise TypeError(f"{made.__name__} misses the field {name!r}")

    made.__init__ = _maker(len(names))(*setters, by_name)
    return cast("type[T]", made)


MISSING: Final = object()
"""Stands for an argument that was not given."""


@cache
def _maker(count: int) -> Callable[..., Any]:
    """What makes the `__init__` of a class with `count` fields, straight-line code without a loop.

    Its source depends on the number alone; classes with as many fields share it.
    """
    puts = [f"put{n}" for n in range(count)]
    args = [f"a{n}" for n in range(count)]
    told = ", ".join(f"{arg}=MISSING" for arg in args)
    body = "; ".join(f"{put}(self, {arg})" for put, arg in zip(puts, args, strict=True)) or "pass"
    whole = f"given or {args[-1]} is MISSING" if args else "given"
    lines = [
        f"def maker({', '.join([*puts, 'by_name'])}):",
        f"    def __init__(self, {told + ', ' if told else ''}**given):",
        f"        if {whole}: by_name(self, ({''.join(arg + ', ' for arg in args)}), given)",
        f"        else: {body}",
        "    return __init__",
    ]
    made: dict[str, Any] = {"MISSING": MISSING}
    exec("\n".join(lines), made)  # as the standard dataclasses do, once for each number of fields
    return cast("Callable[..., Any]", made["maker"])


def fields(value: Any) -> tuple[str, ...]:
    """The names of a node's fields, in the order in which they are written."""
    return tuple(type(value).__match_args__)


def replace(value: T, **changes: Any) -> T:
    """A copy of the node `value` with some fields changed."""
    kept = [changes.pop(n) if n in changes else getattr(value, n) for n in fields(value)]
    return type(value)(*kept, **changes)  # what is left in `changes` is no field: refused there


def _frozen(self: Any, name: str, value: Any = None) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: cannot change {name!r}")


def _repr(self: Any) -> str:
    body = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields(self))
    return f"{type(self).__name__}({body})"


def _equal(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in fields(self))


def _hash(self: Any) -> int:
    return hash((type(self), *(getattr(self, name) for name in fields(self))))
