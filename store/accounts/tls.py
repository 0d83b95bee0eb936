"""Encryption towards the user's own servers: always verified, against the system's authorities and the account's own."""

from __future__ import annotations

import os
import ssl

from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Account


def context(account: Account) -> ssl.SSLContext:
    """Return a context that checks certificate and host name and takes TLS 1.2 or newer.

    The account's `authority` is a file of certificates in PEM to trust besides. Raises Unavailable(`authority-unusable`,
    name, path, reason) where that file cannot be read or holds none.
    """
    found = ssl.create_default_context()
    found.minimum_version = ssl.TLSVersion.TLSv1_2
    reason = ""
    if account.authority:
        path = os.path.expanduser(account.authority)
        try:
            found.load_verify_locations(cafile=path)
        except ssl.SSLError:
            reason = "no-certificate"
        except OSError as error:
            reason = error.strerror or type(error).__name__
    if reason:
        raise Unavailable("authority-unusable", name=account.name, path=account.authority, reason=reason)
    return found
