#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microphone, speaker and button come and go in every order, alone and together, also before docentd starts: through
libasound with the test card (testcard.c), and with a FIFO for a button (mishap.c). Whatever the order, docentd says and
shows what is missing, and has all of it back without being started again.
"""
import itertools
import os
import struct
import sys
import time

import daemon

PARTS = ("microphone", "speaker", "buttons")
EV_KEY, KEY_ENTER = 1, 28


class Box:
    """The devices of a docentd, each of which can be pulled out and plugged in."""

    def __init__(self, folder):
        self.folder, self.fifo, self.writer = folder, folder / "button", None
        daemon.room(folder / "room.wav", 600)
        self.switches = {"microphone": folder / "microphone-switch", "speaker": folder / "speaker-switch"}
        self.environment = dict(daemon.mishaps(folder), TESTCARD_MICROPHONE=folder / "room.wav",
                                TESTCARD_MICROPHONE_SWITCH=self.switches["microphone"],
                                TESTCARD_SPEAKER=folder / "spoken.wav",
                                TESTCARD_SPEAKER_SWITCH=self.switches["speaker"])
        self.settings = {"buttons": f"device = {self.fifo}\nhold_ms = 5000\ndebounce_ms = 0\n"}

    def pull(self, part):
        if part in self.switches:
            self.switches[part].write_text("absent")
        elif self.writer is not None:
            self.fifo.unlink()
            os.close(self.writer)
            self.writer = None

    def plug(self, part):
        if part in self.switches:
            self.switches[part].unlink()
        else:
            aside = self.folder / "button.new"
            os.mkfifo(aside)
            self.writer = os.open(aside, os.O_RDWR)
            aside.rename(self.fifo)

    def press(self):
        for value in (1, 0):
            now = time.clock_gettime(time.CLOCK_MONOTONIC)
            os.write(self.writer, struct.pack("@llHHi", int(now), int(now % 1 * 1e6), EV_KEY, KEY_ENTER, value))

    def start(self):
        return daemon.Daemon(self.folder, self.settings, **self.environment)


def faults_become(watcher, client, missing):
    """Wait until docentd knows that just these are missing, whatever it says meanwhile."""
    wanted = [part for part in PARTS if part in missing]
    while client.ask("status")["faults"] != wanted:
        watcher.receive()


def all_works(box, watcher, client):
    """The button is felt, the microphone delivers, the speaker is there."""
    client.ask("stop")
    box.press()
    watcher.until(event="state", state="listening")
    before = client.ask("status")
    assert before["speaker"]["state"] == "ready", before
    while client.ask("status")["microphone"]["delivered_frames"] == before["microphone"]["delivered_frames"]:
        pass  # a period of 20 ms at most
    client.ask("stop")
    watcher.until(event="state", state="idle")


def in_every_order_while_running(folder):
    box = Box(folder)
    box.plug("buttons")
    with box.start() as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        orders = list(itertools.permutations(PARTS))
        for going, coming in zip(orders, orders[2:] + orders[:2]):
            missing = set()
            for part in going:
                box.pull(part)
                missing.add(part)
                faults_become(watcher, client, missing)
            for part in coming:
                box.plug(part)
                missing.remove(part)
                faults_become(watcher, client, missing)
            all_works(box, watcher, client)
            print(f"gone as {', '.join(going)}; come as {', '.join(coming)}")
        assert docentd.stop() == 0
    for part in PARTS:
        assert f"fault: {part}" in docentd.log and f"mended: {part}" in docentd.log, docentd.log


def all_at_once(folder):
    box = Box(folder)
    box.plug("buttons")
    with box.start() as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        for _ in range(3):
            for part in PARTS:
                box.pull(part)
            faults_become(watcher, client, PARTS)
            for part in PARTS:
                box.plug(part)
            faults_become(watcher, client, ())
            all_works(box, watcher, client)
        assert docentd.stop() == 0


def each_is_told_aloud_shown_and_notified(folder):
    box = Box(folder)
    box.plug("buttons")
    with box.start() as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        watcher.until(event="state", state="idle")
        for part in ("microphone", "buttons"):
            box.pull(part)
            watcher.until(event="saying", text=daemon.phrase(f"fault-{part}"))
            docentd.until_notice(lambda notice, part=part: f"faults: {part}" in notice)
            assert client.ask("status")["faults"] == [part]
            watcher.until(event="said")
            box.plug(part)
            watcher.until(event="saying", text=daemon.phrase("mended"))
            watcher.until(event="said")
        # Nobody can be told that the speaker is gone, until it is back: then what was missed is said.
        box.pull("speaker")
        docentd.until_notice(lambda notice: "faults: speaker" in notice)
        box.pull("microphone")
        docentd.until_notice(lambda notice: "faults: microphone, speaker" in notice)
        box.plug("speaker")
        watcher.until(event="saying", text=daemon.phrase("fault-microphone"))
        assert docentd.stop() == 0


def in_every_order_before_and_after_the_start(folder):
    for number, coming in enumerate(itertools.permutations(PARTS)):
        place = folder / str(number)
        place.mkdir()
        box = Box(place)
        there = coming[:number % 3]  # none, one or two of them from the start
        for part in PARTS:
            if part not in there:
                box.pull(part)
        for part in there:
            if part == "buttons":
                box.plug(part)
        with box.start() as docentd:
            watcher, client = docentd.connect(), docentd.connect()
            watcher.ask("events")
            missing = set(PARTS) - set(there)
            faults_become(watcher, client, missing)
            for part in coming:
                if part not in there:
                    box.plug(part)
                    missing.remove(part)
                    faults_become(watcher, client, missing)
            all_works(box, watcher, client)
            assert docentd.stop() == 0
        print(f"there from the start: {', '.join(there) or 'nothing'}; come as {', '.join(coming[len(there):])}")


if __name__ == "__main__":
    sys.exit(daemon.main([in_every_order_while_running, all_at_once, each_is_told_aloud_shown_and_notified,
                          in_every_order_before_and_after_the_start]))
