"""The encoder as an ONNX Runtime session: texts in, logits and sentence vectors out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.bundles import Bundle, BundleError
from models.encoder.calibration import HeadEstimates, interpret, parse_thresholds, probabilities
from models.encoder.heads import N_LOGITS, PREFIX
from models.text.normalise import normalise_for_encoder

FloatArray = NDArray[np.float32]

MAX_TOKENS: Final = 160
"""Longer texts are cut; 280 characters are some 90 tokens in French."""
MAX_CHARS: Final = 2_000
"""Characters read of a text before tokenising: more than :data:`MAX_TOKENS` can hold, so that a
hostile length costs nothing."""
BATCH: Final = 32
WIDTH: Final = 384


@dataclass(frozen=True)
class EncoderOutput:
    """``logits`` ``[n, N_LOGITS]``; ``embeddings`` ``[n, 384]`` of unit length."""

    logits: FloatArray
    embeddings: FloatArray


class Encoder:
    """One bundle's encoder; safe to call from several threads."""

    def __init__(self, bundle: Bundle, *, threads: int = 2) -> None:
        """Load the weights; ``threads`` is ONNX Runtime's count inside one call.

        Raises:
            BundleError: the tokenizer cannot pad.
            ValueError: the thresholds do not fit the head layout.
        """
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        # The arena would keep the peak of the largest batch for ever.
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = ort.InferenceSession(
            str(bundle.encoder_file), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(bundle.tokenizer_file))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        pad = self._tokenizer.token_to_id("<pad>")
        if pad is None:
            raise BundleError(
                f"{bundle.tokenizer_file} has no <pad> piece; export the bundle again"
            )
        self._pad: int = pad
        self.thresholds = parse_thresholds(bundle.thresholds())

    def encode(self, texts: Sequence[str]) -> EncoderOutput:
        """Encode ``texts`` as they were received; rows come in their order."""
        prepared = [PREFIX + normalise_for_encoder(text[:MAX_CHARS]) for text in texts]
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(prepared)]
        logits = np.zeros((len(rows), N_LOGITS), np.float32)
        embeddings = np.zeros((len(rows), WIDTH), np.float32)
        # Rows of near lengths share a batch, so that little is spent on padding.
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            logits[chosen], embeddings[chosen] = self._run([rows[i] for i in chosen])
        return EncoderOutput(logits, embeddings)

    def _run(self, rows: Sequence[Sequence[int]]) -> tuple[FloatArray, FloatArray]:
        length = max(len(row) for row in rows)
        input_ids = np.full((len(rows), length), self._pad, np.int64)
        mask = np.zeros((len(rows), length), np.int64)
        for i, row in enumerate(rows):
            input_ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        logits, embeddings = self._session.run(
            ["logits", "embedding"], {"input_ids": input_ids, "attention_mask": mask}
        )
        return logits, embeddings

    def understand(self, texts: Sequence[str]) -> list[HeadEstimates]:
        """Labels and calibrated probabilities of each text, in order."""
        return [interpret(row, self.thresholds) for row in self.encode(texts).logits]

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated probabilities ``[n, N_LOGITS]``."""
        return probabilities(self.encode(texts).logits, self.thresholds)
