"""The network of all-MiniLM-L6-v2 as an ONNX graph without its weights, some 20 kB.

Six BERT layers, the mean over a text's tokens, and the vector brought to length 1. The weights are
named as in the model's file and handed to the session beside the graph, so that they are on disk
once; what each word piece means (half of them) is looked up outside, so that most stays there.
"""

from __future__ import annotations

from typing import Any

LAYERS, HEADS, WIDTH, INNER = 6, 12, 384, 1536
POSITIONS = 512
EARLY = 3
"""The layer whose mean is put out as well: nearer to the words than to what they mean."""
PIECES_NAME = "embeddings.word_embeddings.weight"
EDITION = 2
"""Grows whenever `assemble` makes another graph, so that older ones in a cache are left alone."""

_LINEAR = {
    "attention.self.query": (WIDTH, WIDTH),
    "attention.self.key": (WIDTH, WIDTH),
    "attention.self.value": (WIDTH, WIDTH),
    "attention.output.dense": (WIDTH, WIDTH),
    "intermediate.dense": (INNER, WIDTH),
    "output.dense": (WIDTH, INNER),
}


def shapes() -> dict[str, tuple[int, ...]]:
    """Name and shape of every weight that the graph is run with."""
    found: dict[str, tuple[int, ...]] = {
        "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{number}." for number in range(LAYERS)):
        norms += [f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm"]
        for name, shape in _LINEAR.items():
            found |= {f"{layer}{name}.weight": shape, f"{layer}{name}.bias": shape[:1]}
    for norm in norms:
        found |= {f"{norm}.weight": (WIDTH,), f"{norm}.bias": (WIDTH,)}
    return found


def assemble() -> bytes:
    """The graph from `pieces` (texts, tokens, 384) and `mask` (texts, tokens) to two vectors.

    `vector` and `early` have the shape (texts, 384); all is float32. A mask is 1 for a token and 0
    for padding.
    """
    from onnx import TensorProto, helper

    network = _Network()
    network.encode()
    ends: dict[str, list[str | int]]
    ends = {
        "pieces": ["texts", "tokens", WIDTH],
        "mask": ["texts", "tokens"],
        "vector": ["texts", WIDTH],
        "early": ["texts", WIDTH],
    }
    pieces, mask, vector, early = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in ends.items()
    )
    graph = helper.make_graph(
        network.nodes, "all-MiniLM-L6-v2", [pieces, mask], [vector, early], network.tensors
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    written: bytes = model.SerializeToString()
    return written


class _Network:
    """Nodes and tensors while they are put together; a value is known by its name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors = [_weight(name, shape) for name, shape in shapes().items()]

    def encode(self) -> None:
        """All nodes from `pieces` and `mask` to `early` and `vector`."""
        self._constants()
        pad = self._node("Mul", self._node("Sub", "unit", "mask"), "never")
        hidden = self._embedded()
        for number in range(LAYERS):
            hidden = self._layer(hidden, self._node("Unsqueeze", pad, "1,2"), number)
            if number + 1 == EARLY:
                self._pooled(hidden, "early")
        self._pooled(hidden, "vector")

    def _pooled(self, hidden: str, name: str) -> None:
        """Puts out as `name` the mean of each text's tokens, at length 1."""
        texts = self._node("Concat", "size", "width", axis=0)
        tokens = self._node("Reshape", hidden, texts)
        kept = self._node("Mul", tokens, self._node("Unsqueeze", "mask", "2"))
        summed = self._node("ReduceSum", kept, "1", keepdims=0)
        self._node("LpNormalization", summed, to=name, axis=-1, p=2)

    def _constants(self) -> None:
        whole = {"0": [0], "1": [1], "2": [2], "1,2": [1, 2]}
        whole |= {"rows": [-1, WIDTH], "width": [WIDTH], "heads": [HEADS, WIDTH // HEADS]}
        for name, values in whole.items():
            self._constant(name, 7, [len(values)], values)
        self._constant("first", 7, [], [0])
        for name, value in {"unit": 1.0, "never": -1e9, "scale": (WIDTH // HEADS) ** -0.5}.items():
            self._constant(name, 1, [], [value])

    def _constant(self, name: str, kind: int, shape: list[int], values: list[Any]) -> None:
        from onnx import helper

        self.tensors.append(helper.make_tensor(name, kind, shape, values))

    def _node(self, kind: str, *inputs: str, to: str = "", **settings: Any) -> str:
        """A node of one output; returns the output's name."""
        from onnx import helper

        name = to or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **settings))
        return name

    def _linear(self, value: str, name: str) -> str:
        return self._node("Gemm", value, f"{name}.weight", f"{name}.bias", transB=1)

    def _norm(self, value: str, name: str) -> str:
        weights = (f"{name}.weight", f"{name}.bias")
        return self._node("LayerNormalization", value, *weights, axis=-1, epsilon=1e-12)

    def _embedded(self) -> str:
        """Meaning, place and kind of each token as rows (texts x tokens, 384)."""
        self._node("Shape", "mask", to="size")
        self._node("Concat", "size", "heads", to="apart", axis=0)
        length = self._node("Slice", "size", "1", "2")
        places = "embeddings.position_embeddings.weight"
        places = self._node("Slice", places, "0", length, "0")
        kind = self._node("Gather", "embeddings.token_type_embeddings.weight", "first")
        whole = self._node("Add", self._node("Add", "pieces", places), kind)
        return self._node("Reshape", self._norm(whole, "embeddings.LayerNorm"), "rows")

    def _layer(self, hidden: str, pad: str, number: int) -> str:
        layer = f"encoder.layer.{number}."
        attended = self._attended(hidden, pad, layer)
        attended = self._linear(attended, f"{layer}attention.output.dense")
        attended = self._node("Add", attended, hidden)
        hidden = self._norm(attended, f"{layer}attention.output.LayerNorm")
        inner = self._node("Gelu", self._linear(hidden, f"{layer}intermediate.dense"))
        outer = self._linear(inner, f"{layer}output.dense")
        return self._norm(self._node("Add", outer, hidden), f"{layer}output.LayerNorm")

    def _attended(self, hidden: str, pad: str, layer: str) -> str:
        query = self._heads(hidden, f"{layer}attention.self.query", [0, 2, 1, 3])
        key = self._heads(hidden, f"{layer}attention.self.key", [0, 2, 3, 1])
        value = self._heads(hidden, f"{layer}attention.self.value", [0, 2, 1, 3])
        near = self._node("Mul", self._node("MatMul", query, key), "scale")
        weight = self._node("Softmax", self._node("Add", near, pad), axis=-1)
        mixed = self._node("Transpose", self._node("MatMul", weight, value), perm=[0, 2, 1, 3])
        return self._node("Reshape", mixed, "rows")

    def _heads(self, hidden: str, name: str, order: list[int]) -> str:
        split = self._node("Reshape", self._linear(hidden, name), "apart")
        return self._node("Transpose", split, perm=order)


def _weight(name: str, shape: tuple[int, ...]) -> Any:
    """A tensor whose values come with the session, not with the graph."""
    from onnx import TensorProto

    tensor = TensorProto(
        name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL
    )
    tensor.external_data.add(key="location", value="weights")
    return tensor
