"""all-MiniLM-L6-v2 run by onnxruntime."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from festplan.encoder import cache, graph, weights
from festplan.ports.models import EncoderUnusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MOST_TOKENS = 256
"""The length the model was made for; what a text says beyond it is not seen."""
TOGETHER = 16
"""Texts of about one length that go through the network at once."""
LEAST_COSINE = 0.999
"""Between a reference vector and the one computed here; sound machines reach 0.99999."""


class MiniLM:
    """The model in `folder`, its graph in `graphs`; loaded at the first text, from any thread."""

    encoder_id = f"all-MiniLM-L6-v2/{weights.SHA256[:16]}/fp32"

    def __init__(self, folder: Path, graphs: Path) -> None:
        self._folder = folder
        self._graphs = graphs
        self._loading = Lock()
        self._model: _Model | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `ports.Encoder`: one row of length 1 a text, in order.

        A single text is computed on one core; more of them share all cores, some at a time. A row
        does not depend on the texts beside it, but for rounding (1e-6).
        """
        return self._computed(texts, ["vector"])

    def describe(self, texts: Sequence[str]) -> Vectors:
        """See `ports.Encoder`; computed as `encode` does."""
        return self._computed(texts, ["vector", "early"])

    def _computed(self, texts: Sequence[str], outputs: list[str]) -> Vectors:
        import numpy as np

        model = self._loaded()
        vectors = np.empty((len(texts), graph.WIDTH * len(outputs)), np.float32)
        encoded = [model.tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(encoded[place]))
        parts = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]

        def compute(part: list[int]) -> None:
            vectors[part] = model.vectors([encoded[place] for place in part], outputs)

        if len(parts) == 1:
            compute(parts[0])
        elif parts:
            with ThreadPoolExecutor(max_workers=os.cpu_count()) as cores:
                list(cores.map(compute, reversed(parts)))
        return vectors

    def _loaded(self) -> _Model:
        with self._loading:
            if self._model is None:
                self._model = _load(self._folder, self._graphs)
            return self._model


class _Model:
    """Tokenizer and session over one graph and one file of weights."""

    def __init__(self, folder: Path, assembled: bytes) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / weights.TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        found = weights.tensors(folder)
        self._pieces = found[graph.PIECES_NAME]
        names = list(graph.shapes())
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._held = [ort.OrtValue.ortvalue_from_numpy(found[name]) for name in names]
        options.add_external_initializers(names, self._held)
        self._session = ort.InferenceSession(assembled, options, ["CPUExecutionProvider"])

    def tokens(self, text: str) -> list[int]:
        """The text as the numbers of its word pieces; half a surrogate pair counts as "?"."""
        whole = text.encode("utf-8", "replace").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(whole).ids
        return ids

    def vectors(self, encoded: Sequence[list[int]], outputs: list[str]) -> Vectors:
        """The named outputs, side by side, of texts given as tokens; computed on this thread."""
        import numpy as np

        mask = np.zeros((len(encoded), max(map(len, encoded))), np.float32)
        pieces = np.zeros((*mask.shape, graph.WIDTH), np.float32)
        for row, tokens in enumerate(encoded):
            pieces[row, : len(tokens)] = self._pieces[tokens]
            mask[row, : len(tokens)] = 1
        return np.hstack(self._session.run(outputs, {"pieces": pieces, "mask": mask}))


def _load(folder: Path, graphs: Path) -> _Model:
    """The model over the cached graph, or over a new one; both are tried on known texts."""
    kept = cache.cached(graphs)
    if kept is not None:
        model = _working(folder, kept)
        if model is not None:
            return model
    weights.check(folder)
    model = _working(folder, cache.write(graphs))
    if model is None:
        raise EncoderUnusable(f"The model in {folder} does not give the vectors that it should.")
    return model


def _working(folder: Path, assembled: bytes) -> _Model | None:
    """The model, if it loads and gives the reference vectors."""
    try:
        model = _Model(folder, assembled)
        return model if _is_right(model) else None
    except Exception:  # noqa: BLE001  # onnxruntime and tokenizers raise bare ones of their own
        return None


def _is_right(model: _Model) -> bool:
    import numpy as np

    reference: dict[str, Any] = json.loads(
        Path(__file__).with_name("reference.json").read_text(encoding="utf-8")
    )
    wanted = np.array(list(reference.values()), np.float32)
    found = model.vectors([model.tokens(text) for text in reference], ["vector"])
    return bool(np.all(np.sum(found * wanted, axis=1) > LEAST_COSINE))
