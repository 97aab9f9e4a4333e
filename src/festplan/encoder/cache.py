"""The graph in the cache folder: written once, checked whenever it is read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from festplan.encoder.graph import EDITION, assemble
from festplan.encoder.weights import SHA256

STEM = f"minilm-{SHA256[:12]}-{EDITION}"


def cached(folder: Path) -> bytes | None:
    """The graph as it was written into `folder`; None where there is none, or not a whole one."""
    for path in sorted(folder.glob(f"{STEM}-*.onnx")):
        try:
            graph = path.read_bytes()
        except OSError:
            continue
        if path == _path(folder, graph):
            return graph
    return None


def write(folder: Path) -> bytes:
    """Assembles the graph and puts it into `folder` as one; a folder that refuses it is no fault.

    The name holds the digest of the content, so that a file that has changed is never used.
    """
    graph = assemble()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for broken in folder.glob(f"{STEM}-*.onnx"):
            broken.unlink(missing_ok=True)
        _put(folder, graph)
    except OSError:
        pass
    return graph


def _put(folder: Path, graph: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(graph)
    Path(name).replace(_path(folder, graph))


def _path(folder: Path, graph: bytes) -> Path:
    return folder / f"{STEM}-{hashlib.sha256(graph).hexdigest()[:16]}.onnx"
