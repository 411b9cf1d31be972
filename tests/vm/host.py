#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boots a guest, runs scenarios in it, and judges them. Called by tests/vm/run, which makes what this needs.

A scenario's checks come as `ok - WHAT` and `not ok - WHAT`. `cut` asks for a power cut: at once QEMU is killed, the
guest booted again from its disk, and the scenario started anew with the number of the next round. It has passed when it
ended with status 0, with at least one check, and none that failed.
"""
import argparse
import contextlib
import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import machine

HERE = Path(__file__).resolve().parent
TREE = HERE.parent.parent
FIRST = "install"  # always the first: without it there is no docent
TOPICS = ("environmental-law", "civil-society", "rare-earths")
VOICE, RATE_HZ = "slt", 16000
SCENARIO_S = 1200  # of silence from a guest that hangs, not of a scenario
ROUNDS_MAX = 40
SCRATCH = Path("/var/tmp")  # not /tmp, which may be memory
PREFIX = "docent-vm-"


def lock(folder):
    """Returns whether it is ours now: for as long as this process lives."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    return True


@contextlib.contextmanager
def scratch_folder():
    """Gone afterwards, or, where this process is killed at once, when the next one begins."""
    for left in SCRATCH.glob(f"{PREFIX}*"):
        if lock(left):
            shutil.rmtree(left)
    # Under its name it is seen by others only once it is locked.
    folder = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=SCRATCH))
    lock(folder)
    folder = folder.rename(SCRATCH / folder.name[1:])
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def question(topic):
    """The first way of asking for a topic."""
    asked = (TREE / f"content/erma/{topic}.md").read_text(encoding="utf-8").partition("## Asked as")[2]
    return next(line[2:].strip() for line in asked.splitlines() if line.startswith("- "))


def make_upgrade(package, folder, scratch):
    """A later version of a package, which has the same files."""
    subprocess.run(["dpkg-deb", "-R", str(package), str(scratch)], check=True)
    control = scratch / "DEBIAN/control"
    control.write_text(re.sub(r"^(Version: .*)$", r"\1+upgrade", control.read_text(), flags=re.M))
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", str(scratch), str(folder / package.name)],
                   check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(scratch)


def fill_share(share, packages):
    for name in ("guest", "scenarios"):
        shutil.copytree(HERE / name, share / name, ignore=shutil.ignore_patterns("__pycache__"))
    (share / "packages").mkdir()
    (share / "upgrade").mkdir()
    for package in packages:
        shutil.copy(package, share / "packages")
        make_upgrade(package, share / "upgrade", share.parent / "unpacked")
    (share / "questions").mkdir()
    for topic in TOPICS:
        spoken = share / "questions" / f"{topic}.wav"
        subprocess.run(["flite", "-voice", VOICE, "-t", question(topic), "-o", str(spoken)], check=True)
        with wave.open(str(spoken)) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE_HZ, 1, 2)
            spoken.with_suffix(".raw").write_bytes(file.readframes(file.getnframes()))


class Run:
    """Scenarios in one guest."""

    def __init__(self, guest, count, chance):
        self.guest, self.count, self.chance = guest, count, chance
        self.passed, self.failed = [], []

    def play_round(self, name, number):
        """Returns (did it ask for another round, number of checks, did all of it pass)."""
        # When the power is to be cut, scenarios decide by a number that the seed has made.
        self.guest.send(f"run {name} {number} {self.count} {self.chance.random():.4f}")
        checks, passed = 0, True
        while (line := self.guest.receive(SCENARIO_S)) is not None:
            if line.startswith("exit "):
                return False, checks, passed and line == "exit 0"
            if line == "cut":
                self.guest.cut_power()
                print(f"    # the power was cut; booted again in {self.guest.boot():.0f} s", flush=True)
                return True, checks, passed
            print(f"    {line}", flush=True)
            checks += line.startswith(("ok ", "not ok "))
            passed = passed and not line.startswith("not ok ")
        raise machine.Failure(f"the guest says nothing any more: {self.guest.last_words()}")

    def play(self, name):
        start_s = time.monotonic()
        print(f"  {name} ...", flush=True)
        checks, passed, again, number = 0, True, True, 0
        try:
            while again and number < ROUNDS_MAX:
                again, more, well = self.play_round(name, number)
                checks, passed, number = checks + more, passed and well, number + 1
        except machine.Failure as failure:
            print(f"    not ok - {failure}")
            passed, again = False, False
            self.guest.cut_power()
        (self.passed if passed and not again and checks > 0 else self.failed).append(name)
        print(f"  {name}: {'FAILED' if name in self.failed else 'passed'}, {checks} checks, "
              f"{time.monotonic() - start_s:.0f} s", flush=True)


def run_all(arguments, folder):
    share = folder / "share"
    share.mkdir()
    fill_share(share, arguments.packages)
    guest = machine.Machine(arguments.arch, arguments.root, share, folder)
    run = Run(guest, arguments.count, random.Random(arguments.seed))
    names = [FIRST] + [name for name in arguments.scenarios if name != FIRST]
    try:
        print(f"  booted in {guest.boot():.0f} s", flush=True)
        for name in names:
            if not guest.is_on():
                guest.boot()
            run.play(name)
            if name == FIRST and run.failed:
                break
        if guest.is_on():
            guest.off()
    except machine.Failure as failure:
        print(f"  FAILED: {failure}")
        run.failed.append("boot")
    finally:
        guest.cut_power()
        if arguments.log:
            guest.keep_log(arguments.log)
    print(f"  {len(run.passed)} of {len(names)} scenarios passed"
          + (f"; FAILED: {' '.join(run.failed)}" if run.failed else ""), flush=True)
    return 1 if run.failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arch", choices=machine.EMULATORS, required=True)
    parser.add_argument("--root", type=Path, required=True, help="folder made by guest_root")
    parser.add_argument("--package", dest="packages", action="append", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True, help="how often each disturbance is repeated")
    parser.add_argument("--seed", type=int, required=True, help="of the moments of power cuts")
    parser.add_argument("--log", type=Path, help="where to leave the guest's console")
    parser.add_argument("scenarios", nargs="*")
    arguments = parser.parse_args()
    # An end from outside is an end like any other: guest and folder go.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with scratch_folder() as folder:
        return run_all(arguments, folder)


if __name__ == "__main__":
    sys.exit(main())
