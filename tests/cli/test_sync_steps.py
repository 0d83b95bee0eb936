"""`onward sync --steps` as the inbox runs it: objects alone, and an end with whoever attends."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

ATTENDED = '{"passwords": {"work": "Zebra-7731", "nobody": ""}}\n'


def run(program, home, *words):
    """Start a run whose input stays open."""
    return subprocess.Popen([str(program), "sync", "--steps", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env={**os.environ, "ONWARD_HOME": str(home)})


def told(process):
    """Return the objects and what stands beside them, once it has ended."""
    said, beside = process.stdout.read(), process.stderr.read()
    process.stdin.close()
    process.wait(20)
    process.stdout.close()
    process.stderr.close()
    return [json.loads(line) for line in said.splitlines()], beside


def test_what_keeps_it_from_beginning_comes_as_an_object(program, home):
    process = run(program, home)
    process.stdin.write(ATTENDED)
    process.stdin.flush()
    reports, beside = told(process)
    assert len(reports) == 1, beside
    [report] = reports
    assert report["trouble"]["code"] == "no-account" and "onward account add" in report["text"][0]
    assert beside == "" and process.returncode == 3
    assert b"Zebra" not in b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())


@pytest.mark.parametrize("line", ["", "\n", "nonsense\n", "[]\n", '{"passwords": []}\n'])
def test_any_first_line_will_do(program, home, line):
    process = run(program, home, "nobody")
    process.stdin.write(line or "{}\n")
    process.stdin.flush()
    reports, beside = told(process)
    assert [each["trouble"]["code"] for each in reports] in (["no-account"], ["no-such-account"]) and not beside


def test_it_ends_with_its_input(program, home):
    process = run(program, home)
    process.stdin.close()
    assert process.wait(20) in (3, 130)
    assert "Traceback" not in process.stderr.read()
    process.stdout.close()
    process.stderr.close()
