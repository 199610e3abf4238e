# SPDX-License-Identifier: Apache-2.0
"""The pair of wires itself, for emulators whose bytes take no time: a TCP port for the controller,
behind it the units, and between them every byte takes the time of its ten bits."""

import select
import socket
import threading
import time


class Pair:
    """Carries what one says to all others."""

    def __init__(self, *boards, baud=9600):
        self._byte_time = 10 / baud
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.device = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._units = [socket.create_connection(("127.0.0.1", board.port)) for board in boards]
        for unit in self._units:
            unit.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._controller = None
        # What each speaker has said and is not through the wire yet, and when its next byte is.
        self._said = {unit: bytearray() for unit in self._units}
        self._due = {}
        self._ended, self._end = socket.socketpair()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        self._end.close()
        self._thread.join(10)
        for end in (self._listener, self._ended, *self._said):
            end.close()

    def _run(self):
        while True:
            waits = [self._due[end] for end, said in self._said.items() if said]
            wait = max(0, min(waits) - time.monotonic()) if waits else None
            ready = select.select([self._listener, self._ended, *self._said], [], [], wait)[0]
            if self._ended in ready:
                return
            for end in ready:
                self._hear(end)
            self._carry(time.monotonic())

    def _hear(self, end):
        if end is self._listener:
            self._let_go(self._controller)
            self._controller = self._listener.accept()[0]
            self._controller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._said[self._controller] = bytearray()
            return
        try:
            heard = end.recv(4096)
        except OSError:
            heard = b""
        if not heard:
            self._let_go(end)
        elif not self._said[end]:
            # A byte is there when its last bit is.
            self._due[end] = time.monotonic() + self._byte_time
        if heard:
            self._said[end] += heard

    def _carry(self, now):
        for end, said in list(self._said.items()):
            count = 0
            while count < len(said) and self._due[end] <= now:
                count += 1
                self._due[end] += self._byte_time
            through = bytes(said[:count])
            del said[:count]
            for other in [*self._units, self._controller] if through else []:
                if other in self._said and other is not end:
                    self._send(other, through)

    def _send(self, end, some):
        try:
            end.sendall(some)
        except OSError:
            self._let_go(end)

    def _let_go(self, end):
        if end in self._said:
            del self._said[end]
            end.close()
        if end is self._controller:
            self._controller = None
