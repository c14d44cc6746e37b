"""The trained network as an int8 ONNX graph and a spaCy pipeline folder."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from coopextract.analyse.tokens import cut_finer
from coopextract.pairs import CLASSES
from coopextract.pairs import WIDTH as PAIR_WIDTH

from .data import AGREED, LABELS, SIDES, STATUSES
from .network import HEAD, WIDTH, Network

INPUTS = ("ids", "features", "firsts", "lasts")
OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]


class Graph:
    """Collects nodes and weights; every method returns the name of what it adds."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Any) -> str:
        """A constant."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, name: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output, which has the node's name."""
        self.nodes.append(
            helper.make_node(operator, list(inputs), [name], name=name, domain=domain, **attributes)
        )
        return name

    def fused(self, operator: str, *inputs: str, name: str, **attributes: Any) -> str:
        """A node of onnxruntime's own operators."""
        return self.add(operator, *inputs, name=name, domain="com.microsoft", **attributes)


def build(network: Network, positions: int) -> onnx.ModelProto:
    """The float graph: a window's ids and features and the places of its words -> logits of the heads and
    states of the words.
    """
    graph = Graph()
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    hidden = _words(graph, _layer(graph, state, "layers.0", _embedding(graph, state, positions)))
    for number in range(1, len(network.layers)):
        hidden = _layer(graph, state, f"layers.{number}", hidden)
    states = graph.add("Squeeze", hidden, graph.weight("zero", np.array([0])), name="states")
    heads = ("tags", "status", "side", "agreed")
    weight = np.concatenate([state[f"{name}.weight"] for name in heads]).T
    bias = np.concatenate([state[f"{name}.bias"] for name in heads])
    scores = graph.add("MatMul", states, graph.weight("heads.weight", weight), name="heads")
    graph.add("Add", scores, graph.weight("heads.bias", bias), name="answers")
    blocks = ["blocks", "pieces"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name, shape in zip(INPUTS, (blocks, blocks, ["words"], ["words"]), strict=True)
    ]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", width])
               for name, width in (("answers", len(bias)), ("states", WIDTH))]  # fmt: skip
    made = helper.make_graph(graph.nodes, "recogniser", inputs, outputs, graph.weights)
    return helper.make_model(made, opset_imports=OPSETS, ir_version=8)


def _embedding(graph: Graph, state: dict[str, Any], positions: int) -> str:
    table = state["word.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8).astype(np.float32) / 127
    graph.weight("word", np.rint(table / scale).astype(np.int8))
    graph.weight("word.scale", scale)
    whole = graph.add(
        "Cast", graph.add("Gather", "word", "ids", name="word.q"), name="word.f", to=TensorProto.FLOAT
    )
    word = graph.add("Mul", whole, graph.add("Gather", "word.scale", "ids", name="word.s"), name="word.x")
    graph.weight("position", state["position.weight"][:positions])
    count = graph.add("Size", "ids", name="count")
    bounds = graph.weight("places.first", np.array(0)), count, graph.weight("places.step", np.array(1))
    places = graph.add("Range", *bounds, name="places")
    own = graph.add("Reshape", places, graph.add("Shape", "ids", name="shape"), name="places.x")
    place = graph.add("Gather", "position", own, name="position.x")
    feature = graph.add(
        "Gather", graph.weight("feature", state["feature.weight"]), "features", name="feature.x"
    )
    total = graph.add("Add", graph.add("Add", word, place, name="sum.1"), feature, name="sum.2")
    norm = [graph.weight(f"norm.{kind}", state[f"norm.{kind}"]) for kind in ("weight", "bias")]
    return graph.add("LayerNormalization", total, *norm, name="embedded", axis=-1, epsilon=1e-12)


def _words(graph: Graph, pieces: str) -> str:
    """The state of a word: the mean of its first and its last piece's."""
    flat = graph.add("Reshape", pieces, graph.weight("flat", np.array([1, -1, WIDTH])), name="pieces")
    ends = [graph.add("Gather", flat, name, name=f"{name}.x", axis=1) for name in INPUTS[2:]]
    half = graph.weight("half", np.array(0.5, np.float32))
    return graph.add("Mul", graph.add("Add", *ends, name="ends"), half, name="words")


def _layer(graph: Graph, state: dict[str, Any], name: str, hidden: str) -> str:
    def weight(part: str) -> str:
        value = state[f"{name}.{part}"]
        return graph.weight(f"{name}.{part}", value.T if value.ndim == 2 else value)

    def linear(part: str, source: str) -> str:
        return graph.add("MatMul", source, weight(f"{part}.weight"), name=f"{name}.{part}")

    def biased(part: str, source: str) -> str:
        return graph.add("Add", linear(part, source), weight(f"{part}.bias"), name=f"{name}.{part}.biased")

    def norm(part: str, update: str, skip: str) -> str:
        total = graph.add("Add", update, skip, name=f"{name}.{part}.sum")
        given = (total, weight(f"{part}.weight"), weight(f"{part}.bias"))
        return graph.add("LayerNormalization", *given, name=f"{name}.{part}", axis=-1, epsilon=1e-12)

    given = (hidden, weight("qkv.weight"), weight("qkv.bias"))
    mixed = graph.fused(
        "Attention", *given, name=f"{name}.attention", num_heads=len(state[f"{name}.qkv.bias"]) // (3 * HEAD)
    )
    hidden = norm("norm1", biased("out", mixed), hidden)
    inner = graph.fused("FastGelu", linear("up", hidden), weight("up.bias"), name=f"{name}.gelu")
    return norm("norm2", biased("down", inner), hidden)


def quantised(model: onnx.ModelProto, *, reduce_range: bool = True) -> bytes:
    """Int8 weights per channel, activations quantised as they come; the heads stay float.

    `reduce_range` leaves a bit free, without which sums overflow on processors that lack VNNI.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        onnx.save(model, str(source))
        quantize_dynamic(
            str(source), str(target), op_types_to_quantize=["MatMul", "Attention"], per_channel=True,
            reduce_range=reduce_range, weight_type=QuantType.QInt8, nodes_to_exclude=["heads"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT, "MatMulConstBOnly": True},
        )  # fmt: skip
        return target.read_bytes()


def build_pairs(network: Network) -> onnx.ModelProto:
    """The float graph of the pair head (`coopextract.pairs` has the formula): states of mentions -> what each
    class projects them to as the first and as the second member, relu and the division by the root done,
    with the terms for each of them, and the table of distances.
    """
    graph = Graph()
    state = {name: value.detach().float().numpy() for name, value in network.pairs.state_dict().items()}
    scale = np.float32(1 / np.sqrt(PAIR_WIDTH))
    both = np.concatenate([state["left.weight"], state["right.weight"] * scale]).T
    made = graph.add("MatMul", "mentions", graph.weight("projection", both), name="projected")
    shape = graph.weight("shape", np.array([0, 2 * CLASSES, PAIR_WIDTH]))
    classes = graph.add("Reshape", made, shape, name="classes")
    apart = graph.add("Transpose", classes, name="each", perm=[1, 0, 2])
    graph.nodes.append(helper.make_node("Split", [apart], ["lefts", "second"], name="split", axis=0))
    graph.add("Relu", "lefts", name="first")
    terms = np.concatenate([state["left_bias.weight"], state["right_bias.weight"]]).T
    constant = np.concatenate([state["left_bias.bias"], np.zeros(CLASSES, np.float32)])
    heads = graph.add("MatMul", "mentions", graph.weight("terms.weight", terms), name="heads")
    graph.add("Add", heads, graph.weight("terms.bias", constant), name="terms")
    graph.add("Identity", graph.weight("distances", state["near.weight"]), name="near")
    inputs = [helper.make_tensor_value_info("mentions", TensorProto.FLOAT, ["mentions", WIDTH])]
    members = [CLASSES, "mentions", PAIR_WIDTH]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, sides)
        for name, sides in (
            ("first", members),
            ("second", members),
            ("terms", ["mentions", 2 * CLASSES]),
            ("near", list(state["near.weight"].shape)),
        )
    ]
    found = helper.make_graph(graph.nodes, "pairs", inputs, outputs, graph.weights)
    return helper.make_model(found, opset_imports=OPSETS, ir_version=8)


def write(network: Network, vocabulary: list[str], folder: Path, settings: dict[str, Any]) -> None:
    """The spaCy pipeline folder: blank English, its tokeniser cutting finer, with the recogniser."""
    nlp = cut_finer(spacy.blank("en"))
    component: Any = nlp.add_pipe("coop_recogniser")
    component.take(
        quantised(build(network, settings["size"])),
        quantised(build_pairs(network)),
        vocabulary,
        {
            "labels": list(LABELS),
            "statuses": list(STATUSES),
            "sides": list(SIDES),
            "agreed": list(AGREED),
            **settings,
        },
    )
    nlp.meta.update(
        name="coopextract", version="1.0.0", license="Apache-2.0", author="coopextract",
        description="Entities, event triggers, status and side in texts about international cooperation",
        sources=[{"name": "all-MiniLM-L6-v2", "license": "Apache-2.0"}],
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)


def sizes(folder: Path) -> str:
    """What the folder holds, in MB."""
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return json.dumps({"megabytes": round(total / 1e6, 2)})
