"""Frozen records, as frozen dataclasses to every reader and type checker, without what dataclasses cost at start-up.

Importing `dataclasses` and generating fifteen frozen classes costs as much as two bare interpreters
(`tests/bench` shows it); a quick command has four to spend. A record takes keyword or positional arguments in the
order of its annotations, cannot be changed, compares and hashes by its values, and prints them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import dataclass
    from dataclasses import replace as replace
    from typing import Any, TypeVar, cast, dataclass_transform

    Class = TypeVar("Class", bound=type)

    @dataclass_transform(frozen_default=True)
    def record(cls: Class) -> Class:
        """Make a class a frozen record of its annotated fields."""
        return cast("Class", dataclass(frozen=True)(cls))

    def filled(cls: type[Any], fields: dict[str, Any]) -> Any:
        """Return a record that holds a mapping of every one of its fields, which it keeps and nobody changes any more."""

else:
    set_whole = object.__setattr__

    def record(cls):
        """Make a class a frozen record of its annotated fields."""
        names = tuple(cls.__annotations__)
        count = len(names)
        defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        required = frozenset(name for name in names if name not in defaults)

        def initialise(self, *values, **named):
            if not values:
                fields = {**defaults, **named}
            elif len(values) == count and not named:
                set_whole(self, "__dict__", dict(zip(names, values, strict=True)))
                return
            elif len(values) > count:
                raise TypeError(f"{cls.__name__} takes {count} values, not {len(values)}")
            else:
                fields = {**defaults, **dict(zip(names, values, strict=False)), **named}
            if len(fields) != count or not required <= fields.keys():
                _explain(cls, names, required, values, named)
            set_whole(self, "__dict__", fields)

        cls.__init__ = initialise
        cls.record_fields = names
        cls.__setattr__ = _refuse
        cls.__delattr__ = _refuse
        cls.__repr__ = _show
        if "__eq__" not in cls.__dict__:
            cls.__eq__ = _equal
            cls.__hash__ = _hash
        return cls

    def _explain(cls, names, required, values, named):
        """Raise the TypeError that says which argument is unknown or missing."""
        unknown = sorted(set(named) - set(names))
        missing = sorted(required - set(named) - set(names[: len(values)]))
        raise TypeError(f"{cls.__name__}: unknown {unknown}, missing {missing}")

    def _refuse(self, name, *value):
        """Refuse to change a record."""
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed: records are frozen")

    def _show(self):
        """Return the record as the call that makes it."""
        values = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.record_fields)
        return f"{type(self).__qualname__}({values})"

    def _equal(self, other):
        """Compare by class and values."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self.__dict__ == other.__dict__

    def _hash(self):
        """Hash by values; raises TypeError where a value cannot be hashed."""
        return hash(tuple(self.__dict__[name] for name in self.record_fields))

    def filled(cls, fields):
        """Return a record that holds a mapping of every one of its fields, which it keeps and nobody changes any more."""
        record_ = cls.__new__(cls)
        set_whole(record_, "__dict__", fields)
        return record_

    def replace(record_, **changes):
        """Return a copy of a record with some fields changed."""
        return type(record_)(**{**record_.__dict__, **changes})


def field_names(cls: type) -> tuple[str, ...]:
    """Return the names of a record class's fields, in order."""
    names: tuple[str, ...] = getattr(cls, "record_fields", tuple(cls.__annotations__))
    return names


def defaults_of(cls: type) -> dict[str, Any]:
    """Return a record class's fields that need not be given, with the values they have then."""
    return {name: cls.__dict__[name] for name in field_names(cls) if name in cls.__dict__}


def as_mapping(record_: object) -> Mapping[str, Any]:
    """Return a record's fields as a mapping; to be read, never changed."""
    return record_.__dict__
