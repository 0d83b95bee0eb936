"""Ids made from content: the SHA-256 of it, without the library that loads OpenSSL first."""

import hashlib
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as some

from store.disk.identity import id_of_content, number_of_id


@given(some.binary(max_size=300))
def test_an_id_of_content_is_the_first_half_of_its_digest(content):
    assert number_of_id(id_of_content(content)) == int(hashlib.sha256(content).hexdigest()[:32], 16)


def test_an_interpreter_without_its_own_digest_uses_the_library_for_it():
    done = subprocess.run([sys.executable, "-c", "import sys; sys.modules.update(_sha2=None, _sha256=None)\n"
                           "from store.disk.identity import id_of_content; print(id_of_content(b'content'))"],
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == id_of_content(b"content")


def test_a_quick_command_does_without_the_library(onward):
    script = ("import sys; from tui.cli import main; status = main(['log', 'met Marty Chen @Acme // note'])\n"
              "assert status == 0 and 'hashlib' not in sys.modules")
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
