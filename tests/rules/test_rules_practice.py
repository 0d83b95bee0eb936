"""A made-up consultant's practice: under the daily cap, nobody late or forgotten, no silent person pestered."""

import pytest

from tests.rules.practice import CAP, Run


def hold(run):
    """Check what the rules promise of a practice whose user does the queue on working days."""
    assert run.done > run.length * 3
    assert max(run.rhythm_a_day) <= CAP
    assert run.late / run.done < 0.02
    assert run.replies > 0
    # after five unanswered touches it asks (a monthly nurture does not); a plan ends with nine
    assert run.most_unanswered <= 5
    assert max(run.silent(), default=0) <= 10
    # 90 days is the longest interval that ships, and a week to do it in
    assert run.longest_unseen.days <= 97
    assert any(each.startswith("unanswered") for each in run.ends)


@pytest.mark.parametrize("seed", [7, 8])
def test_a_practice_of_ninety_days(seed):
    hold(Run(seed, 90).work())


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_a_practice_of_two_hundred_days(seed):
    run = Run(seed, 200).work()
    hold(run)
    assert any(each.startswith("end-of-plan") for each in run.ends)


def test_the_same_seed_is_the_same_practice():
    assert Run(3, 30).work().table() == Run(3, 30).work().table()
