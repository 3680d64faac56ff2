#!/usr/bin/env python3
"""The same questions to the product's index, to a Jaro-Winkler scan and to PostgreSQL 15 with pg_trgm, in one run.

    bench/names_peers.py [--bin build/release/bin] [--names 1000000] [--questions 200] [--aliases]

Names of listed persons (UN, US Congress; SARHAD_SHARED_DATA) among invented ones, half of the questions written
otherwise than listed; or, with --aliases, UN and OFAC with one alias left out, which is asked for. PostgreSQL runs in a temporary folder, on a socket only, as an unprivileged user; its time is
taken inside the server, around the statement, so neither client nor socket counts against it.
"""

import argparse
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile

POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")
USER = "postgres"

LOAD = """
CREATE EXTENSION pg_trgm;
CREATE TABLE names (entry text, name text);
CREATE TABLE questions (number int, name text, entries text[]);
\\copy names FROM 'names.tsv'
\\copy questions FROM 'questions.tsv'
CREATE INDEX names_trgm ON names USING gin (name gin_trgm_ops);
VACUUM ANALYZE names;
CREATE FUNCTION nearest(wanted text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE best text[];
BEGIN
    SELECT array_agg(entry) INTO best FROM (
        SELECT entry FROM names WHERE name % wanted ORDER BY similarity(name, wanted) DESC LIMIT 20) AS nearest;
    RETURN best;
END $$;
"""
ASK = """
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET plan_cache_mode = force_custom_plan;
DO $$ DECLARE one record; best text[]; BEGIN
    FOR one IN SELECT * FROM questions LOOP best := nearest(one.name); END LOOP;
END $$;
CREATE TEMP TABLE answers (is_found boolean, micros float8);
DO $$ DECLARE one record; best text[]; start timestamptz; stop timestamptz; BEGIN
    FOR one IN SELECT * FROM questions ORDER BY number LOOP
        start := clock_timestamp();
        best := nearest(one.name);
        stop := clock_timestamp();
        INSERT INTO answers VALUES (coalesce(best && one.entries, false), extract(epoch FROM stop - start) * 1e6);
    END LOOP;
END $$;
SELECT count(*) FILTER (WHERE is_found), count(*), avg(micros), percentile_disc(0.5) WITHIN GROUP (ORDER BY micros),
    percentile_disc(0.99) WITHIN GROUP (ORDER BY micros) FROM answers;
"""


class Postgres:
    """A server of its own in `folder`; ended by its own process."""

    def __init__(self, folder):
        self.data, self.sockets = folder / "data", folder / "sockets"
        self.sockets.mkdir(mode=0o700)
        self.as_user = []
        if os.geteuid() == 0:  # The server refuses to run as root.
            who = pwd.getpwnam(USER)
            for path in (folder, self.sockets):
                os.chown(path, who.pw_uid, who.pw_gid)
            self.as_user = ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups"]
        self.folder, self.server = folder, None

    def run(self, *words, **more):
        return subprocess.run([*self.as_user, *map(str, words)], check=True, text=True, capture_output=True,
                              cwd=self.folder, **more).stdout

    def psql(self, script):
        return self.run(POSTGRES / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", self.sockets,
                        "-U", USER, "-d", "postgres", input=script)

    def __enter__(self):
        self.run(POSTGRES / "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        # Durability is none of this measurement; memory is what an index wants.
        words = [POSTGRES / "postgres", "-D", self.data, "-k", self.sockets]
        for setting in ("listen_addresses=", "fsync=off", "shared_buffers=1GB", "maintenance_work_mem=512MB",
                        "work_mem=256MB", "max_wal_size=4GB"):
            words += ["-c", setting]
        log = (self.folder / "server.log").open("w", encoding="utf-8")
        self.server = subprocess.Popen([*self.as_user, *map(str, words)], stdout=log, stderr=log, cwd=self.folder)
        self.wait_until_up()
        return self

    def wait_until_up(self):
        """Waits, 30 s at most, until the server takes connections."""
        for _ in range(300):
            if self.server.poll() is not None:
                raise SystemExit("PostgreSQL ended: " + (self.folder / "server.log").read_text(encoding="utf-8")[-500:])
            try:
                self.psql("SELECT 1;")
                return
            except subprocess.CalledProcessError:
                try:
                    self.server.wait(0.1)
                except subprocess.TimeoutExpired:
                    pass
        raise SystemExit("PostgreSQL does not answer")

    def __exit__(self, *_):
        self.server.send_signal(signal.SIGINT)  # Fast shutdown.
        self.server.wait(60)


def ask_postgres(folder):
    with Postgres(folder) as server:
        server.psql(LOAD)
        told = server.psql(ASK).strip().split("\t")
    return ("PostgreSQL 15, pg_trgm (GIN)", *map(float, told))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, default="build/release/bin")
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--aliases", action="store_true")
    given = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-peers-"))
    try:
        folder.chmod(0o755)
        told = subprocess.run([given.bin / "names_peers", folder, str(given.names), str(given.questions),
                               "aliases" if given.aliases else "listed"], check=True, text=True, stdout=subprocess.PIPE).stdout
        rows = [(line.split("\t")[0], *map(float, line.split("\t")[1:])) for line in told.splitlines() if "\t" in line]
        rows.append(ask_postgres(folder))
    finally:
        shutil.rmtree(folder)
    print(f"{given.names} invented names and the listed ones; {given.questions} questions; times in us, of the wall")
    print(f"{'':40}{'found':>8}{'mean':>12}{'p50':>12}{'p99':>12}{'mean, times the first':>24}")
    for name, found, asked, mean, p50, p99 in rows:
        print(f"{name:40}{found / asked:8.4f}{mean:12.0f}{p50:12.0f}{p99:12.0f}{mean / rows[0][3]:24.1f}")


if __name__ == "__main__":
    sys.exit(main())
