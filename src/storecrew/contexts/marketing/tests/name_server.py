"""A small real name server on this machine: it answers questions for texts over UDP."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class NameServer(socketserver.ThreadingUDPServer):
    """Knows ``texts`` by name; says "no such name" of others, and nothing at all while ``silent``."""

    texts: dict[str, list[str]]
    silent = False
    asked: list[str]

    @property
    def address(self) -> str:
        """Return ``host:port``."""
        host, port = self.server_address[:2]
        return f"{host}:{port}"


class _Answer(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        data, socket = self.request
        question = dns.message.from_wire(data)
        name = question.question[0].name.to_text(omit_final_dot=True)
        self.server.asked.append(name)
        if self.server.silent:
            return
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        texts = self.server.texts.get(name)
        if texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        for text in texts or ():
            # A text is published in pieces of 255 bytes at most, as long keys are.
            pieces = " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
            answer.answer.append(dns.rrset.from_text(question.question[0].name, 60, "IN", "TXT", pieces))
        socket.sendto(answer.to_wire(), self.client_address)


@contextmanager
def name_server(texts: dict[str, list[str]]) -> Iterator[NameServer]:
    """Run a name server that knows these texts."""
    with NameServer(("127.0.0.1", 0), _Answer) as server:
        server.texts, server.asked = texts, []
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
