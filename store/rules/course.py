"""A cadence's steps and rhythms by name, worked out once a definition."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from store.model import Plan

_MOST_KEPT = 256
_NONE: frozenset[str] = frozenset()


class Course:
    """What of a definition is walked through, and what runs beside it."""

    __slots__ = ("beside", "definition", "order", "rhythms", "steps")

    def __init__(self, definition: Mapping[str, Any]) -> None:
        """Sort out what is walked through; steps beside the others are not."""
        self.definition = definition
        self.beside = tuple(each for each in definition.get("step", ()) if each.get("beside"))
        self.steps = {each["name"]: each for each in definition.get("step", ()) if not each.get("beside")}
        self.rhythms = {each["name"]: each for each in definition.get("rhythm", ())}
        self.order = (*self.steps, *self.rhythms)


_courses: dict[int, Course] = {}


def course_of(definition: Mapping[str, Any]) -> Course:
    """Return the course of a definition; one worked out before is known by the very same object."""
    known = _courses.get(id(definition))
    if known is None or known.definition is not definition:
        if len(_courses) > _MOST_KEPT:
            _courses.clear()
        known = _courses[id(definition)] = Course(definition)
    return known


def step_key(plan: Plan, state: str, count: int) -> str:
    """Return the key of a step: derived from plan, step and count, so that nothing is due twice."""
    return f"{plan.id}:{state}:{count}"


def beside_of(plans: Iterable[Plan]) -> frozenset[str]:
    """Return what names the steps that are done with the referrer: their keys (`step_key`) without the count."""
    found = [f"{plan.id}:{each['name']}" for plan in plans for each in course_of(plan.definition).beside]
    return frozenset(found) if found else _NONE


def is_among(key: str, steps: frozenset[str]) -> bool:
    """Return whether a step key is one of some steps, whatever its count."""
    return key.rpartition(":")[0] in steps
