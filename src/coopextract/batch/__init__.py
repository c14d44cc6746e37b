"""Batch: many documents. One kernel, Arrow in and Arrow out, that local workers, Ray and Spark all call.

- `columns`: the Arrow schemas; `kernel`: documents to results; `guarded`: the kernel behind limits;
- `local`, `on_ray`, `on_spark`: what calls it;
- `runner` (with `manifest`, `shards`, `entries`, `duplicates`, `progress`): archives in, databases out.
"""
