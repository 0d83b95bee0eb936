"""What the tests with real programs stand on: each says which it needs, and in which Debian package it is found."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.real.keyrings import keyring_in  # noqa: F401
from tests.real.mail_servers import mail_server, running_mail_server, stranger  # noqa: F401


def needs(program: str, package: str) -> str:
    """Return the path of a program; without it, skip the test with the reason, and fail it where CI is "true"."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not here: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(name="needs")
def needs_fixture():
    """Return `needs(program, package)`."""
    return needs
