#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docentd asks itself whether it can hear: in an unchanged docentd whose recogniser gets but a tenth of a second of all
sound (mishap.c), and in one that is well."""
import sys

import daemon

BUTTON = {"listening": "mode = button\n"}


def begin(folder):
    daemon.room(folder / "room.wav", 60)
    return daemon.Daemon(folder, BUTTON, TESTCARD_MICROPHONE=folder / "room.wav", **daemon.mishaps(folder))


def until_tested(docentd, wanted):
    while (state := docentd.connect().ask("status")["self_test"]) == "to come":
        pass
    assert state == wanted, state


def one_that_hears_passes(folder):
    with begin(folder) as docentd:
        until_tested(docentd, "passed")
        assert docentd.stop() == 0
    assert "self-test passed" in docentd.log, docentd.log


def one_that_is_deaf_says_so_and_restarts_once(folder):
    note, mishap = folder / "restarted-deaf", folder / "deaf-recogniser"
    mishap.touch()
    with begin(folder) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="saying", text=daemon.phrase("self-test-failed"))
        watcher.until(event="said")
        assert docentd.process.wait(daemon.PATIENCE_S) == 1
    assert note.exists(), docentd.log
    # Started again by systemd, still deaf: it stays, says what still works, and is no endless loop.
    with begin(folder) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="saying", text=daemon.phrase("fault-hearing"))
        docentd.until_notice(lambda notice: "faults: hearing" in notice)
        client = docentd.connect()
        status = client.ask("status")
        assert status["self_test"] == "failed" and status["faults"] == ["hearing"], status
        # Buttons still answer, and nothing that is "heard" makes it believe that it hears.
        assert client.ask("down KEY_ENTER")["ok"] and client.ask("up KEY_ENTER")["ok"]
        assert client.ask("ask rare-earths")["ok"]
        assert watcher.until(event="saying", text=daemon.answer("rare-earths"))
        assert docentd.stop() == 0
    assert note.exists()
    # And well again after whatever helped: a later deafness may restart it once more.
    mishap.unlink()
    with begin(folder) as docentd:
        until_tested(docentd, "passed")
        assert docentd.connect().ask("status")["faults"] == []
        assert docentd.stop() == 0
    assert not note.exists()


if __name__ == "__main__":
    sys.exit(daemon.main([one_that_hears_passes, one_that_is_deaf_says_so_and_restarts_once]))
