#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""systemd's watchdog gets a sign of life from docentd as long as all of it works, and not a single one when a part of
it hangs. The parts are made to hang by mishap.c, in an unchanged docentd; systemd is a socket here.

What takes long here is docentd's patience with a part (docent/vitals.h); the daemons that wait for it wait together.
"""
import sys
import threading

import daemon

PINGS_BEYOND_PATIENCE = 150  # four a second: well over the longest limit
BUTTON = {"listening": "mode = button\n"}
WATCHED = {"WATCHDOG_USEC": 1000000}


def is_ping(notice):
    return notice == "WATCHDOG=1"


def hung(folder, mishap, part, provoke, **environment):
    """One daemon in which `part` hangs: no sign of life while it does, and one as soon as it moves again."""
    folder.mkdir()
    daemon.room(folder / "room.wav", 600)
    with daemon.Daemon(folder, BUTTON, TESTCARD_MICROPHONE=folder / "room.wav", **daemon.mishaps(folder), **WATCHED,
                       **environment) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="state", state="idle")
        docentd.until_notice(is_ping)
        (folder / mishap).touch()
        provoke(docentd.connect())
        docentd.until_notice(lambda notice: f"hangs: {part}" in notice)
        client = docentd.connect()  # one that is quiet for so long is shut out
        assert part in client.ask("status")["hangs"]
        if part == "listener":
            assert watcher.until(event="saying", text=daemon.phrase("fault-hearing"))
            watcher.until(event="said")
            client.ask("say Press the button once more, please.")
            watcher.until(event="said")
            client.ask("ask rare-earths")
        else:
            # Commands still come through, each with a new status.
            for command in ("louder", "stop", "quieter", "stop", "help", "stop"):
                client.ask(command)
        assert docentd.until_notice(lambda notice: "answering; " in notice and "hangs" in notice) == 0
        (folder / mishap).unlink()
        docentd.until_notice(is_ping)
        client = docentd.connect()
        assert client.ask("status")["hangs"] == []
        client.ask("stop")
        assert docentd.stop() == 0
        assert f"the {part} hangs" in docentd.log and f"the {part} moves again" in docentd.log, docentd.log


def hold_talk(client):
    """Half a second and more of a quiet room: recognised all the same, since the button says so."""
    assert client.ask("down KEY_ENTER")["ok"]
    before = client.ask("status")["microphone"]["delivered_frames"]
    while client.ask("status")["microphone"]["delivered_frames"] < before + daemon.RATE_HZ:
        pass
    assert client.ask("up KEY_ENTER")["ok"]


def say(client):
    assert client.ask("say One, two, three, four, five, six, seven.")["ok"]


def together(*runs):
    """Run functions at the same time; the first that fails fails the test."""
    failures = []

    def guarded(run):
        try:
            run()
        except BaseException as failure:  # told by the main thread
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for failure in failures:
        raise failure


def what_hangs_gets_no_ping(folder):
    together(lambda: hung(folder / "a", "hang-recogniser", "listener", hold_talk),
             lambda: hung(folder / "b", "hang-microphone", "microphone", lambda client: None),
             lambda: hung(folder / "c", "hang-voice", "speaker", say),
             lambda: hung(folder / "d", "hang-loudspeaker", "loudspeaker", say))


def pinging(folder, **environment):
    folder.mkdir()
    daemon.room(folder / "room.wav", 600)
    with daemon.Daemon(folder, TESTCARD_MICROPHONE=folder / "room.wav", **WATCHED, **environment) as docentd:
        for _ in range(PINGS_BEYOND_PATIENCE):
            docentd.until_notice(is_ping)
        assert docentd.connect().ask("status")["hangs"] == []
        assert docentd.stop() == 0
        assert "hangs" not in docentd.log


def what_works_or_waits_for_a_device_pings(folder):
    """A box without a microphone, or without anything, is no box that hangs."""
    absent = folder / "absent"
    absent.write_text("absent")
    together(lambda: pinging(folder / "a"),
             lambda: pinging(folder / "b", TESTCARD_MICROPHONE_SWITCH=absent),
             lambda: pinging(folder / "c", TESTCARD_MICROPHONE_SWITCH=absent, TESTCARD_SPEAKER_SWITCH=absent))


def a_stopped_process_is_well_when_it_goes_on(folder):
    import signal
    daemon.room(folder / "room.wav", 600)
    with daemon.Daemon(folder, TESTCARD_MICROPHONE=folder / "room.wav", **WATCHED) as docentd:
        docentd.until_notice(is_ping)
        docentd.process.send_signal(signal.SIGSTOP)
        docentd.process.send_signal(signal.SIGCONT)
        for _ in range(4):
            docentd.until_notice(is_ping)
        assert docentd.stop() == 0


if __name__ == "__main__":
    sys.exit(daemon.main([what_hangs_gets_no_ping, what_works_or_waits_for_a_device_pings,
                          a_stopped_process_is_well_when_it_goes_on]))
