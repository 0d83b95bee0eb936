"""A wire between a client and a server that is cut after so many bytes, or carries nothing for a while."""

from __future__ import annotations

import contextlib
import socket
import threading


class Wire:
    """A relay on loopback: `port` leads to another port; `cut_after` bytes from the server both ends are closed.

    Nothing more comes from the server while `flows` is not set, or once `hold_after` bytes have come.
    """

    def __init__(self, port):
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.cut_after = None
        self.carried = 0
        self.cuts = 0
        self.hold_after = None
        self.flows = threading.Event()
        self.flows.set()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source, target, counted):
        try:
            while octets := source.recv(4096):
                if counted:
                    if self.cut_after is not None and self.carried + len(octets) >= self.cut_after:
                        target.sendall(octets[:max(0, self.cut_after - self.carried)])
                        self.carried = self.cut_after
                        self.cuts += 1
                        break
                    self.carried += len(octets)
                    if self.hold_after is not None and self.carried > self.hold_after:
                        self.flows.clear()
                        self.hold_after = None
                    self.flows.wait()
                target.sendall(octets)
        except OSError:
            pass
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def release(self):
        """Carry everything from now on."""
        self.hold_after = None
        self.flows.set()

    def stop(self):
        """Let nobody in any more."""
        self.release()
        self._listener.close()
