#!/usr/bin/env python3
"""Sarhad at work on this machine: one centre and a few ports, as real processes on loopback.

Everything it writes is in one folder (./sarhad-demo). Exit 0 where centre and ports agree at the end, else 1.
"""

import argparse
import pathlib
import signal
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import api_client  # noqa: E402  (beside this file)
import printing  # noqa: E402
import processes  # noqa: E402
import rules_act  # noqa: E402
import sources  # noqa: E402
import story  # noqa: E402
import system  # noqa: E402

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_options():
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="build/release/bin", help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help="leave it running and print commands to try")
    parser.add_argument("--lists", metavar="DIR", help="screen against the UN and OFAC lists in this folder")
    parser.add_argument("--messages", metavar="DIR", help="deliver every EDIFACT file below this folder")
    parser.add_argument("--dir", default="sarhad-demo", help="folder for all that is written [sarhad-demo]")
    parser.add_argument("--ports", type=int, default=3, help="how many ports, 3 to 12 [3]")
    options = parser.parse_args()
    if not 3 <= options.ports <= 12:
        parser.error("--ports: 3 to 12")
    return options


def delivery(port):
    """Puts a message that was not delivered yet into the port's spool, whole: named last."""
    message = pathlib.Path(__file__).resolve().parent / "messages" / "unused" / f"{port.locode}.edi"
    incoming = port.spool / "incoming"
    return f"cp {message} {incoming}/.unused && mv {incoming}/.unused {incoming}/unused.edi"


def commands(running):
    ctl = running.ctl
    port = running.ports[0]
    yield f"{ctl} node list --socket {running.socket}"
    yield f"{ctl} alert list --socket {running.socket}"
    yield f"{ctl} list status --socket {running.socket}"
    yield f"{ctl} rules list --socket {running.socket}"
    yield f"{ctl} rules show {rules_act.RULE} --socket {port.socket}"
    yield f"{ctl} cargo list --socket {running.ports[1].socket}"
    yield f"{ctl} status --socket {port.socket}"
    yield f"{ctl} intake refused --socket {running.ports[1].socket}"
    yield f"{ctl} events --follow --socket {port.socket}"
    for each in running.ports[:3]:  # Those of the invented messages.
        yield delivery(each)
    yield f"{ctl} alert list --json --socket {port.socket}"
    for alert in port.alerts()[:1]:
        yield f"{ctl} alert ack {alert['id']} --officer officer.a1 --socket {port.socket}"


def print_commands(running):
    printing.title("it goes on running; try in another shell:")
    for command in commands(running):
        printing.plain(f"  {command}")
    printing.plain("Ctrl-C stops it.")


def play(running, options):
    wrong = story.Story(running, sources.chosen(options.lists, options.messages, options.ports)).run()
    if options.keep:
        print_commands(running)
        while all(daemon.is_running() for daemon in running.daemons()):
            time.sleep(0.2)
        raise processes.DemoError("a daemon has ended by itself; see " + str(running.folder / "logs"))
    return 1 if wrong else 0


def interrupted(_signal, _frame):
    raise KeyboardInterrupt


def main():
    options = read_options()
    for ending in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's background job ignores it otherwise.
        signal.signal(ending, interrupted)
    running = None
    try:
        folder = processes.fresh_folder(options.dir)
        running = system.System(options.bin, folder, [f"PKXX{letter}" for letter in LETTERS[:options.ports]])
        code = play(running, options)
    except KeyboardInterrupt:
        printing.plain("\nstopping")
        code = 0 if options.keep else 130
    except (processes.DemoError, api_client.Unreachable, api_client.Refused, ValueError, OSError) as error:
        printing.plain(f"\ndemo: {error}")
        code = 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # A second Ctrl-C does not leave a daemon behind.
        late = running.stop() if running is not None else []
    for name in late:
        printing.plain(f"demo: {name} did not stop in time and was killed")
    return 1 if late else code


if __name__ == "__main__":
    sys.exit(main())
