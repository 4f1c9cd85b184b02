"""Letter contexts to JSON for the outbox, and strictly back."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.letters.letter import LetterContext

Json = Any


class NotALetter(ValueError):
    """Stored JSON does not fit the letter's kind; the message names the place."""


def to_json(context: LetterContext) -> dict[str, Json]:
    """Return the context as plain JSON values.

    Returns: instants and days as ISO 8601 (instants in UTC), tuples as lists, enums as their value.
    Raises: NotALetter: a naive instant, or a value JSON has no form for.
    """
    encoded = _encode(context, type(context).__name__)
    assert isinstance(encoded, dict)
    return encoded


def _encode(value: Any, place: str) -> Json:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise NotALetter(f"{place}: {value} has no zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(item, f"{place}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {str(key): _encode(item, f"{place}.{key}") for key, item in value.items()}
    if is_dataclass(value):
        return {each.name: _encode(getattr(value, each.name), f"{place}.{each.name}") for each in fields(value)}
    raise NotALetter(f"{place}: {type(value).__name__} has no JSON form")


def decode(kind: type[Any], value: Json, place: str) -> Any:
    """Return ``value`` as an instance of ``kind``.

    Args: kind: a type as annotated in a context. place: said in the error.
    Raises: NotALetter: a missing or unknown key, or a value of another type.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_one_of(get_args(kind), value, place)
    if origin is tuple:
        return _decode_tuple(get_args(kind), value, place)
    if origin is not None and issubclass(origin, Mapping):
        key_type, item_type = get_args(kind)
        _expect(isinstance(value, dict), "an object", value, place)
        return {decode(key_type, key, place): decode(item_type, item, f"{place}.{key}") for key, item in value.items()}
    if is_dataclass(kind):
        return _decode_dataclass(kind, value, place)
    return _decode_scalar(kind, value, place)


def _decode_scalar(kind: type[Any], value: Json, place: str) -> Any:
    if kind is type(None):
        _expect(value is None, "null", value, place)
        return None
    if kind in (datetime, date) or issubclass(kind, Enum):
        _expect(isinstance(value, str) and (kind is not datetime or "T" in value), kind.__name__, value, place)
        try:
            return kind(value) if issubclass(kind, Enum) else kind.fromisoformat(value)
        except ValueError as error:
            raise NotALetter(f"{place}: {error}") from error
    allowed = (int, float) if kind is float else (kind,)
    _expect(isinstance(value, allowed) and (kind is bool or not isinstance(value, bool)), kind.__name__, value, place)
    return kind(value)


def _decode_one_of(kinds: tuple[type[Any], ...], value: Json, place: str) -> Any:
    problems = []
    for kind in kinds:
        try:
            return decode(kind, value, place)
        except NotALetter as error:
            problems.append(str(error))
    raise NotALetter("; ".join(problems))


def _decode_tuple(kinds: tuple[Any, ...], value: Json, place: str) -> tuple[Any, ...]:
    _expect(isinstance(value, list), "a list", value, place)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    _expect(len(kinds) == len(value), f"{len(kinds)} items", value, place)
    return tuple(decode(kind, item, f"{place}[{i}]") for i, (kind, item) in enumerate(zip(kinds, value, strict=True)))


def _decode_dataclass(kind: Any, value: Json, place: str) -> Any:
    _expect(isinstance(value, dict), "an object", value, place)
    hints, required = _shape(kind)
    unknown, missing = value.keys() - hints.keys(), required - value.keys()
    _expect(not unknown, f"no {sorted(unknown)}", value, place)
    _expect(not missing, f"{sorted(missing)} too", value, place)
    return kind(**{name: decode(hints[name], item, f"{place}.{name}") for name, item in value.items()})


@cache
def _shape(kind: type[Any]) -> tuple[dict[str, type[Any]], frozenset[str]]:
    hints = get_type_hints(kind)
    known = fields(kind)
    required = (each.name for each in known if each.default is MISSING and each.default_factory is MISSING)
    return {each.name: hints[each.name] for each in known}, frozenset(required)


def _expect(holds: bool, expected: str, found: Json, place: str) -> None:
    if not holds:
        raise NotALetter(f"{place}: expected {expected}, found {str(found)[:60]!r}")
