"""A daemon's API on its unix socket: one request, or the stream of its events."""

import http.client
import json
import socket
import threading
import time


class Unreachable(Exception):
    """Nobody answers on the socket."""


class Refused(Exception):
    """The daemon answered with a problem (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem.get('title', '')} {problem.get('detail', '')}".strip())
        self.status = status


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def call(path, method, target, body=None, timeout=10):
    """The answer as Python values; text where it is no JSON. Unreachable, Refused."""
    connection = _UnixConnection(path, timeout)
    try:
        payload = None if body is None else json.dumps(body)
        headers = {} if payload is None else {"Content-Type": "application/json"}
        connection.request(method, target, payload, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{path}: {error}") from error
    finally:
        connection.close()
    try:
        value = json.loads(text) if text else None
    except ValueError:
        value = text
    if answer.status >= 400:
        raise Refused(answer.status, value if isinstance(value, dict) else {"detail": str(value)})
    return value


def get(path, target, timeout=10):
    return call(path, "GET", target, None, timeout)


def post(path, target, body=None, timeout=10):
    return call(path, "POST", target, body if body is not None else {}, timeout)


class EventFeed(threading.Thread):
    """Follows /v1/events on a thread of its own and hands each event on with the time it came."""

    def __init__(self, path, on_event):
        super().__init__(daemon=True)
        self._path = path
        self._on_event = on_event  # (name, data, monotonic seconds), called on this thread
        self._connection = None
        self._ending = False

    def run(self):
        while not self._ending:
            try:
                self._follow()
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                time.sleep(0.1)  # The daemon is starting or ending.

    def stop(self):
        self._ending = True
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _follow(self):
        self._connection = _UnixConnection(self._path, None)
        self._connection.request("GET", "/v1/events", headers={"Accept": "text/event-stream"})
        answer = self._connection.getresponse()
        name, data = "", []
        for raw in iter(answer.readline, b""):
            line = raw.decode("utf-8").rstrip("\r\n")
            if line.startswith("event:"):
                name = line[6:].strip()
            elif line.startswith("data:"):
                data.append(line[5:].strip())
            elif not line and data:
                self._on_event(name, json.loads("\n".join(data)), time.monotonic())
                name, data = "", []
