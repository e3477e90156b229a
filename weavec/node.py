"""`@node`: frozen, slotted data classes that are cheap to define.

Goes in: a class body with annotated fields. Comes out: a class with `__slots__`, read-only
attributes, an `__init__` taking the fields in order or by name, equality by value, a `repr`, and
`__match_args__`, so that `match` works on it.

It is `@dataclass(frozen=True, slots=True)` as far as a type checker or a reader can tell. The
standard one compiles source text for every method of every class, which for the classes of the
syntax tree and the program costs a quarter of the compiler's start-up; here all classes share the
same few functions.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast, dataclass_transform

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
    setters = tuple(made.__dict__[name].__set__ for name in names)
    count = len(names)

    def init(self: Any, *args: Any, **given: Any) -> None:
        if len(args) == count and not given:
            for put, value in zip(setters, args):  # noqa: B905 - lengths are equal, this is hot
                put(self, value)
            return
        if len(args) > count:
            raise TypeError(f"{made.__name__} takes {count} fields, {len(args)} were given")
        values = dict(zip(names, args, strict=False))
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

    made.__init__ = init
    return cast("type[T]", made)


def fields(value: Any) -> tuple[str, ...]:
    """The names of a node's fields, in the order in which they are written."""
    return tuple(type(value).__match_args__)


def replace(value: T, **changes: Any) -> T:
    """A copy of the node `value` with some fields changed."""
    return type(value)(**{name: getattr(value, name) for name in fields(value)} | changes)


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
