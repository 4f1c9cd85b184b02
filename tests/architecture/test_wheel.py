"""What travels when the product is installed elsewhere."""

from __future__ import annotations

import zipfile

import pytest

from tests.architecture.sources import PRODUCT, project_files
from tests.wheel import build_wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The product's wheel, opened."""
    return zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")))


def test_every_file_of_the_product_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    product = {name for name in project_files() if name.split("/")[0] in PRODUCT}

    assert product - set(wheel.namelist()) == set()


def test_nothing_else_is(wheel: zipfile.ZipFile) -> None:
    packed = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}

    assert packed <= set(PRODUCT)
