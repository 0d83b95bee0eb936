"""Radicale (TLS, htpasswd) and Xandikos on loopback, and a proxy that cuts the line: what the tests of DAV stand on."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from store.model import Account
from store.passwords import Secret
from tests.real.certificates import Authority
from tests.real.mail_servers import free_port

USER = "ada"
PASSWORD = "Zebra-ünter-7731"
SECRET = Secret("password", PASSWORD)
STATE = {"radicale": "collections", "xandikos": "data"}


class DavServer:
    """A server in a folder of its own; `account()` is a record that logs in to it, `url` its address."""

    kind = ""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="onward-dav-"))
        self.authority = ""
        self._process = None
        self.port = 0
        self.start()

    @property
    def url(self):
        """The address of the server."""
        raise NotImplementedError

    def command(self):
        """Return the command that runs it."""
        raise NotImplementedError

    def start(self):
        """Start it, on the port it had before where that is still free."""
        for _ in range(4):
            self.port = self.port or free_port()
            with (self.folder / "said").open("ab") as said:
                self._process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                                 start_new_session=True)
            until = time.monotonic() + 30
            while self._process.poll() is None and time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", self.port), 1).close()
                    return
                except OSError:
                    time.sleep(0.02)
            self.end()
            self.port = 0
        raise RuntimeError((self.folder / "said").read_text(errors="replace"))

    def end(self):
        """End the server; its files stay."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._process = None

    def stop(self):
        """End it and take its files away."""
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def account(self, **changes):
        """Return an account of this server."""
        fields = {"name": "phone", "kind": "dav", "user": USER, "dav_url": self.url, "authority": self.authority}
        return Account(**{**fields, **changes})

    def keep(self, name):
        """Keep a copy of everything the server holds."""
        shutil.copytree(self.folder / STATE[self.kind], self.folder / f"kept-{name}", symlinks=True)

    def restore(self, name):
        """Lead the server back to a copy, as from a backup: what it remembers of changes since is gone too."""
        self.end()
        shutil.rmtree(self.folder / STATE[self.kind])
        shutil.copytree(self.folder / f"kept-{name}", self.folder / STATE[self.kind], symlinks=True)
        for cache in (self.folder / STATE[self.kind]).rglob(".Radicale.cache"):
            shutil.rmtree(cache / "sync-token", ignore_errors=True)
        self.start()

    def forget_tokens(self):
        """Have the server forget what it knows of changes, as after weeks."""
        for cache in (self.folder / STATE[self.kind]).rglob(".Radicale.cache"):
            shutil.rmtree(cache / "sync-token", ignore_errors=True)


class Radicale(DavServer):
    """Radicale with TLS and a password file."""

    kind = "radicale"

    def __init__(self):
        self.issuer = Authority("Tests of Onward")
        super().__init__()

    @property
    def url(self):
        return f"https://localhost:{self.port}/"

    def command(self):
        self.authority = str(self.folder / "authority.pem")
        if not Path(self.authority).exists():
            Path(self.authority).write_bytes(self.issuer.certificate)
            certificate, key = self.issuer.issue("localhost")
            (self.folder / "certificate.pem").write_bytes(certificate)
            (self.folder / "key.pem").write_bytes(key)
            (self.folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        config = self.folder / "config"
        config.write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\nssl = True\ncertificate = {self.folder}/certificate.pem\n"
            f"key = {self.folder}/key.pem\n[auth]\ntype = htpasswd\nhtpasswd_filename = {self.folder}/users\n"
            f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {self.folder}/collections\n"
            "[logging]\nlevel = warning\n", encoding="utf-8")
        return [sys.executable, "-m", "radicale", "--config", str(config)]


class Xandikos(DavServer):
    """Xandikos, which has neither passwords nor TLS of its own."""

    kind = "xandikos"

    @property
    def url(self):
        return f"http://localhost:{self.port}/"

    def command(self):
        (self.folder / "data").mkdir(exist_ok=True)
        return [str(Path(sys.executable).with_name("xandikos")), "serve", "-l", "127.0.0.1", "-p", str(self.port),
                "-d", str(self.folder / "data"), "--defaults", "--current-user-principal", f"/{USER}/"]


class CuttingProxy:
    """Passes bytes on to a server, and cuts the line after so many of them, in one direction or the other."""

    def __init__(self, port):
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.left = {"up": None, "down": None}
        self.passed = {"up": 0, "down": 0}
        threading.Thread(target=self._serve, daemon=True).start()

    def cut_after(self, count=None, way="down"):
        """Cut the line after so many bytes from now on, again and again; None never."""
        self.left = {"up": None, "down": None, way: count}
        self.passed = {"up": 0, "down": 0}

    def _serve(self):
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            try:
                there = socket.create_connection(("127.0.0.1", self._to), 5)
            except OSError:
                here.close()
                continue
            for way, one, other in (("up", here, there), ("down", there, here)):
                threading.Thread(target=self._pass, args=(way, one, other), daemon=True).start()

    def _pass(self, way, one, other):
        try:
            while data := one.recv(8192):
                left = self.left[way]
                if left is not None and self.passed[way] + len(data) > left:
                    other.sendall(data[:max(0, left - self.passed[way])])
                    self.passed[way] += len(data)
                    break
                self.passed[way] += len(data)
                other.sendall(data)
        except OSError:
            pass
        finally:
            for each in (one, other):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def stop(self):
        self._listening.close()


SERVERS = {"radicale": Radicale, "xandikos": Xandikos}


@pytest.fixture
def radicale():
    """A Radicale of the test's own."""
    server = Radicale()
    yield server
    server.stop()


ON_BOTH = pytest.mark.parametrize("dav_server", sorted(SERVERS), indirect=True)
"Marks a test that is run with each server; without it a test runs with Radicale."


@pytest.fixture
def dav_server(request):
    """A server, new and empty."""
    server = SERVERS[getattr(request, "param", "radicale")]()
    yield server
    server.stop()
