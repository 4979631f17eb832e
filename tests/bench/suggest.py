"""Speed of a warm ``suggest`` over HTTP, beside a plain pipeline doing the same perception.

Run with ``make bench``.  The plain pipeline is what one writes first: sentence-transformers for
the embedding and a transformers model with a linear head for the labels, torch fp32, two passes.
Its weights are random: they do not change its speed.  Both run here, one after the other, in the
same process, on the same messages and threads; only their ratio carries over to other machines.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import torch
import uvicorn
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sentence_transformers import SentenceTransformer
from sentence_transformers import models as st_models
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from data.loaders import load_examples
from models.bundles import DEFAULT_BUNDLE, load_bundle
from models.encoder.heads import N_LOGITS
from models.perception import Perceiver
from service.app import create_app
from service.pipeline import build_engine
from service.settings import Settings

_KEY = "bench-key-0123456789"
_THREADS = 2
_WARM_UP = 20
_RUNS = 200


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which ``share`` of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(call: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each call after warming up."""
    for text in texts[:_WARM_UP]:
        call(text)
    durations = []
    for text in texts[_WARM_UP:]:
        start = time.perf_counter()
        call(text)
        durations.append((time.perf_counter() - start) * 1000.0)
    return durations


def plain_pipeline(folder: Path) -> Callable[[str], object]:
    """A transformers encoder with a head, and a sentence-transformers encoder of the same size."""
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(DEFAULT_BUNDLE / "tokenizer.json"), pad_token="<pad>"
    )
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=512,
    )
    encoder = BertModel(config, add_pooling_layer=False).eval()
    head = torch.nn.Linear(384, N_LOGITS)
    encoder.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    words = st_models.Transformer(str(folder), max_seq_length=160)
    sentence = SentenceTransformer(modules=[words, st_models.Pooling(384)], device="cpu")

    def perceive(text: str) -> object:
        with torch.inference_mode():
            tokens = tokenizer(
                f"query: {text}", return_tensors="pt", truncation=True, max_length=160
            )
            tokens.pop("token_type_ids", None)
            labels = head(encoder(**tokens).last_hidden_state.mean(dim=1)).sigmoid()
        return labels, sentence.encode(f"query: {text}")

    return perceive


class _Server:
    """The service on a free port, in a thread of this process."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(
            database_url=f"sqlite:///{folder}/bench.sqlite3",
            api_key=SecretStr(_KEY),
            threads=_THREADS,
            log_level="error",
        )
        config = uvicorn.Config(
            create_app(settings, build_engine(settings)), port=0, log_config=None, access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


def suggester(client: httpx.Client) -> Callable[[str], object]:
    """Posts a message as a new conversation."""
    count = 0

    def post(text: str) -> object:
        nonlocal count
        count += 1
        message = {"id": "m1", "author": "customer", "author_id": f"u{count}", "text": text}
        conversation = {"id": f"bench-{count}", "messages": [message]}
        answer = client.post(
            "/v1/suggest", json={"brand": "demo", "platform": "x", "conversation": conversation}
        )
        answer.raise_for_status()
        return answer

    return post


def main() -> None:
    """Print medians, 99th percentiles and ratios."""
    torch.set_num_threads(_THREADS)
    texts = [example.text for example in load_examples()][::5][: _WARM_UP + _RUNS]
    perceiver = Perceiver(load_bundle(), threads=_THREADS)
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows["plain pipeline: perception"] = timed(plain_pipeline(folder / "plain"), texts)
        rows["baume: perception"] = timed(lambda text: perceiver.perceive([text]), texts)
        with _Server(folder) as url:
            headers = {"Authorization": f"Bearer {_KEY}"}
            with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
                rows["baume: suggest over HTTP"] = timed(suggester(client), texts)
    table = Table("", "median ms", "p99 ms", "median / plain perception")
    plain = statistics.median(rows["plain pipeline: perception"])
    for label, values in rows.items():
        median = statistics.median(values)
        table.add_row(
            label, f"{median:.1f}", f"{percentile(values, 0.99):.1f}", f"{median / plain:.2f}"
        )
    Console().print(table)


if __name__ == "__main__":
    main()
