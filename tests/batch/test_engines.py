"""Ray and Spark, real and local, give what the local runner gives."""

from __future__ import annotations

import os
import sys

import pyarrow as pa
import pytest

from coopextract.batch.columns import DOCUMENTS, batch_of
from coopextract.batch.on_spark import RESULT_SCHEMA, map_in_arrow
from coopextract.errors import MissingExtraError


@pytest.fixture(scope="module")
def ray():
    ray = pytest.importorskip("ray", reason="the extra ray is not installed")
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    ray.init(num_cpus=2, include_dashboard=False, configure_logging=False, log_to_driver=False,
             object_store_memory=100 * 2**20, runtime_env={"env_vars": paths})  # fmt: skip
    yield ray
    ray.shutdown()


def test_a_run_on_ray_writes_the_same_bytes(ray, run, few_file, few_lines, tmp_path):
    report = run(few_file, to=str(tmp_path / "out.jsonl"), engine="ray", workers=2, shard_size=4)
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines() == few_lines
    assert report["counts"]["extracted"] == 12
    run(few_file, folder="local", workers=1, shard_size=4)
    for file in (tmp_path / "run" / "shards").glob("*.arrow"):
        assert file.read_bytes() == (tmp_path / "local" / "shards" / file.name).read_bytes()


def test_spark_gives_the_same_extractions(few, few_lines, monkeypatch):
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "localhost").getOrCreate()
    try:
        rows = [
            {name: row[name] for name in ("id", "text", "title", "published", "publisher")} for row in few
        ]
        frame = spark.createDataFrame([*rows, {**rows[0], "id": "bad", "text": " "}]).repartition(2)
        found = frame.mapInArrow(map_in_arrow(), RESULT_SCHEMA).collect()
    finally:
        spark.stop()
    good = sorted((row for row in found if row["error"] is None), key=lambda row: row["id"])
    assert [row["extraction"] for row in good] == few_lines
    assert [(row["id"], row["kind"]) for row in found if row["error"]] == [("bad", "EmptyDocumentError")]


def test_the_spark_schema_is_that_of_the_results(few):
    from coopextract.batch.columns import RESULTS

    names = {pa.string(): "string", pa.int64(): "bigint"}
    assert ", ".join(f"{field.name} {names[field.type]}" for field in RESULTS) == RESULT_SCHEMA


def test_a_partition_without_a_cluster(few, few_lines):
    batches = [batch_of(few[:2], DOCUMENTS), batch_of([], DOCUMENTS), batch_of(few[2:3], DOCUMENTS)]
    found = [row for batch in map_in_arrow()(iter(batches)) for row in batch.column("extraction").to_pylist()]
    assert found == few_lines[:3]


def test_a_missing_extra_is_named(run, few_file, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"coopextract\[ray\]"):
        run(few_file, engine="ray")
