# SPDX-License-Identifier: GPL-3.0-or-later
"""What scenarios are made of. A scenario checks, and by that prints `ok - WHAT` or `not ok - WHAT`, a line each."""
import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import loudspeaker
import room

SHARE = Path("/share")
SOCKET = "/run/docent/control"
KEPT = Path("/var/lib/docent/kept")
RATE_WPM, RATE_STEP_WPM = 160, 20
PATIENCE_S = 90  # for what never happens; never a measure of anything
POLL_S = 0.2
WORDS_ENOUGH = 14  # of an answer that is cut short: over three seconds, however fast it is spoken
LIKENESS_MIN = 0.8  # the beginning of another answer has up to 0.73, the right one mostly 0.95 and more
TOPICS = [path.stem for path in sorted((SHARE / "questions").glob("*.raw"))]

failures = []


def check(is_so, what, detail=""):
    print(f"{'ok' if is_so else 'not ok'} - {what}")
    if not is_so:
        failures.append(what)
        if detail:
            print(f"# {detail}")
    return is_so


def note(text):
    print(f"# {text}")


def run(*command, patience_s=PATIENCE_S):
    """A command's output; one that fails ends the scenario."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, timeout=patience_s)
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: status {result.returncode}: {result.stdout}")
    return result.stdout.strip()


def cut_power_within(most_s):
    """Some time of the next `most_s`, by chance, this machine is without power; until then the scenario goes on."""
    delay_s = float(sys.argv[3]) * most_s
    note(f"the power will be cut in {delay_s:.2f} s")
    timer = threading.Timer(delay_s, print, ["cut"])
    timer.daemon = True
    timer.start()


def write(path, text, patience_s=PATIENCE_S):
    """Into a file of the kernel, which may wait until it can do what is written."""
    run("sh", "-c", 'echo "$1" >"$2"', "sh", text, str(path), patience_s=patience_s)


def property_of(name):
    return run("systemctl", "show", "docentd", "--value", "-p", name)


def restarts():
    """How often systemd has started docentd anew by itself."""
    return int(property_of("NRestarts"))


def main_process():
    return int(property_of("MainPID"))


def is_ready():
    return property_of("ActiveState") == "active"


def wait_for(condition, what, patience_s=PATIENCE_S):
    end_s = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > end_s:
            raise AssertionError(f"waited {patience_s} s in vain: {what}")
        time.sleep(POLL_S)


class Docentd:
    """A connection to the daemon's control socket."""

    def __init__(self, *, events=False):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE_S)
        wait_for(self.connects, "docentd takes no connection")
        self.lines = self.socket.makefile("r", encoding="utf-8")
        self.snapshot = self.ask("events" if events else "status")

    def connects(self):
        try:
            self.socket.connect(SOCKET)
        except OSError:
            return False
        return True

    def receive(self):
        line = self.lines.readline()
        if not line:
            raise AssertionError("docentd closed the connection")
        return json.loads(line)

    def ask(self, line):
        self.socket.sendall(line.encode() + b"\n")
        return self.receive()

    def until(self, wanted, what):
        """The next event that `wanted` is true of; those before it are passed over."""
        seen = []
        try:
            while True:
                event = self.receive()
                if wanted(event):
                    return event
                if event.get("event") != "word":
                    seen.append(event)
        except TimeoutError:
            raise AssertionError(f"waited {PATIENCE_S} s in vain: {what}; instead: {seen[-6:]}") from None

    def until_state(self, state):
        """Wait for a state, if it is not there already. Only for a new connection with events."""
        if self.snapshot["state"] != state:
            self.until(lambda event: event.get("event") == "state" and event["state"] == state, f"state {state}")

    def close(self):
        self.lines.close()
        self.socket.close()


@contextlib.contextmanager
def docentd(*, events=False):
    connection = Docentd(events=events)
    try:
        yield connection
    finally:
        connection.close()


def tell(command):
    """One command to the daemon, and its answer. One that is refused ends the scenario."""
    with docentd() as connection:
        answer = connection.ask(command)
    if not answer.get("ok", True):
        raise AssertionError(f"docentd refuses '{command}': {answer}")
    return answer


def answer(topic):
    return run("docent", "answer", topic)


def change_rate():
    """Have the voice another speed, which a single user's docentd keeps. Returns it."""
    rate = tell("status")["rate_wpm"]
    tell("slower" if rate > RATE_WPM else "faster")
    wait_for(lambda: tell("status")["rate_wpm"] != rate, "the voice does not change its speed")
    tell("stop")
    return tell("status")["rate_wpm"]


def quiet(connection):
    """Whatever is being said or waited for is ended: the next question finds docent idle and listening."""
    connection.ask("stop")
    wait_for(lambda: (now := tell("status"))["state"] == "idle" and now["ear"] == "open" and not now.get("saying"),
             "docentd does not become idle")


def answered(topic, *, whole=False):
    """Ask for a topic aloud. The right answer must be captioned, and be what comes out of the loudspeaker."""
    rate_wpm = tell("status")["rate_wpm"]
    wanted = answer(topic)
    with docentd(events=True) as connection:
        if connection.snapshot["state"] != "idle" or connection.snapshot["ear"] != "open":
            with docentd() as other:
                quiet(other)
        recorder = loudspeaker.Recorder()
        room.say(SHARE / "questions" / f"{topic}.raw")
        saying = connection.until(lambda event: event.get("event") == "saying", f"an answer about {topic}")
        if not check(saying["text"] == wanted, f"asked aloud for {topic}, that is answered", f"not: {saying['text']}"):
            recorder.stop()
            return
        # Whatever was heard half a second ago is not the answer, even if this is a little late.
        before = max(0, recorder.frames() - loudspeaker.FRAMES_PER_S // 2)
        words = 0
        while words < WORDS_ENOUGH or whole:
            event = connection.receive()
            if event.get("event") == "said":
                break
            words += event.get("event") == "word"
        recorded = recorder.stop()
        heard = loudspeaker.trimmed(recorded[before:])
    if not whole:
        tell("stop")
    spoken = loudspeaker.reference(wanted, rate_wpm)
    seconds = len(heard) / loudspeaker.FRAMES_PER_S
    if whole:
        heard += [0.0] * loudspeaker.LAG_MAX
    like = loudspeaker.likeness_by_pieces(heard, spoken)
    check(like >= LIKENESS_MIN and seconds > 1,
          f"{seconds:.1f} s recorded from the loudspeaker: likeness {like:.3f} to espeak-ng's own",
          f"recorded {loudspeaker.shown(recorded)}, of which {before} frames before it; wanted "
          f"{loudspeaker.shown(spoken)}; arecord says '{recorder.complained}', docentd {json.dumps(tell('status'))}")
    if whole:
        other = loudspeaker.reference(answer(next(other for other in TOPICS if other != topic)), rate_wpm)
        unlike = loudspeaker.likeness_by_pieces(heard, other)
        spoken_s = len(spoken) / loudspeaker.FRAMES_PER_S
        check(0.95 < seconds / spoken_s < 1.05, f"as long as espeak-ng's own, {spoken_s:.1f} s")
        check(unlike < like - 0.2, f"more like it than another answer ({unlike:.3f})")


def main(scenario):
    """Run a scenario, which gets the number of the round (how often the power was cut) and how often to disturb."""
    try:
        scenario(int(sys.argv[1]), int(sys.argv[2]))
    except Exception as error:  # whatever it is, it is this scenario's failure and no more
        check(False, f"{type(error).__name__}: {error}".replace("\n", " "))
        for line in traceback.format_exc().splitlines():
            note(line)
    if failures:
        journal = ["journalctl", "-q", "--no-pager", "-u", "docentd", "-n", "25", "-o", "short-monotonic"]
        for line in subprocess.run(journal, capture_output=True, text=True).stdout.splitlines():
            note(line)
    sys.exit(1 if failures else 0)
