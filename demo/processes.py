"""Real processes in a folder of their own: started, watched, stopped by their own ids."""

import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

MARKER = ".sarhad-demo"
GRACE_SECONDS = 8
PORT_RANGE = (21000, 31900)  # Below the range that the kernel gives to outgoing connections.


PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class DemoError(Exception):
    """What the person who started the demo can act on."""


def fresh_folder(path):
    """An empty folder at `path`; an old one goes only where it is ours."""
    path = pathlib.Path(path)
    if path.exists():
        if not (path / MARKER).is_file():
            raise DemoError(f"{path}: exists and was not made by the demo; name another with --dir")
        shutil.rmtree(path)
    path.mkdir(parents=True, mode=0o700)
    (path / MARKER).write_text("made by ./dev demo; may be deleted\n")
    return path


def free_ports(count):
    """`count` loopback ports in a row that nobody listens on now."""
    start = PORT_RANGE[0] + (os.getpid() * 7) % 9000
    for offset in range(0, 2000, count):
        first = start + offset
        if first + count < PORT_RANGE[1] and all(_is_free(first + step) for step in range(count)):
            return first
    raise DemoError("no free loopback ports")


def _is_free(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Daemon:
    """One child process with its log file. It ends when we say so, or is killed by its id."""

    def __init__(self, name, command, log):
        self.name = name
        self.command = [str(word) for word in command]
        self.log = log
        self.child = None

    def start(self):
        with open(self.log, "ab") as log:
            # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
            self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          start_new_session=True, preexec_fn=_end_with_parent)

    def is_running(self):
        return self.child is not None and self.child.poll() is None

    def ask_to_stop(self):
        if self.is_running():
            self.child.send_signal(signal.SIGTERM)

    def kill(self):
        """kill -9, as the kill loop and an impatient end do."""
        if self.is_running():
            self.child.kill()
            self.child.wait()

    def wait(self, seconds):
        """The exit code; the child is killed where it takes longer."""
        if self.child is None:
            return None
        try:
            return self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def last_words(self, lines=12):
        try:
            text = pathlib.Path(self.log).read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def _end_with_parent():
    """Runs in the child: should the demo itself be killed, no daemon stays behind."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def stop_all(daemons):
    """SIGTERM to all, then waits for each; the names of those that had to be killed."""
    for daemon in daemons:
        daemon.ask_to_stop()
    deadline = time.monotonic() + GRACE_SECONDS
    late = []
    for daemon in daemons:
        if daemon.child is not None and daemon.wait(max(0.1, deadline - time.monotonic())) is None:
            late.append(daemon.name)
    return late


def wait_for(what, condition, seconds=30, watched=()):
    """The first true answer of `condition`, asked every 20 ms."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        for daemon in watched:
            if not daemon.is_running():
                raise DemoError(f"{daemon.name} has ended:\n{daemon.last_words()}")
        time.sleep(0.02)
    raise DemoError(f"not within {seconds} s: {what}")


def run_tool(command, seconds=120):
    """Output of a command that must succeed."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=seconds, check=False)
    if done.returncode != 0:
        raise DemoError(f"{' '.join(str(word) for word in command)}: exit {done.returncode}\n{done.stderr.strip()}")
    return done.stdout
