"""From trained weights to an int8 ONNX file."""

import logging
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from training.encoder.model import EncoderModel

OPSET = 17


def export_onnx(model: EncoderModel, path: Path) -> None:
    """Write ``model`` as float32 ONNX with dynamic batch and length.

    Inputs ``input_ids`` and ``attention_mask`` (int64 ``[batch, length]``); outputs ``logits``
    and ``embedding``.
    """
    # In training mode dropout would be exported and every answer would be random.
    model.eval()
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        # The tracer warns of every shape it fixes; parity is tested instead.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits", "embedding"],
            dynamic_axes={
                "input_ids": axes,
                "attention_mask": axes,
                "logits": {0: "batch"},
                "embedding": {0: "batch"},
            },
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(source: Path, target: Path) -> None:
    """Dynamic int8 of ``source``: weights per channel, activations per call."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415  slow import
    from onnxruntime.quantization.shape_inference import quant_pre_process  # noqa: PLC0415

    logging.getLogger().setLevel(logging.ERROR)
    with TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(target), per_channel=True, weight_type=QuantType.QInt8)


def export_int8(model: EncoderModel, path: Path) -> None:
    """Write ``model`` straight as int8 ONNX."""
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        export_onnx(model, whole)
        quantise(whole, path)
