"""A server that answers with given bytes, whatever HTTP says of them, and keeps what it was sent."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Sequence

RESET = b"reset"
"""The connection is reset once the request has come, without an answer."""

_ABORT = struct.pack("ii", 1, 0)  # SO_LINGER that closes by RST


class Scripted:
    """Listens on a port of this machine; one connection for each answer, closed after it."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self._answers = list(answers)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._answers:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                self.requests.append(_request(connection))
                answer = self._answers.pop(0)
                if answer == RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
                else:
                    connection.sendall(answer)

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


def _request(connection: socket.socket) -> bytes:
    """The bytes of one request: to the end of its head, and of its body where its length is told."""
    read = b""
    while b"\r\n\r\n" not in read:
        piece = connection.recv(65_536)
        if not piece:
            return read
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.lower().split(b"\r\n")[1:]]
    fields = {name: value.strip() for name, _, value in lines}
    wanted = int(fields.get(b"content-length", b"0"))
    chunked = fields.get(b"transfer-encoding") == b"chunked"
    while len(body) < wanted or (chunked and not body.endswith(b"0\r\n\r\n")):
        piece = connection.recv(65_536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def answer(content: bytes, *fields: bytes, status: bytes = b"200 OK", length: int | None = None) -> bytes:
    """An answer's bytes; `length` is what it says of its own length."""
    told = len(content) if length is None else length
    lines = [b"HTTP/1.1 " + status, *fields, b"Content-Length: %d" % told, b"Connection: close"]
    return b"\r\n".join(lines) + b"\r\n\r\n" + content


def chunked(content: bytes, *fields: bytes) -> bytes:
    """The head and one chunk of an answer that ends before its last chunk."""
    lines = [b"HTTP/1.1 200 OK", *fields, b"Transfer-Encoding: chunked"]
    return b"\r\n".join(lines) + b"\r\n\r\n%x\r\n%s\r\n" % (len(content), content)
