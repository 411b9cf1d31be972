#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docentd as an operator meets it: how it starts, what it refuses, how it is steered, watched and stopped."""
import shutil
import subprocess
import sys

import daemon

ALOUD = {"TESTCARD_SPEED": 40}  # nobody listens: no need to wait for a whole answer
BUTTON = {"listening": "mode = button\n"}


def run(*arguments):
    return subprocess.run([daemon.DOCENTD, *arguments], capture_output=True, text=True)


def refused(folder, config, wanted):
    """docentd must not start with this docent.conf, and say why on one line."""
    path = folder / "docent.conf"
    path.write_text(config)
    result = run("--config", str(path), "--content", str(daemon.EXHIBIT))
    assert result.returncode == 1, result
    assert result.stderr.count("\n") == 1 and wanted in result.stderr, result.stderr


def options(folder):
    assert run("--help").returncode == 0 and "--config" in run("--help").stdout
    assert run("--version").stdout.startswith("docentd ")
    for wrong in (["--bogus"], ["surplus"], ["--config"]):
        result = run(*wrong)
        assert result.returncode == 2 and result.stderr.count("\n") == 1, result


def what_is_wrong_is_said_in_one_line(folder):
    refused(folder, "[audio]\nvolume_db = loud\n", "docent.conf:2:")
    refused(folder, "[audio]\ncapturre = x\n", "docent.conf:2:")
    refused(folder, "[buttons]\nKEY_NOWHERE = talk\n", "KEY_NOWHERE: there is no such key")
    empty = folder / "empty"
    empty.mkdir()
    for arguments in (["--config", str(folder / "no.conf")], ["--content", str(empty)],
                      ["--content", str(folder / "nowhere")], ["--check", "--content", str(empty)]):
        result = run(*arguments)
        assert result.returncode == 1 and result.stderr.count("\n") == 1, result


def check(folder):
    result = run("--check", "--content", str(daemon.EXHIBIT))
    assert result.returncode == 0 and "14 topics" in result.stdout, result


def steered_and_watched(folder):
    with daemon.Daemon(folder, BUTTON, ["--recording"], **ALOUD) as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        snapshot = watcher.ask("events")
        assert snapshot["event"] == "snapshot" and snapshot["topics"] == 14, snapshot
        client.ask("stop")
        assert client.ask("status")["state"] == "idle"
        assert client.ask("ask rare-earths") == {"ok": True}
        saying = watcher.until(event="saying")
        assert saying["text"] == daemon.answer("rare-earths")
        words = []
        while (event := watcher.receive())["event"] != "said":
            if event["event"] == "word":
                assert saying["text"].encode()[event["offset"]:][:event["length"]].decode() == event["word"], event
                words.append(event["word"])
        # Words that the voice runs together come as one: fewer than written, in order, and never none.
        spoken = iter(saying["text"].replace("\n", " ").split(" "))
        assert all(any(word in written for written in spoken) for word in words) and len(words) > 30, words
        watcher.until(event="state", state="idle")
        assert not client.ask("ask nothing-like-that")["ok"]
        assert not client.ask("fly away")["ok"]
        assert not client.ask("say ...")["ok"]
        assert client.ask("say Hello there.")["ok"]
        assert watcher.until(event="saying")["text"] == "Hello there."
        assert client.ask("talk")["ok"]
        assert watcher.until(event="state", state="listening")["ear"] == "button"
        assert client.ask("stop")["ok"]
        assert client.ask("louder")["ok"]
        assert watcher.until(event="saying")["text"] == daemon.phrase("loudest")
        assert docentd.stop() == 0
        assert not docentd.path.exists()


def steered_with_the_tool(folder):
    with daemon.Daemon(folder, BUTTON, ["--recording"], **ALOUD) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        assert '"topics":14' in docentd.tool("status").stdout
        for arguments in (["read", "deep-sea"], ["stop"], ["say", "two", "words"], ["press", "help"], ["talk"],
                          ["reload"]):
            result = docentd.tool(*arguments)
            assert (result.returncode, result.stdout, result.stderr) == (0, "", ""), result
        assert watcher.until(event="saying", text=daemon.answer("deep-sea"))
        assert watcher.until(event="saying", text="two words")
        assert watcher.until(event="saying", text=daemon.phrase("help"))
        assert watcher.until(event="state", state="listening")
        for arguments in (["read", "nothing"], ["press", "nothing"], ["say", "..."]):
            result = docentd.tool(*arguments)
            assert result.returncode == 1 and result.stderr.startswith("docent: "), result
        for arguments in (["read"], ["say"], ["stop", "it"], ["press", "a", "b"]):
            assert docentd.tool(*arguments).returncode == 2, arguments
    result = docentd.tool("status")
    assert result.returncode == 1 and "not running" in result.stderr, result


def content_with_a_mistake_is_refused_while_running(folder):
    content = folder / "exhibit"
    shutil.copytree(daemon.EXHIBIT, content)
    with daemon.Daemon(folder, BUTTON, ["--recording"], content=content, **ALOUD) as docentd:
        client = docentd.connect()
        whole = (content / "deep-sea.md").read_text()
        (content / "deep-sea.md").write_text("# Only a title\n")
        reply = client.ask("reload")
        assert not reply["ok"] and "deep-sea.md:" in reply["error"], reply
        assert client.ask("status")["saying"] == daemon.phrase("fault-content")
        assert client.ask("ask deep-sea")["ok"]
        assert client.ask("status")["saying"] == daemon.answer("deep-sea")
        (content / "deep-sea.md").write_text(whole.replace("# ", "# Now: ", 1))
        (content / "new.md").write_text("# New\n\nA new answer.\n\n## Asked as\n\n- what is new here\n")
        assert client.ask("reload") == {"ok": True, "topics": 15}
        assert client.ask("ask new")["ok"]
        assert client.ask("status")["saying"] == "A new answer."


def a_lost_microphone_is_spoken_of_and_found_again(folder):
    switch = folder / "switch"
    daemon.room(folder / "room.wav", 60)
    with daemon.Daemon(folder, TESTCARD_MICROPHONE=folder / "room.wav",
                       TESTCARD_MICROPHONE_SWITCH=switch) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="state", state="idle", ear="open")
        switch.write_text("absent")
        assert watcher.until(event="saying")["text"] == daemon.phrase("fault-microphone")
        assert docentd.connect().ask("status")["microphone"]["state"] == "lost"
        watcher.until(event="said")
        switch.unlink()
        assert watcher.until(event="saying")["text"] == daemon.phrase("mended")
        assert watcher.until(event="state", state="idle", ear="open")["faults"] == []


def without_any_device_it_starts_and_waits(folder):
    with daemon.Daemon(folder, {"audio": "", "control": ""}, TESTCARD_MICROPHONE="/nowhere.wav",
                       TESTCARD_SPEAKER="/nowhere/at.wav") as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        assert watcher.until(event="state", faults=["microphone", "speaker"])
        assert docentd.stop() == 0


def hold_one_button(watcher, client):
    """A long press, which reads the list. However late it is let go, it was a long one."""
    assert client.ask("down BTN_0")["ok"]
    watcher.until(event="state", state="listing")
    assert client.ask("up BTN_0")["ok"]


def tap_one_button(client):
    """Down and up leave together: how long a tap takes does not depend on how busy the machine is."""
    client.send("down BTN_0\nup BTN_0")
    assert client.receive()["ok"] and client.receive()["ok"]


def one_button(list_gap_ms):
    return {"listening": "mode = button\n",
            "buttons": f"BTN_0 = one\nlist_gap_ms = {list_gap_ms}\nhold_ms = 1000\ndouble_ms = 100\n"}


def one_button_reads_the_list(folder):
    """A box without a screen, a keyboard or a word: the list goes on by itself, to its end."""
    with daemon.Daemon(folder, one_button(100), ["--recording"], **ALOUD) as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        hold_one_button(watcher, client)
        for number, _ in enumerate(daemon.topics(), 1):
            while not (text := watcher.until(event="saying")["text"]).startswith(f"{number}, "):
                assert number == 1, (number, text)  # what is said before the first
        watcher.until(event="state", state="idle")


def one_button_reaches_every_topic(folder):
    """A tap picks what was named last. `next` only saves waiting: the gap is long, so that no tap comes too late."""
    with daemon.Daemon(folder, one_button(10000), ["--recording"], **ALOUD) as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        for number, topic in enumerate(daemon.topics(), 1):
            hold_one_button(watcher, client)
            for _ in range(number):
                assert client.ask("next")["ok"]
            while not watcher.until(event="saying")["text"].startswith(f"{number}, "):
                pass
            watcher.until(event="said")
            tap_one_button(client)
            text = watcher.until(event="saying")["text"]
            assert text == daemon.answer(topic), (topic, text)
            client.ask("stop")
            watcher.until(event="state", state="idle")


def keys_reach_every_topic(folder):
    """The same with next and play, as on a keypad."""
    with daemon.Daemon(folder, BUTTON, ["--recording"], **ALOUD) as docentd:
        watcher, client = docentd.connect(), docentd.connect()
        watcher.ask("events")
        for topic in daemon.topics():
            # All at once: a name that nobody picks for a second and a half is answered all the same.
            keys = [f"{way} {key}" for key in ("KEY_RIGHT", "KEY_TAB") for way in ("down", "up")]
            client.send("\n".join(keys))
            assert all(client.receive()["ok"] for _ in keys)
            watcher.until(event="saying", text=daemon.answer(topic))


if __name__ == "__main__":
    sys.exit(daemon.main([options, what_is_wrong_is_said_in_one_line, check, steered_and_watched,
                          steered_with_the_tool, content_with_a_mistake_is_refused_while_running,
                          a_lost_microphone_is_spoken_of_and_found_again, without_any_device_it_starts_and_waits,
                          one_button_reads_the_list, one_button_reaches_every_topic, keys_reach_every_topic]))
