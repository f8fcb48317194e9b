"""A Piper voice of a few hundred bytes: a true ONNX network with Piper's inputs and output, a hum for each phoneme."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 16_000
SAMPLES_A_PHONEME = 800


def build_piper_voice(folder: Path, name: str = "ru_RU-test-low") -> Path:
    """Write `<name>.onnx` and its `.onnx.json` into the folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_network(), folder / f"{name}.onnx")
    about = {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": name[:2]},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "text",
        "phoneme_map": {},
        "phoneme_id_map": {"_": [0], "^": [1], "$": [2]}
        | {letter: [3] for letter in "абвгдежзийклмнопрстуфхцчшщъыьэюя "},
        "num_symbols": 4,
        "num_speakers": 1,
        "speaker_id_map": {},
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def _network() -> onnx.ModelProto:
    """input [1, n] -> output [1, 1, n * SAMPLES_A_PHONEME]: every phoneme is the same tone."""
    tone = (np.sin(np.arange(SAMPLES_A_PHONEME) * 2 * np.pi * 220 / RATE) * 0.3).astype(np.float32)[None, :]
    nodes = [
        helper.make_node("Cast", ["input"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["floats", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "one"], ["ones"]),
        helper.make_node("Transpose", ["ones"], ["column"], perm=[1, 0]),
        helper.make_node("MatMul", ["column", "tone"], ["rows"]),
        helper.make_node("Reshape", ["rows", "shape"], ["output"]),
    ]
    constants = {
        "zero": np.array(0, np.float32), "one": np.array(1, np.float32), "tone": tone, "shape": np.array([1, 1, -1]),
    }  # fmt: skip
    graph = helper.make_graph(
        nodes,
        "hum",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "samples"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
