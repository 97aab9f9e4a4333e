"""Festplan's encoder, its graph in the cache folder that the environment names."""

from __future__ import annotations

from bench.encoding import asked, measured
from festplan.config import Settings
from festplan.encoder import open_encoder


def main() -> None:
    texts, model = asked()
    encoder = open_encoder(Settings(encoder_dir=model))
    assert encoder is not None
    measured(encoder.encode, texts, unpinned=lambda: None)


if __name__ == "__main__":
    main()
