"""Addresses on one server: absolute paths, spelled one way, never leading to another origin."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

PORTS = {"https": 443, "http": 80}
SAFE = "/@:!$&'()*+,;=~-._"
LONGEST = 4096
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Elsewhere(ValueError):
    """An address that leads to another origin, or nowhere."""


def origin(url: str) -> str:
    """Return scheme, host and port of an address, the port always named; raises Elsewhere where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Elsewhere(url) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Elsewhere(url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or PORTS[parts.scheme]}"


def path_of(url: str) -> str:
    """Return the path of an address or href, spelled one way: what needs no percent sign has none."""
    path = urlsplit(url).path or "/"
    return quote(unquote_to_bytes(path), safe=SAFE)


def resolved(base: str, href: str) -> str:
    """Return the path that an href found at an address means; raises Elsewhere where it leads to another origin."""
    if len(href) > LONGEST or any(ord(each) < 33 or ord(each) == 127 for each in href.strip()):
        raise Elsewhere(href)
    try:
        whole = urljoin(base, href.strip())
    except ValueError:
        raise Elsewhere(href) from None
    if origin(whole) != origin(base):
        raise Elsewhere(href)
    return path_of(whole)


def inside(collection: str, href: str) -> bool:
    """Return whether a path is a member of a collection, directly in it."""
    folder = collection if collection.endswith("/") else f"{collection}/"
    rest = href[len(folder):] if href.startswith(folder) else ""
    return bool(rest) and "/" not in rest


def member(collection: str, file_name: str) -> str:
    """Return the path of a member of a collection by its name."""
    folder = collection if collection.endswith("/") else f"{collection}/"
    return folder + quote(file_name, safe=SAFE.replace("/", ""))
