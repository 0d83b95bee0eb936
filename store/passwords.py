"""The system keyring: whether it can be used, asked in a thread so that one that hangs cannot hold anybody up."""

from __future__ import annotations

LIMIT = 4.0
"Seconds that the keyring may take."


def state(limit: float = LIMIT) -> tuple[str, str]:
    """Return whether the keyring can be used, as a code and the name of its back end.

    Codes: `ready`, `absent` (no service), `unsafe` (one that keeps nothing or asks on the terminal), `silent` (no answer in
    time), `broken`.
    """
    import threading

    answer: list[tuple[str, str]] = []

    def ask() -> None:
        try:
            import keyring

            backend = keyring.get_keyring()
            name = f"{type(backend).__module__}.{type(backend).__name__}"
            if ".fail." in name:
                answer.append(("absent", name))
            elif ".null." in name or name.startswith("keyrings.alt"):
                answer.append(("unsafe", name))
            else:
                answer.append(("ready", name))
        except Exception as error:  # a dead bus raises what is no KeyringError
            answer.append(("broken", type(error).__name__))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(limit)
    return answer[0] if answer else ("silent", "")
