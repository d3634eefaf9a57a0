"""The same work in PostgreSQL: one need a transaction, with as many rows of the same sizes as ours writes."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import psycopg

from tests.bench.postgres import Cluster
from tests.bench.written import Written

CATEGORIES = 24
_SCHEMA = """
CREATE TABLE offerings (
    id integer PRIMARY KEY, cat integer NOT NULL, cap integer NOT NULL, rem integer NOT NULL,
    partner integer NOT NULL, body text NOT NULL
) WITH (fillfactor = 80);
CREATE TABLE needs (
    id integer PRIMARY KEY, cat integer NOT NULL, quantity integer NOT NULL,
    open boolean NOT NULL DEFAULT true, body text NOT NULL
) WITH (fillfactor = 80);
CREATE TABLE records (partner integer PRIMARY KEY, requests integer NOT NULL, body text NOT NULL);
CREATE TABLE assignments (
    need integer NOT NULL, id bigserial, offering integer NOT NULL, quantity integer NOT NULL,
    body text NOT NULL, PRIMARY KEY (need, id)
);
CREATE TABLE audit (need integer NOT NULL, number bigserial, body text NOT NULL, PRIMARY KEY (need, number));
CREATE TABLE outbox (id bigserial PRIMARY KEY, body text NOT NULL);
CREATE TABLE listings (
    offering integer NOT NULL, row integer NOT NULL, body text NOT NULL, PRIMARY KEY (offering, row)
) WITH (fillfactor = 80);
CREATE SEQUENCE todo;
"""
_INDEX = "CREATE INDEX ranked ON offerings (cat, ((rem::float8 / cap)) DESC, id) WHERE rem > 0"
_PROPOSE = """
CREATE FUNCTION propose(one integer, {sizes}) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE asked needs; best offerings; taken integer;
BEGIN
    SELECT * INTO STRICT asked FROM needs WHERE id = one AND open;
    SELECT * INTO STRICT best FROM offerings WHERE cat = asked.cat AND rem > 0
        ORDER BY rem::float8 / cap DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED;
    taken := least(best.rem, asked.quantity);
    UPDATE offerings SET rem = rem - taken, body = repeat('o', capacity) WHERE id = best.id;
    UPDATE needs SET open = false, body = repeat('n', need) WHERE id = one;
    UPDATE records SET requests = requests + 1, body = repeat('r', record) WHERE partner = best.partner;
    INSERT INTO assignments (need, offering, quantity, body)
        VALUES (one, best.id, taken, repeat('a', assignment));
    INSERT INTO audit (need, body) VALUES (one, repeat('e', event));
    INSERT INTO outbox (body) VALUES (repeat('m', notice));
    UPDATE listings SET body = repeat('l', listing)
        WHERE offering = best.id AND row < listed;
    RETURN taken;
END $$
"""
_SIZES = ("capacity", "need", "record", "assignment", "event", "notice", "listing", "listed")


@dataclass(frozen=True, slots=True)
class Speed:
    """How many needs a second, and how long one took on average."""

    a_second: float
    average_ms: float


def prepare(cluster: Cluster, offerings: int, needs: int, seed: int) -> None:
    """Make the tables with so many offerings, spread like ours, and needs for all that will be measured."""
    chance = Random(seed)  # noqa: S311 (a measurement, no secret)
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute(_SCHEMA)
        sizes = ", ".join(f"{name} integer" for name in _SIZES)
        connection.execute(_PROPOSE.format(sizes=sizes))
        _copy(connection, "offerings", _offerings(offerings, chance))
        _copy(connection, "records", ((partner, 0, "r" * 250) for partner in range(offerings // 3 + 1)))
        _copy(connection, "listings", ((one, row, "l" * 180) for one in range(offerings) for row in range(9)))
        _copy(connection, "needs", _needs(needs, chance))
        connection.execute(_INDEX)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    columns = {"needs": "(id, cat, quantity, body)"}.get(table, "")
    with connection.cursor().copy(f"COPY {table} {columns} FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _offerings(count: int, chance: Random) -> Iterator[tuple[object, ...]]:
    for number, category in enumerate(_categories(count, chance)):
        capacity = chance.randint(5, 60)
        yield number, category, capacity, capacity, number // 3, "o" * 250


def _needs(count: int, chance: Random) -> Iterator[tuple[object, ...]]:
    for number, category in enumerate(_categories(count, chance), 1):
        yield number, category, chance.randint(1, 4), "n" * 1000


def _categories(count: int, chance: Random) -> Sequence[int]:
    weights = [(rank + 1) ** -0.9 for rank in range(CATEGORIES)]
    return chance.choices(range(CATEGORIES), weights, k=count)


def run(cluster: Cluster, written: Written, clients: int, needs: int) -> Speed:
    """So many clients propose so many needs, each once, with PostgreSQL's own client in C."""
    script = f"SELECT propose(nextval('todo')::integer, {_arguments(written)});\n"
    command = [
        str(cluster.programs / "pgbench"),
        *("-h", "127.0.0.1", "-p", str(cluster.port), "-U", "bench", "-n", "-M", "prepared"),
        *("-c", str(clients), "-j", str(min(clients, 2)), "-t", str(needs // clients)),
        *("-f", "/dev/stdin", "postgres"),
    ]
    said = subprocess.run(command, input=script, check=True, capture_output=True, text=True).stdout
    return Speed(_number(r"tps = ([\d.]+)", said), _number(r"latency average = ([\d.]+)", said))


def _arguments(written: Written) -> str:
    sizes = written.sizes
    known = [sizes.get(table, 0) for table in _TABLES_OF_ONE]
    return ", ".join(str(round(value)) for value in (*known, written.size_of_moved, written.rows_moved))


_TABLES_OF_ONE = ("capacities", "needs", "records", "assignments", "audit", "outbox")


def _number(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    if found is None:
        raise ValueError(f"pgbench said nothing of {pattern}: {said}")
    return float(found.group(1))
