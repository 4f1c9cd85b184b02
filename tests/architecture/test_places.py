"""What is committed runs anywhere: it names no place where it was made, and no host of a registry."""

from __future__ import annotations

import pytest

from tests.architecture.sources import CHECKOUT, project_files

# Put together here, so that this file does not name them either.
PLACES = [
    "/".join(["", "work", ""]),
    "/".join(["", "root", ""]),
    "/".join(["", "tmp", "brief"]),
    "/".join(["", "opt", "pypi"]),
    ".".join(["pypi", "org"]),
    ".".join(["pythonhosted", "org"]),
    ".".join(["deb", "debian", "org"]),
    ".".join(["registry", "npmjs"]),
    "-".join(["--index", "url http"]),
    "-".join(["--find", "links "]),
]


def places_in(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").casefold()
    return [place for place in PLACES if place in text]


def test_no_file_names_a_place() -> None:
    named = {name: found for name in project_files() if (found := places_in((CHECKOUT / name).read_bytes()))}

    assert named == {}


@pytest.mark.parametrize("place", PLACES)
def test_each_place_would_be_seen(place: str) -> None:
    assert places_in(f"see {place.upper()} for more".encode()) == [place]
