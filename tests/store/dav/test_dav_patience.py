"""A server that says nothing: what is quick is asked again, what it may still be at work on is not."""

import socket
import threading

import pytest

from store.errors import Unavailable
from store.model import Account
from store.passwords import Secret
from store.sync.dav import protocol
from store.sync.dav.client import PATIENCE, PAUSES, Client
from store.sync.dav.protocol import Request

USUAL = [Request("OPTIONS", "/"), Request("GET", "/card.vcf"), protocol.propfind("/", protocol.COLLECTION_PROPERTIES)]
LISTS = [protocol.propfind("/", protocol.COLLECTION_PROPERTIES, 1), protocol.sync_collection("/people/", ""),
         protocol.multiget("/people/", ["/people/1.vcf"], "cards")]


@pytest.fixture
def silent():
    """A server that takes every question and answers none; gives its port and what it was asked."""
    asked, held = [], []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            held.append(line)
            asked.append(line.recv(65536).split(b" ", 1)[0])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1], asked
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()
    for each in held:
        each.close()


@pytest.mark.parametrize(("request_", "times"), [*((each, 1 + len(PAUSES)) for each in USUAL), *((each, 1) for each in LISTS)])
def test_only_what_is_quick_is_asked_again(silent, request_, times):
    port, asked = silent
    account = Account(name="phone", kind="dav", user="ada", dav_url=f"http://127.0.0.1:{port}/")
    client = Client(account, Secret("password", "none"), limit=0.05, sleep=lambda _seconds: None)
    with client, pytest.raises(Unavailable) as trouble:
        client.ask(request_)
    assert trouble.value.code == "server-silent"
    assert asked == [request_.method.encode()] * times


def test_a_list_is_waited_for_longer():
    assert PATIENCE > 1
    assert all(each.lists for each in LISTS) and not any(each.lists for each in USUAL)
