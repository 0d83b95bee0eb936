"""Who may log by mail: only the user, and only where the user's own server vouches for it."""

from __future__ import annotations

import pytest

from store.sync.own_lines import authentic, own_part

OWN = frozenset({"ada@example.com"})
FROM = "From: Ada <ada@example.com>\r\n"
PASS = "Authentication-Results: mx.example.com; {}\r\n"
OUTSIDE = "Received: from evil.example.org by mx.example.com with ESMTPS id 1; Tue\r\n"
INSIDE = "Received: from mx by imap.example.com with LMTP id 2; Tue\r\n"


def holds(head, host="imap.example.com", trusted=()):
    return authentic((head + "\r\nAuthentication-Results: mx.example.com; dmarc=pass header.from=example.com\r\n").encode(),
                     OWN, host, trusted)


@pytest.mark.parametrize("result", [
    "dmarc=pass header.from=example.com", "dmarc=pass (p=REJECT sp=(x;y)) header.from=example.com",
    "spf=fail; dkim=pass header.d=example.com header.s=a", "dkim=pass header.i=@example.com",
    "dkim=pass reason=\"good; really\" header.d=mail.example.com", "spf=pass smtp.mailfrom=ada@example.com",
    "dkim/1=pass header.d=example.com", "DKIM=PASS header.d=EXAMPLE.com"])
def test_results_of_the_own_server_on_top_hold(result):
    assert holds(INSIDE + PASS.format(result) + OUTSIDE + FROM)
    assert holds(PASS.format(result) + FROM)


@pytest.mark.parametrize("result", [
    "none", "dmarc=fail header.from=example.com", "dkim=pass header.d=example.org", "spf=pass smtp.mailfrom=eve@example.org",
    "dmarc=pass header.from=notexample.com", "dkim=pass header.d=com", "dkim=pass", "dmarc=none (dmarc=pass header.from=example.com)",
    'dkim=fail reason="x; dmarc=pass header.from=example.com"', "spf=pass smtp.mailfrom=ada@example.com.example.org"])
def test_others_do_not(result):
    assert not holds(INSIDE + PASS.format(result) + OUTSIDE + FROM)


GOOD = PASS.format("dmarc=pass header.from=example.com")


@pytest.mark.parametrize("head", [
    OUTSIDE + GOOD + FROM,
    INSIDE + OUTSIDE + GOOD + FROM,
    "Received: from x by y; Tue\r\n" + GOOD + FROM,
    PASS.format("dmarc=fail header.from=example.com") + GOOD + FROM,
    "Authentication-Results: mx.example.org; dmarc=pass header.from=example.com\r\n" + FROM,
    "Authentication-Results: mx.example.com.example.org; dmarc=pass header.from=example.com\r\n" + FROM,
    "Authentication-Results: dmarc=pass header.from=example.com\r\n" + FROM,
    OUTSIDE + "Received: from a by mx.example.com with ESMTPSA; Tue\r\n" + FROM,
    "Received: from a by mx.example.org with ESMTPSA; Tue\r\n" + FROM,
    GOOD + FROM + FROM, GOOD + "From: ada@example.com, eve@example.org\r\n", GOOD + "From: eve@example.org\r\n", GOOD,
    GOOD + 'From: "ada@example.com" <eve@example.org>\r\n', FROM,
])
def test_what_stands_below_anything_from_outside_counts_for_nothing(head):
    assert not holds(head)


def test_a_server_known_to_take_out_false_ones_counts_wherever_its_own_stands():
    gmail = "Authentication-Results: mx.google.com; dmarc=pass header.from=example.com\r\n"
    relayed = "Received: by 2002:a05 with SMTP id 1; Tue\r\nReceived: from a by mx.google.com with ESMTPS; Tue\r\n"
    assert holds(relayed + gmail + FROM, host="imap.gmail.com")
    assert not holds(relayed + gmail.replace("pass", "fail") + gmail + FROM, host="imap.gmail.com")
    assert holds(OUTSIDE + GOOD + FROM, trusted=("mx.example.com",))
    assert not holds(OUTSIDE + GOOD + FROM, trusted=("mx.example.org",))


def test_a_mail_sent_through_the_own_server_after_logging_in_holds():
    assert holds(INSIDE + "Received: from [10.0.0.1] (phone) by mx.example.com with ESMTPSA id 3; Tue\r\n" + FROM)


@pytest.mark.parametrize("host, expected", [("imap.example.com", "example.com"), ("example.com", "example.com"),
                                            ("localhost", "localhost"), ("imap.mail.example.com", "mail.example.com")])
def test_the_own_servers_share_an_ending(host, expected):
    assert own_part(host) == expected
