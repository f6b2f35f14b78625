"""Prints the rows of a table of the lake as an engine reads them: ENGINE CATALOG_URI TABLE COLUMN...

Values are text separated by tabs, rows are sorted. ENGINE is what the engine's package is called:
pyiceberg, duckdb or chdb (ClickHouse).
"""

import datetime
import decimal
import sys


def rows_of_pyiceberg(uri, table, columns):
    from pyiceberg.catalog import load_catalog

    lake = load_catalog("lake", type="rest", uri=uri)
    scan = lake.load_table("main." + table).scan(row_filter="id > 0", selected_fields=tuple(columns))
    read = scan.to_arrow()
    return list(zip(*(read[column].to_pylist() for column in columns)))


def rows_of_duckdb(uri, table, columns):
    import duckdb

    engine = duckdb.connect()
    for extension in ("avro", "httpfs", "iceberg"):
        load_extension(engine, extension)
    engine.execute(
        f"ATTACH 'dolake' AS lake (TYPE iceberg, ENDPOINT '{uri}', AUTHORIZATION_TYPE none, DEFAULT_SCHEMA 'main')"
    )
    # Without a condition: for two minutes after a partition column is dropped DuckDB 1.5 takes none.
    return engine.execute(f"SELECT {', '.join(columns)} FROM lake.main.{table}").fetchall()


def load_extension(engine, name):
    """From DuckDB's own folder, else from a Python package of that name, else from the network."""
    import importlib
    import pathlib

    try:
        engine.execute(f"LOAD {name}")
        return
    except Exception:
        pass
    source = name
    try:
        package = pathlib.Path(importlib.import_module("duckdb_extension_" + name).__file__).parent
        source = f"'{next(package.rglob('*.duckdb_extension'))}'"
    except ImportError:
        pass
    engine.execute(f"INSTALL {source}")
    engine.execute(f"LOAD {name}")


def rows_of_chdb(uri, table, columns):
    from chdb import session

    engine = session.Session()
    engine.query("SET allow_database_iceberg = 1")
    engine.query(
        f"CREATE DATABASE lake ENGINE = DataLakeCatalog('{uri}', 'Parquet')"
        " SETTINGS catalog_type = 'rest', warehouse = 'dolake'"
    )
    query = f"SELECT {', '.join(columns)} FROM lake.`main.{table}` WHERE id > 0"
    return [tuple(row.values()) for row in engine.query(query, "ArrowTable").to_pylist()]


def text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return "null" if value is None else str(value)


engine, uri, table, *columns = sys.argv[1:]
rows = globals()["rows_of_" + engine](uri, table, columns)
for line in sorted("\t".join(text(value) for value in row) for row in rows):
    print(line)
