# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs docentd for a test: with the test card of testcard.c, a socket of its own, and no clock but patience."""
import array
import json
import os
import queue
import random
import re
import signal
import socket
import subprocess
import threading
import wave
from pathlib import Path

SOURCE = Path(os.environ["DOCENT_SOURCE_DIR"])
BUILD = Path(os.environ["DOCENT_BUILD_DIR"])
DOCENTD = os.environ.get("DOCENTD", str(BUILD / "docentd"))
DOCENT = str(BUILD / "docent")
EXHIBIT = SOURCE / "content/erma"
PHRASES = SOURCE / "content/common/en"
PATIENCE_S = 120  # for a daemon that hangs; never a measure of anything
RATE_HZ = 16000


def section(path, heading):
    """Lines of a Markdown file under `## heading`; for None, the lines between the title and the first `##`."""
    found, inside = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            inside = line == f"## {heading}" if heading else line.startswith("# ")
        elif inside:
            found.append(line)
    return found


def items(path, heading):
    return [line[2:].strip() for line in section(path, heading) if line.startswith("- ")]


def phrase(name):
    return "\n".join(section(PHRASES / f"{name}.md", None)).strip()


def topics():
    return items(EXHIBIT / "exhibit.md", "Order")


def answer(topic, content=EXHIBIT):
    return subprocess.run([DOCENT, "answer", "--content", str(content), topic], check=True, capture_output=True,
                          text=True).stdout.rstrip("\n")


def room(path, seconds):
    """A sound file of a quiet room; digital silence is no room at all."""
    noise = random.Random(1)
    second = array.array("h", (noise.randint(-6, 6) for _ in range(RATE_HZ)))
    frames = (second * (int(seconds) + 1))[:int(seconds * RATE_HZ)]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(frames.tobytes())


def mishaps(folder):
    """Environment in which what goes wrong is said by files in `folder` (mishap.c)."""
    options = os.environ.get("ASAN_OPTIONS", "")
    return {"MISHAPS": folder, "LD_PRELOAD": BUILD / "tests/docent_mishap.so",
            "ASAN_OPTIONS": f"{options}:verify_asan_link_order=0".lstrip(":")}


class Connection:
    """A client of the control socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(str(path))
        self.lines = self.socket.makefile("r", encoding="utf-8")

    def send(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def receive(self):
        line = self.lines.readline()
        return json.loads(line) if line else None

    def ask(self, line):
        self.send(line)
        return self.receive()

    def until(self, **wanted):
        """The next event with these members; those before it are passed over."""
        while (event := self.receive()) is not None:
            if all(event.get(key) == value for key, value in wanted.items()):
                return event
        raise AssertionError(f"docentd ended before {wanted}")

    def close(self):
        self.lines.close()
        self.socket.close()


class Daemon:
    """docentd, running, in a folder of its own. `settings`: lines of docent.conf by section."""

    def __init__(self, folder, settings=None, arguments=(), content=EXHIBIT, **environment):
        self.folder, self.path = folder, folder / "control"
        sections = {"audio": "capture = test_microphone\nplayback = test_speaker\nvolume_db = 0\n",
                    "control": f"socket = {self.path}\n", "visitors": f"state_dir = {folder}\n"}
        for name, lines in (settings or {}).items():
            sections[name] = sections.get(name, "") + lines
        self.config = folder / "docent.conf"
        self.config.write_text("".join(f"[{name}]\n{lines}" for name, lines in sections.items()))
        self.environment = dict(os.environ, NOTIFY_SOCKET=str(folder / "notify"), TESTCARD_SPEAKER_RATE="22050",
                                TESTCARD_SPEAKER_CHANNELS="1", ALSA_CONFIG_PATH=str(BUILD / "tests/asound.conf"),
                                **{key: str(value) for key, value in environment.items()})
        self.arguments = [DOCENTD, "--config", str(self.config), "--content", str(content), *arguments]
        self.log = ""
        self.noticed = queue.Queue()

    def __enter__(self):
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(str(self.folder / "notify"))
        self.notices.settimeout(PATIENCE_S)
        self.process = subprocess.Popen(self.arguments, env=self.environment, stderr=subprocess.PIPE, text=True)
        while "READY=1" not in self.notices.recv(4096).decode():
            pass
        # Like systemd, go on taking what is notified: a full socket would stop the daemon.
        threading.Thread(target=self.take_notices, daemon=True).start()
        return self

    def take_notices(self):
        self.notices.settimeout(None)
        while notice := self.notices.recv(4096).decode():
            self.noticed.put(notice)

    def until_notice(self, wanted):
        """The next notice to systemd that `wanted` says yes to. Returns how many of those before it were pings."""
        pings = 0
        while not wanted(notice := self.noticed.get(timeout=PATIENCE_S)):
            pings += notice == "WATCHDOG=1"
        return pings

    def connect(self):
        return Connection(self.path)

    def tool(self, *arguments):
        return subprocess.run([DOCENT, arguments[0], "--config", str(self.config), *arguments[1:]], capture_output=True,
                              text=True)

    def stop(self):
        """Ends it as systemd does, and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.log += self.process.communicate(timeout=PATIENCE_S)[1]
        return self.process.returncode

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.process.kill()  # it may hang
        self.stop()
        self.notices.shutdown(socket.SHUT_RDWR)
        self.notices.close()
        (self.folder / "notify").unlink()
        if kind is not None:
            print(re.sub("^", "  ", self.log, flags=re.M))


def main(tests):
    """Run test functions, each in a folder of its own; returns the exit code."""
    import tempfile
    import traceback
    failed = []
    for test in tests:
        with tempfile.TemporaryDirectory(prefix="docent-e2e-") as name:
            try:
                test(Path(name))
                print(f"passed: {test.__name__}")
            except Exception:  # a test that breaks has failed; the others still run
                traceback.print_exc()
                failed.append(test.__name__)
    for name in failed:
        print(f"FAILED: {name}")
    return 1 if failed else 0
