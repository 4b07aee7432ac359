"""What each index costs an invitation: its five rows are written again and again, with the index and without.

    python3 Benchmarks/indices.py DATABASE [INDEX…]

DATABASE is one that `countersign migrate` has made, with a gallery in it; it is copied, not changed. Without names, the
indices of the tables that an invitation writes in are dropped one by one. What counts is the difference: the processor
time holds that of Python too, and the bytes are those of SQLite's log, which have to reach the disk before the answer.
"""
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

COUNT, GROUP, ROUNDS = 20_000, 8, 3
PACKAGES = 500
TABLES = ("accounts", "invitations", "messages", "events")
FACTS = '{"package":"Bench.Pkg1","role":"invitee","inviter":"alice","invitee":"u0-1-1795316784","expires":1795921584681}'


def identifier(moment, number):
    return (moment << 80 | 7 << 76 | 2 << 62 | number).to_bytes(16)


def insert(database, table, **values):
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def invite(database, gallery, number, moment):
    who, package = f"u0-{number}-{moment // 1000}", number % PACKAGES
    invitation, message = identifier(moment, 2 * number), identifier(moment, 2 * number + 1)
    insert(
        database, "accounts", number=1000 + number, gallery_id=gallery, username_key=who, username=who,
        email=f"{who}@example.org", kind="person", members="[]")
    insert(
        database, "invitations", id=invitation, gallery_id=gallery, package_number=1 + package,
        invitee_number=1000 + number, email=f"{who}@example.org", inviter_number=1, state="pending", generation=1,
        created_at=moment, expires_at=moment + 604_800_000, remind_at=moment + 432_000_000, sent_at=moment,
        message_id=message, undeliverable=0)
    insert(
        database, "messages", id=message, gallery_id=gallery, kind="invitation", about=invitation,
        recipient=f"{who}@example.org", account_number=1000 + number, generation=1, facts=FACTS, state="queued",
        created_at=moment, changed_at=moment, next_at=moment, until_at=moment + 604_800_000, attempt=0, tries=0,
        takeovers=0, was_unknown=0)
    insert(
        database, "events", gallery_id=gallery, seq=number + 1, id=identifier(moment, 3 * number), type="invitation.created",
        at=moment, actor="alice", subject=invitation.hex(), data=FACTS, origin="key", origin_id=gallery,
        package_key=f"bench.pkg{package}")
    database.execute(
        """
        INSERT INTO event_counts VALUES (?, 1, 0, 'invitation.created', 1), (?, 2, 0, 'invitation.created', 1)
        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
        """, (gallery, gallery))


def measure(source, dropped):
    """Microseconds and bytes of the log, an invitation."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "db.sqlite")
        shutil.copyfile(source, path)
        database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = OFF", "wal_autocheckpoint = 0"):
            database.execute(f"PRAGMA {pragma}")
        for index in dropped:
            database.execute(f"DROP INDEX {index}")
        gallery, = database.execute("SELECT id FROM galleries").fetchone()
        database.execute("BEGIN")
        for number in range(PACKAGES):
            insert(
                database, "packages", number=1 + number, gallery_id=gallery, package_key=f"bench.pkg{number}",
                package=f"Bench.Pkg{number}", created_at=0)
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        begin = time.process_time()
        for number in range(COUNT):
            if number % GROUP == 0:
                database.execute("BEGIN IMMEDIATE")
            invite(database, gallery, number, 1_795_316_784_000 + number // 2)
            if number % GROUP == GROUP - 1:
                database.execute("COMMIT")
        took = time.process_time() - begin
        size = path.with_name("db.sqlite-wal").stat().st_size
        database.close()
    return took / COUNT * 1e6, size / COUNT


def main(source, *named):
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as database:
        places = ", ".join("?" * len(TABLES))
        own = [name for name, in database.execute(
            f"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({places})", TABLES)]
    variants = {"with all": []} | {index: [index] for index in named or own}
    if named:
        variants["all of these"] = list(named)
    figures = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, dropped in variants.items():
            figures[name].append(measure(source, dropped))
    best = {name: (min(took for took, _ in each), each[0][1]) for name, each in figures.items()}
    took, size = best.pop("with all")
    print(f"{'with all':34} {took:7.1f} µs {size:8.0f} bytes")
    for name, (less, smaller) in best.items():
        print(f"{name:34} {less - took:+7.1f} µs {smaller - size:+8.0f} bytes ({(smaller - size) / size:+.1%})")


if __name__ == "__main__":
    main(*sys.argv[1:])
