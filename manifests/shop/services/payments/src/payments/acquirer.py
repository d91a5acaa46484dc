"""The bank's side: one call, with a timeout, repeated once under the same idempotency key."""

import urllib.error
import urllib.request


class Acquirer:
    def __init__(self, address: str, key: str, timeout: float, attempts: int = 2) -> None:
        self.address = address
        self.key = key
        self.timeout = timeout
        self.attempts = attempts

    def authorise(self, idempotency_key: str) -> bool:
        """True when the acquirer accepted; safe to repeat, since the acquirer knows the key."""
        request = urllib.request.Request(
            f"{self.address}/authorisations",
            method="POST",
            headers={"Authorization": f"Bearer {self.key}", "Idempotency-Key": idempotency_key},
        )
        for _ in range(self.attempts):
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as reply:
                    return reply.status < 300
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return False
            except OSError:
                continue
        return False
