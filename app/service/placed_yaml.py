"""YAML whose every value knows its place in the file, so that a mistake is told in one clear line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.service.yaml_faults import fault_of, place_of

LARGEST_FILE_CHARACTERS = 5_000_000
DEEPEST_LEVEL = 20
_LONGEST_SHOWN = 60
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads 10,000 resellers in seconds, not minutes
_NULL = "tag:yaml.org,2002:null"

Value = TypeVar("Value")


class ProgrammeError(ValueError):
    """A programme file is wrong: one line with file, place, key, what was found and what was expected."""

    def __init__(self, source: str, line: int, column: int, path: str, problem: str) -> None:
        where = f"{path}: " if path else ""
        super().__init__(" ".join(f"{source}:{line}:{column}: {where}{problem}".split()))
        self.source, self.line, self.column, self.path, self.problem = source, line, column, path, problem


@dataclass(frozen=True)
class Spot:
    """A value of the file at its place. ``path`` is how a person would name it: ``people[1].role``."""

    node: Node
    source: str
    path: str = ""

    @property
    def line(self) -> int:
        """The line of the value, from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, expected: str, found: str | None = None, among: Collection[str] = ()) -> ProgrammeError:
        """Return the error that this value is not what was expected, with the nearest of ``among``."""
        shown = self._shown() if found is None else found
        return self.error(f"found {shown}, expected {expected}{suggestion(shown, among)}")

    def error(self, problem: str) -> ProgrammeError:
        """Return an error at this place."""
        return ProgrammeError(self.source, self.line, int(self.node.start_mark.column) + 1, self.path, problem)

    def _shown(self) -> str:
        if isinstance(self.node, ScalarNode):
            text = str(self.node.value)
            return "nothing" if self.is_null else repr(text[:_LONGEST_SHOWN] + "…" * (len(text) > _LONGEST_SHOWN))
        return "a mapping" if isinstance(self.node, MappingNode) else "a list"

    @property
    def is_null(self) -> bool:
        """Whether nothing is written here, or ``null``."""
        return isinstance(self.node, ScalarNode) and self.node.tag == _NULL

    @property
    def is_mapping(self) -> bool:
        """Whether keys with values are written here."""
        return isinstance(self.node, MappingNode)

    def remark(self, sentence: str) -> str:
        """Return a sentence about this place that is no error."""
        return f"{self.source}:{self.line}: {self.path}: {sentence}"

    # --- scalars

    def text(self, longest: int = 200) -> str:
        """Read one line of text; numbers keep the spelling of the file, so that postcodes keep their zeros."""
        text = self.paragraph(longest)
        if not text.isprintable():
            raise self.wrong("one line of printable text")
        return text

    def paragraph(self, longest: int = 2000) -> str:
        """Read a text of any number of lines."""
        if not isinstance(self.node, ScalarNode) or self.is_null:
            raise self.wrong("a text")
        text = str(self.node.value).strip()
        if not 0 < len(text) <= longest:
            raise self.wrong(f"a text of 1 to {longest} characters", f"{len(text)} characters")
        return text

    def choice(self, allowed: Collection[str], what: str | None = None) -> str:
        """Read one of a few words."""
        text = self.text()
        if text not in allowed:
            raise self.wrong(what or f"one of {', '.join(allowed)}", among=allowed)
        return text

    def yes_no(self) -> bool:
        """Read true or false."""
        text = self.text().lower()
        if text not in ("true", "false", "yes", "no", "on", "off"):
            raise self.wrong("true or false")
        return text in ("true", "yes", "on")

    def whole(self, lowest: int = 0, highest: int = 1_000_000) -> int:
        """Read a whole number within bounds."""
        text = self.text() if isinstance(self.node, ScalarNode) and not self.is_null else ""
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20) or not lowest <= int(text) <= highest:
            raise self.wrong(f"a whole number from {lowest} to {highest}")
        return int(text)

    def decimal(self, lowest: float = 0, highest: float = 1e12) -> float:
        """Read a number within bounds."""
        value = self.plain() if isinstance(self.node, ScalarNode) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            raise self.wrong(f"a number from {lowest:g} to {highest:g}")
        return float(value)

    def plain(self) -> Any:
        """Read a text, number, true, false, null or a list of such; only true and false are truth values.

        YAML 1.1 reads ``no`` as false and ``01067`` as an octal number; a language and a postcode must survive.
        """
        if isinstance(self.node, SequenceNode):
            return [item.plain() for item in self.items()]
        if not isinstance(self.node, ScalarNode):
            raise self.wrong("a text, a number or a list")
        text, kind = str(self.node.value), self.node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if kind in ("int", "float") and (text == "0" or not text.lstrip("-").startswith("0") or "." in text):
            return _number(text)
        return self.text()

    # --- collections

    def items(self) -> list[Spot]:
        """Return the entries of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.wrong("a list")
        return [Spot(node, self.source, f"{self.path}[{index}]") for index, node in enumerate(self.node.value)]

    def each(self, read: Callable[[Spot], Value]) -> tuple[Value, ...]:
        """Read every entry of a list."""
        return tuple(read(item) for item in self.items())

    def entries(self) -> dict[str, Spot]:
        """Return the values of a mapping by key.

        Raises: ProgrammeError: it is no mapping, or a key is not a text or stands there twice.
        """
        if not isinstance(self.node, MappingNode):
            raise self.wrong("a mapping of keys to values")
        found: dict[str, Spot] = {}
        for key_node, value_node in self.node.value:
            if not isinstance(key_node, ScalarNode):
                raise Spot(key_node, self.source, self.path).wrong("a key that is a text")
            key = str(key_node.value)
            if key in found:
                raise Spot(key_node, self.source, self.path).error(f"the key {key!r} stands here twice")
            found[key] = Spot(value_node, self.source, f"{self.path}.{key}" if self.path else key)
        return found

    def fields(self, readers: Mapping[str, Callable[[Spot], Any]], required: Collection[str] = ()) -> dict[str, Any]:
        """Read a mapping by a table of readers, in the table's order; keys that are left out are left out here too.

        Raises: ProgrammeError: an unknown key, a missing required one, or a reader's own.
        """
        entries = self.entries()
        for key, spot in entries.items():
            if key not in readers:
                raise self._at_key(key, spot).error(f"unknown key {key!r}{suggestion(key, readers)}")
        for key in required:
            if key not in entries:
                raise self.error(f"the key {key!r} is missing")
        return {key: read(entries[key]) for key, read in readers.items() if key in entries}

    def _at_key(self, key: str, spot: Spot) -> Spot:
        assert isinstance(self.node, MappingNode)  # entries() has made sure
        return Spot(next(node for node, _ in self.node.value if str(node.value) == key), self.source, spot.path)


def optional(read: Callable[[Spot], Value]) -> Callable[[Spot], Value | None]:
    """Return a reader that takes ``null`` for None."""
    return lambda spot: None if spot.is_null else read(spot)


def suggestion(found: str, among: Collection[str]) -> str:
    """Return the nearest known word as the end of a sentence, or nothing."""
    near = get_close_matches(found.strip("'\""), list(among), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def read_yaml(text: str, source: str) -> Spot:
    """Return the root of a YAML text.

    Args: source: the file's name, for messages.
    Raises: ProgrammeError: too large, too deep, with aliases, not one YAML document.
    """
    if len(text) > LARGEST_FILE_CHARACTERS:
        raise ProgrammeError(source, 1, 1, "", f"found {len(text):,} characters, expected at most 5,000,000")
    try:
        _refuse_bombs(text, source)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line, column, problem = fault_of(error, text)
        raise ProgrammeError(source, line, column, "", problem) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise ProgrammeError(source, line, 1, "", "found a character that YAML forbids") from error
    if root is None:
        raise ProgrammeError(source, 1, 1, "", "found an empty file, expected a programme")
    return Spot(root, source)


def _refuse_bombs(text: str, source: str) -> None:
    """Refuse aliases, which can make ten lines into gigabytes, and what nests too deep for the stack."""
    level = 0
    for event in yaml.parse(text, Loader=_LOADER):
        level += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        problem = "aliases (*name) are not read, write the values out" if isinstance(event, AliasEvent) else ""
        problem = f"nested deeper than {DEEPEST_LEVEL} levels" if level > DEEPEST_LEVEL else problem
        if problem:
            raise ProgrammeError(source, *place_of(event.start_mark), "", problem)


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
