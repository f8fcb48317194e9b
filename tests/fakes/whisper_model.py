"""A complete faster-whisper model folder of a few megabytes that hears the same sentence in every recording.

It is a true Whisper network for CTranslate2, so that decoding, features, encoder and search all run. Attention and
feed-forward weigh nothing: what the decoder sees is the position alone, and the projection maps position to word.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HEADS, INNER, MELS = 64, 2, 64, 80
AUDIO_POSITIONS, TEXT_POSITIONS = 1500, 448
FIRST_WORD = 3
"""The prompt takes three positions, and the first word is told after the timestamp at the last of them."""
END = "<|endoftext|>"
LANGUAGES = ("en", "ru", "de")
TASKS = ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens by number: letters and words, then what Whisper itself adds."""

    plain: tuple[str, ...]
    special: tuple[str, ...]
    times: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.plain, *self.special, *self.times)

    def number(self, token: str) -> int:
        return self.all.index(token)


def build_whisper_model(folder: Path, says: str = "what time is it", language: str = "en") -> Path:
    """Write the model into the folder (made if needed) and return it; `says` may have up to forty words."""
    folder.mkdir(parents=True, exist_ok=True)
    words = _encoded(says)
    vocabulary = _vocabulary(words)
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    _network(vocabulary, words, language).save(str(folder))
    sound = {"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(sound))
    return folder


def _encoded(says: str) -> list[str]:
    """Each word with the space before it, in the letters of byte-level tokenizers."""
    from tokenizers.pre_tokenizers import ByteLevel

    encode = ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str
    return [encode(f" {word}")[0][0] for word in says.split()]


def _vocabulary(words: Sequence[str]) -> Vocabulary:
    from tokenizers.pre_tokenizers import ByteLevel

    letters = sorted(ByteLevel.alphabet())
    # The empty token is how CTranslate2 tells a multilingual model.
    plain = (*letters, *dict.fromkeys(words), "")
    special = (END, "<|startoftranscript|>", *(f"<|{code}|>" for code in LANGUAGES), *TASKS)
    return Vocabulary(plain, special, tuple(f"<|{step * 0.02:.2f}|>" for step in range(1501)))


def _tokenizer(vocabulary: Vocabulary) -> Any:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    numbers = {token: number for number, token in enumerate(vocabulary.plain)}
    tokenizer = Tokenizer(models.BPE(numbers, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in vocabulary.special])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in vocabulary.times])
    return tokenizer


def _network(vocabulary: Vocabulary, words: Sequence[str], language: str) -> Any:
    from ctranslate2.specs.whisper_spec import WhisperSpec

    spec = WhisperSpec(1, HEADS, 1, HEADS)
    _fill_encoder(spec.encoder)
    _fill_decoder(spec.decoder, _script(vocabulary, words, language), len(vocabulary.all))
    spec.config.lang_ids = [vocabulary.number(f"<|{code}|>") for code in LANGUAGES]
    spec.config.suppress_ids = [vocabulary.number(token) for token in TASKS if token != "<|notimestamps|>"]
    spec.config.suppress_ids_begin = [vocabulary.number(END)]
    spec.config.alignment_heads = [[0, 0]]
    spec.register_vocabulary(list(vocabulary.all))
    spec.validate()
    spec.optimize(quantization=None)
    return spec


def _script(vocabulary: Vocabulary, words: Sequence[str], language: str) -> list[int]:
    """The token told at each position: the language at once, then the words, then the end."""
    end = vocabulary.number(END)
    told = [vocabulary.number(f"<|{language}|>"), end, end, *map(vocabulary.number, words), end]
    assert len(told) < WIDTH - 1
    return told


def _fill_encoder(encoder: Any) -> None:
    encoder.conv1.weight, encoder.conv1.bias = _noise(WIDTH, MELS, 3), _nothing(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = _noise(WIDTH, WIDTH, 3), _nothing(WIDTH)
    encoder.position_encodings.encodings = _noise(AUDIO_POSITIONS, WIDTH)
    _fill_norm(encoder.layer_norm)
    for layer in encoder.layer:
        _fill_attention(layer.self_attention, (3, 1))
        _fill_feed_forward(layer.ffn)


def _fill_decoder(decoder: Any, told: Sequence[int], size: int) -> None:
    directions = _hadamard()[1:]
    end_direction = len(told) - 1
    places = [min(position, end_direction) for position in range(TEXT_POSITIONS)]
    decoder.position_encodings.encodings = directions[places]
    decoder.embeddings.weight = _nothing(size, WIDTH)
    projection = _nothing(size, WIDTH)
    for position, token in enumerate(told):
        projection[token] += directions[position] * (20.0 / WIDTH)
    decoder.projection.weight = projection
    _fill_norm(decoder.layer_norm)
    for layer in decoder.layer:
        _fill_attention(layer.self_attention, (3, 1))
        _fill_attention(layer.attention, (1, 2, 1))
        _fill_feed_forward(layer.ffn)


def _fill_attention(attention: Any, shares: Sequence[int]) -> None:
    _fill_norm(attention.layer_norm)
    for linear, share in zip(attention.linear, shares, strict=True):
        _fill_linear(linear, share * WIDTH, WIDTH)


def _fill_feed_forward(block: Any) -> None:
    _fill_norm(block.layer_norm)
    _fill_linear(block.linear_0, INNER, WIDTH)
    _fill_linear(block.linear_1, WIDTH, INNER)


def _fill_linear(linear: Any, out: int, given: int) -> None:
    linear.weight, linear.bias = _nothing(out, given), _nothing(out)


def _fill_norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), _nothing(WIDTH)


def _nothing(*shape: int) -> "np.ndarray[Any, Any]":
    return np.zeros(shape, np.float32)


def _noise(*shape: int) -> "np.ndarray[Any, Any]":
    return np.random.default_rng(0).normal(scale=0.05, size=shape).astype(np.float32)


def _hadamard() -> "np.ndarray[Any, Any]":
    """Rows of +1 and -1 at right angles to each other; all but the first have the mean 0 that a norm keeps."""
    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < WIDTH:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix.astype(np.float32)
