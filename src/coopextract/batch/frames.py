"""Messages between a run and its workers: a length, then that many bytes."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

from coopextract.extras import need

pa = need("pyarrow", extra="arrow")
HEAD = struct.Struct("<Q")


def pack_frame(body: bytes) -> bytes:
    """A message as it goes over the pipe.

    >>> pack_frame(b"go")[-2:]
    b'go'
    """
    return HEAD.pack(len(body)) + body


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message; None at the end of the stream."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (size,) = HEAD.unpack(head)
    body = stream.read(size)
    return body if len(body) == size else None


def to_bytes(batch: Any) -> bytes:
    """A record batch in the Arrow stream format."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_bytes(data: bytes) -> Any:
    """The one record batch of an Arrow stream.

    >>> batch = pa.RecordBatch.from_pydict({"text": ["One."]})
    >>> from_bytes(to_bytes(batch)).equals(batch)
    True
    """
    return pa.ipc.open_stream(data).read_next_batch()
