"""Makes the helpers beside these tests importable, and gives all of them one folder."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return a folder for files that are written over and over."""
    return tmp_path_factory.mktemp("out")
