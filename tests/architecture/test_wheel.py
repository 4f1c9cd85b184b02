"""What travels when the product is installed elsewhere."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, PRODUCT, project_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy of the files that git knows: nothing that merely lies around comes along."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in project_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((CHECKOUT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, source],
        capture_output=True,
        check=True,
        timeout=110,
    )
    [file] = Path(target).glob("*.whl")
    return zipfile.ZipFile(file)


def test_every_file_of_the_product_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    product = {name for name in project_files() if name.split("/")[0] in PRODUCT}

    assert product - set(wheel.namelist()) == set()


def test_nothing_else_is(wheel: zipfile.ZipFile) -> None:
    packed = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}

    assert packed <= set(PRODUCT)
