#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any key, and "stop", end speech within 200 ms (EN 301 549, 5.1.3.5), counted in frames: those that the loudspeaker
played between the event and the end of all sound.

The test card (testcard.c) writes down what would have been heard, period by period. How much there is of it when a key
goes down is looked up just before the key is sent; what came after is what there is when the microphone, which runs by
the same clock, has delivered FOLLOW_MS more. Keys come as the kernel's own events through a FIFO (mishap.c). Each event
is tried several times and the median judged, for a machine with other things to do delays one try and not most; every
try is printed.
"""
import os
import statistics
import struct
import sys
import time

import daemon

TRIES = 5
LIMIT_MS = 200  # the clause's, from event to silence
SPEAKER_HZ, FRAME_BYTES, HEADER_BYTES = 22050, 2, 44
WORDS_BEFORE = 4  # speech is well under way
EV_KEY = 1
KEYS = {"KEY_ESC": 1, "KEY_ENTER": 28, "KEY_Z": 44}  # stop, talk, and one without a meaning
FOLLOW_MS = 600  # for so long it is listened whether anything still comes


class Finger:
    """Presses keys of a device that is a FIFO."""

    def __init__(self, folder):
        self.path = folder / "button"
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDWR)

    def send(self, key, is_down):
        now = time.clock_gettime(time.CLOCK_MONOTONIC)
        os.write(self.fd, struct.pack("@llHHi", int(now), int(now % 1 * 1e6), EV_KEY, KEYS[key], is_down))


def played_frames(spoken):
    """What the card has played so far; it writes without delay."""
    return (spoken.stat().st_size - HEADER_BYTES) // FRAME_BYTES


def follow(client):
    until = client.ask("status")["microphone"]["delivered_frames"] + daemon.RATE_HZ * FOLLOW_MS // 1000
    while client.ask("status")["microphone"]["delivered_frames"] < until:
        pass


def one_try(spoken, watcher, client, begin, end):
    """How many milliseconds of sound came after `begin`, which is to silence docent."""
    client.ask("ask rare-earths")
    watcher.until(event="saying", text=daemon.answer("rare-earths"))
    for _ in range(WORDS_BEFORE):
        watcher.until(event="word")
    before = played_frames(spoken)
    begin()
    follow(client)
    after = played_frames(spoken)
    end()
    client.ask("stop")
    return (after - before) * 1000 / SPEAKER_HZ


def silenced_in_time(folder):
    daemon.room(folder / "room.wav", 600)
    finger, spoken = Finger(folder), folder / "spoken.wav"
    settings = {"audio": "sounds = no\n", "buttons": f"device = {finger.path}\nhold_ms = 5000\n",
                "listening": "mode = button\n"}
    environment = dict(daemon.mishaps(folder), TESTCARD_MICROPHONE=folder / "room.wav", TESTCARD_SPEAKER=spoken)
    with daemon.Daemon(folder, settings, **environment) as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        client.ask("stop")
        events = {f"key {name}": (lambda name=name: finger.send(name, 1), lambda name=name: finger.send(name, 0))
                  for name in KEYS}
        events["stop by the socket"] = (lambda: client.ask("stop"), lambda: None)
        events["talk by the socket"] = (lambda: client.ask("talk"), lambda: None)
        worst = []
        for name, (begin, end) in events.items():
            took_ms = [one_try(spoken, watcher, client, begin, end) for _ in range(TRIES)]
            print(f"{name}: {', '.join(f'{ms:.0f}' for ms in took_ms)} ms of sound after it")
            if statistics.median(took_ms) > LIMIT_MS:
                worst.append(name)
        assert not worst, worst
        # What is measured does tell speech from silence: without any event, all of it is speech.
        assert one_try(spoken, watcher, client, lambda: None, lambda: None) > 2 * LIMIT_MS


if __name__ == "__main__":
    sys.exit(daemon.main([silenced_in_time]))
