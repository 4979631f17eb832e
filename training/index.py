"""The exemplar index of a bundle: the reply bank and the vectors it is searched by."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import DataError
from data.loaders import load_exemplars
from data.schemas.exemplar import Exemplar
from models.bundles import (
    EXEMPLAR_VECTORS,
    EXEMPLARS,
    MANIFEST,
    load_bundle,
    write_manifest,
)
from models.encoder.session import Encoder


def text_to_encode(exemplar: Exemplar) -> str:
    """The message an exemplar answers, since that is what it is looked up by; else the reply."""
    return exemplar.message or exemplar.reply


def build_index(bundle_path: Path, exemplars_path: Path | None = None) -> tuple[str, int]:
    """Write approved exemplars and their vectors into a bundle and renew its manifest.

    ``exemplars.npy`` is float16 ``[n, 384]``, rows of unit length, in the order of
    ``exemplars.jsonl``.  Done again on the same exemplars and weights it changes nothing.

    Returns:
        The version (a short digest of the exemplars and the encoder) and the count.

    Raises:
        BundleError: the bundle is not sound apart from its index.
        DataError: an exemplar is not valid, or there is none.
    """
    exemplars = [item for item in load_exemplars(exemplars_path) if item.approved]
    if not exemplars:
        raise DataError("no approved exemplar found; the index would be empty")
    _drop_index(bundle_path)
    bundle = load_bundle(bundle_path)
    lines = "".join(f"{item.model_dump_json(exclude_none=True)}\n" for item in exemplars)
    vectors = Encoder(bundle).encode([text_to_encode(item) for item in exemplars]).embeddings
    (bundle_path / EXEMPLARS).write_text(lines, encoding="utf-8", newline="\n")
    np.save(bundle_path / EXEMPLAR_VECTORS, vectors.astype(np.float16), allow_pickle=False)
    version = hashlib.sha256(lines.encode()).hexdigest()[:12]
    content = _content(bundle.manifest)
    content["exemplars"] = {"version": version, "count": len(exemplars)}
    write_manifest(bundle_path, content)
    return version, len(exemplars)


def _drop_index(path: Path) -> None:
    """Take the old index out of the bundle, so that the rest can be verified by itself."""
    manifest_path = path / MANIFEST
    if not manifest_path.exists():
        return
    manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
    for name in (EXEMPLARS, EXEMPLAR_VECTORS):
        (path / name).unlink(missing_ok=True)
        manifest.get("files", {}).pop(name, None)
    manifest["exemplars"] = {"version": "none", "count": 0}
    manifest_path.write_text(
        json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _content(manifest: Any) -> dict[str, Any]:
    own = {"format", "head_layout", "files"}
    return {name: value for name, value in manifest.items() if name not in own}
