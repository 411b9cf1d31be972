#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand programs at docentd's control socket, at once and without rest: visitors are answered as if nobody were
there, and what a program does not read is not kept for it."""
import array
import multiprocessing
import resource
import selectors
import shutil
import socket
import subprocess
import sys
import time
import wave

import daemon

CROWD = 1000
ROUNDS = 8  # every second one in a crowd
RATIO_MAX = 3  # a crowd also takes the processor from docentd; an answer that waited for it would take far longer
REPLIES_MIN = 1000
LIMIT_KIB = 4096  # of memory, for whatever the crowd does
TOPIC = "deep-sea"


def ask_often(folder, path, times):
    """A sound file with the same question again and again, in a quiet room."""
    question = daemon.items(daemon.EXHIBIT / f"{TOPIC}.md", "Asked as")[0]
    spoken, quiet = folder / "question.wav", folder / "room.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", question, "-o", str(spoken)], check=True)
    daemon.room(quiet, 1.5)
    frames = array.array("h")
    for source in [quiet] + [spoken, quiet] * times:
        with wave.open(str(source)) as file:
            frames.frombytes(file.readframes(file.getnframes()))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, daemon.RATE_HZ, 0, "NONE", ""))
        file.writeframes(frames.tobytes())


class Crowd:
    """Clients that connect whenever they can, and send a command as soon as the last one is answered."""

    def __init__(self, path):
        self.path, self.selector, self.waiting, self.replies = path, selectors.DefaultSelector(), [], 0

    def arrive(self):
        self.waiting = [socket.socket(socket.AF_UNIX) for _ in range(CROWD)]
        for client in self.waiting:
            client.setblocking(False)

    def leave(self):
        for key in list(self.selector.get_map().values()):
            self.selector.unregister(key.fileobj)
            key.fileobj.close()
        for client in self.waiting:
            client.close()
        self.waiting = []

    def push_in(self):
        """As many as the socket's queue takes."""
        while self.waiting:
            try:
                self.waiting[-1].connect(self.path)
            except BlockingIOError:
                return
            client = self.waiting.pop()
            client.sendall(b"status\n")
            self.selector.register(client, selectors.EVENT_READ)

    def hammer(self):
        self.push_in()
        for key, _ in self.selector.select(0.01):
            client = key.fileobj
            try:
                reply = client.recv(65536)
                client.sendall(b"status\nno such command\n")
            except OSError:
                reply = b""
            self.replies += reply.count(b"\n")
            if not reply:
                self.selector.unregister(client)
                client.close()
                self.waiting.append(socket.socket(socket.AF_UNIX))
                self.waiting[-1].setblocking(False)


def crowd_run(path, orders):
    """A process of its own: True to come, False to go, None to say how many replies there were and end."""
    crowd, is_here = Crowd(path), False
    while True:
        if not is_here or orders.poll():
            order = orders.recv()
            if order is None:
                break
            is_here = order
            crowd.arrive() if order else crowd.leave()
        if is_here:
            crowd.hammer()
    orders.send(crowd.replies)


def memory_kib(process):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
        return int(next(line for line in status if line.startswith("VmRSS:")).split()[1])


def an_answer_does_not_wait_for_a_thousand_clients(folder):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * CROWD) if hard > 0 else 4 * CROWD, hard))
    ask_often(folder, folder / "questions.wav", ROUNDS)
    with daemon.Daemon(folder, {}, ["--recording"], TESTCARD_SPEED=20, TESTCARD_MICROPHONE=folder / "questions.wav") \
            as docentd:
        here, there = multiprocessing.Pipe()
        crowd = multiprocessing.Process(target=crowd_run, args=(str(docentd.path), there), daemon=True)
        crowd.start()
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="state", state="idle", ear="open")
        before_kib, times = memory_kib(docentd.process), {False: [], True: []}
        for number in range(ROUNDS):
            is_crowded = number % 2 == 1
            here.send(is_crowded)
            begin = time.monotonic()
            assert watcher.until(event="heard")["topic"] == TOPIC, f"question {number + 1}"
            assert watcher.until(event="saying")["text"] == daemon.answer(TOPIC)
            watcher.until(event="word")
            times[is_crowded].append(time.monotonic() - begin)
            watcher.until(event="said")
        grown_kib = memory_kib(docentd.process) - before_kib
        here.send(False)
        assert docentd.connect().ask("status")["ok"]  # there is room again at once
        here.send(None)
        replies = here.recv()
        ratio = min(times[True]) / min(times[False])
        print(f"until an answer sounds: {ratio:.2f} times as long in a crowd, which got {replies} replies; "
              f"memory {grown_kib:+} KiB")
        assert replies >= REPLIES_MIN and ratio <= RATIO_MAX and grown_kib <= LIMIT_KIB
        assert watcher.ask("status")["microphone"]["overruns"] == 0
        assert docentd.stop() == 0


def who_does_not_read_is_cut_off(folder):
    """And nobody else: a second watcher gets every event."""
    with daemon.Daemon(folder, {"listening": "mode = button\n"}, ["--recording"], TESTCARD_SPEED=40) as docentd:
        lazy, watcher, client = (docentd.connect() for _ in range(3))
        assert lazy.ask("events")["ok"] and watcher.ask("events")["ok"]
        before_kib = memory_kib(docentd.process)
        for number in range(200):
            text = f"{number} " + "word " * 800
            assert client.ask(f"say {text}")["ok"]
            assert watcher.until(event="saying")["text"].strip() == text.strip()
        assert memory_kib(docentd.process) - before_kib <= LIMIT_KIB
        lines = 0
        while lazy.lines.readline().endswith("\n"):
            lines += 1
        assert 0 < lines < 200, lines
        assert docentd.stop() == 0


def who_sends_without_reading_stops_nobody(folder):
    with daemon.Daemon(folder, {"listening": "mode = button\n"}, ["--recording"], TESTCARD_SPEED=40) as docentd:
        flood, client = docentd.connect(), docentd.connect()
        flood.socket.setblocking(False)
        sent = 0
        for _ in range(100):
            try:
                sent += flood.socket.send(b"status\n" * 600)
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                break
            assert client.ask("status")["ok"]
        else:
            raise AssertionError(f"after {sent} bytes of commands it is still served")
        assert docentd.stop() == 0


if __name__ == "__main__":
    if shutil.which("flite") is None:
        print("skipped: flite is not installed")
        sys.exit(77)
    sys.exit(daemon.main([an_answer_does_not_wait_for_a_thousand_clients, who_does_not_read_is_cut_off,
                          who_sends_without_reading_stops_nobody]))
