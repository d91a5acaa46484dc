"""Authorises payments with the acquirer."""

import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from payments.acquirer import Acquirer

ready = threading.Event()


def log(level: str, message: str, **more: object) -> None:
    print(json.dumps({"level": level, "message": message, **more}), flush=True)


class Handler(BaseHTTPRequestHandler):
    acquirer: Acquirer

    def do_GET(self) -> None:
        if self.path == "/livez":
            self.reply(200, {})
        elif self.path == "/readyz":
            self.reply(200 if ready.is_set() else 503, {})
        else:
            self.reply(404, {"error": "no such path"})

    def do_POST(self) -> None:
        if not self.path.startswith("/v1/payments/"):
            return self.reply(404, {"error": "no such path"})
        key = self.headers.get("Idempotency-Key", self.path)
        authorised = self.acquirer.authorise(key)
        self.reply(201 if authorised else 502, {"authorised": authorised})

    def reply(self, status: int, body: dict[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Probes arrive every few seconds; access logs are the gateway's."""


def main() -> None:
    key = os.environ.get("ACQUIRER_KEY")
    if not key:
        print("fatal: environment variable ACQUIRER_KEY is not set", file=sys.stderr)
        raise SystemExit(1)
    Handler.acquirer = Acquirer(
        os.environ.get("ACQUIRER_URL", ""), key, int(os.environ.get("ACQUIRER_TIMEOUT_MS", "600")) / 1000
    )
    port = int(os.environ.get("PORT", "8080"))
    server = ThreadingHTTPServer(("", port), Handler)

    def stop(number: int, _frame: object) -> None:
        ready.clear()
        log("info", "stopping", signal=signal.Signals(number).name)
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ready.set()
    log("info", "listening", port=port)
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
