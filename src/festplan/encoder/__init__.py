"""Texts to vectors by meaning, on this machine; `open_encoder` is the door."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from festplan.config import Settings
    from festplan.ports.models import TopicEncoder

__all__ = ["missing", "open_encoder"]

LIBRARIES = ("numpy", "onnxruntime", "tokenizers")
"""What running the model takes; onnx is needed only to write the graph, once."""


def open_encoder(settings: Settings) -> TopicEncoder | None:
    """The encoder of this machine, or None where its model or a library of it is missing.

    Takes microseconds: the model is loaded when the first text is encoded. Encoding then raises
    `ports.EncoderUnusable` where the model's files are not those that Festplan knows.
    """
    from festplan.encoder.minilm import MiniLM
    from festplan.encoder.weights import find_weights

    folder = find_weights(settings.encoder_dir)
    if folder is None or missing():
        return None
    return MiniLM(folder, settings.cache_dir)


def missing() -> tuple[str, ...]:
    """The libraries that running the model would take and that are not installed."""
    return tuple(name for name in LIBRARIES if find_spec(name) is None)
