"""Bundles: a versioned, hashed folder of weights and metadata, and how it is trusted.

A bundle is used only when every file is there, unchanged, and nothing else is: what was measured
is what runs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.errors import UserError
from models.encoder.heads import layout_digest

FORMAT: Final = 1
"""Version of the bundle's layout on disk that this code reads and writes."""
DEFAULT_BUNDLE: Final = Path(__file__).parent / "bundle" / "baume-fr-en"

MANIFEST: Final = "manifest.json"
ENCODER: Final = "encoder.int8.onnx"
TOKENIZER: Final = "tokenizer.json"
THRESHOLDS: Final = "thresholds.json"
METRICS: Final = "metrics.json"
MODEL_CARD: Final = "MODEL_CARD.md"
EXEMPLARS: Final = "exemplars.jsonl"
EXEMPLAR_VECTORS: Final = "exemplars.npy"

REQUIRED: Final = (ENCODER, TOKENIZER, THRESHOLDS, METRICS, MODEL_CARD)
_TEXT_SUFFIXES: Final = (".json", ".jsonl", ".md")


class BundleError(UserError):
    """A bundle must not be used; the message says why and what to do."""


@dataclass(frozen=True)
class Bundle:
    """A verified bundle.  ``version`` names the weights, ``exemplars_version`` the reply bank."""

    path: Path
    version: str
    created_at: datetime
    exemplars_version: str
    exemplar_count: int
    manifest: Mapping[str, Any]

    @property
    def encoder_file(self) -> Path:
        return self.path / ENCODER

    @property
    def tokenizer_file(self) -> Path:
        return self.path / TOKENIZER

    @property
    def exemplars_file(self) -> Path:
        return self.path / EXEMPLARS

    @property
    def exemplar_vectors_file(self) -> Path:
        return self.path / EXEMPLAR_VECTORS

    def thresholds(self) -> dict[str, Any]:
        """The parsed ``thresholds.json``."""
        return _read_json(self.path / THRESHOLDS)

    def metrics(self) -> dict[str, Any]:
        """The parsed ``metrics.json``."""
        return _read_json(self.path / METRICS)


def load_bundle(path: Path = DEFAULT_BUNDLE) -> Bundle:
    """Open the bundle at ``path`` after checking every byte of it.

    Raises:
        BundleError: no bundle there; a manifest that cannot be read or is of another format; a
            file missing, changed or not listed; a head layout other than this code's.
    """
    manifest = _read_manifest(path)
    if manifest.get("format") != FORMAT:
        raise BundleError(
            f"bundle {path} has format {manifest.get('format')!r}, this version of Baume reads "
            f"{FORMAT}; export it again with 'baume export' or install the matching version"
        )
    if manifest.get("head_layout") != layout_digest():
        raise BundleError(
            f"bundle {path} was made for another label taxonomy; train and export it again "
            "with this version ('baume train', 'baume export')"
        )
    _verify_files(path, manifest)
    try:
        exemplars = manifest.get("exemplars") or {"version": "none", "count": 0}
        return Bundle(
            path=path,
            version=str(manifest["version"]),
            created_at=datetime.fromisoformat(manifest["created_at"]),
            exemplars_version=str(exemplars["version"]),
            exemplar_count=int(exemplars["count"]),
            manifest=manifest,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(path, f"its manifest lacks or garbles {error}") from error


def _read_manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise BundleError(
            f"no bundle at {path}; give the path of a bundle directory, or make one with "
            "'baume train' and 'baume export'"
        )
    if not (path / MANIFEST).is_file():
        raise _broken(path, f"it has no {MANIFEST}")
    try:
        manifest = _read_json(path / MANIFEST)
    except (OSError, ValueError) as error:
        raise _broken(path, f"its {MANIFEST} is not JSON ({error})") from error
    if not isinstance(manifest.get("files"), dict):
        raise _broken(path, f"its {MANIFEST} lists no files")
    return manifest


def _verify_files(path: Path, manifest: Mapping[str, Any]) -> None:
    listed: dict[str, Any] = manifest["files"]
    present = {
        file.relative_to(path).as_posix()
        for file in path.rglob("*")
        if not file.is_dir() and file != path / MANIFEST
    }
    missing = sorted((set(listed) | set(REQUIRED)) - present)
    if missing:
        raise _broken(path, f"{', '.join(missing)} missing")
    extra = sorted(present - set(listed))
    if extra:
        raise BundleError(
            f"bundle {path} holds {', '.join(extra)}, which its manifest does not list; remove it, "
            "or write the bundle again with 'baume export' and 'baume models build-index'"
        )
    for name in sorted(listed):
        expected = listed[name].get("sha256") if isinstance(listed[name], dict) else None
        if file_sha256(path / name) != expected:
            raise _broken(path, f"{name} is not the file that was exported (sha256 differs)")


def _broken(path: Path, problem: str) -> BundleError:
    return BundleError(
        f"bundle {path} is broken: {problem}; restore it from version control or the release, or "
        "write it again with 'baume export' and 'baume models build-index'"
    )


def _read_json(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} is not a JSON object")
    return content


def file_sha256(path: Path) -> str:
    """SHA-256 in hexadecimal; text files count the same with Windows line ends."""
    if path.suffix in _TEXT_SUFFIXES:
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(path: Path, content: Mapping[str, Any]) -> None:
    """Write ``content`` and the digests of all files of the bundle as its manifest.

    ``content`` holds everything but ``format``, ``head_layout`` and ``files``.  Writing the same
    twice leaves the same bytes.
    """
    files = {
        file.relative_to(path).as_posix(): {
            "sha256": file_sha256(file),
            "bytes": file.stat().st_size,
        }
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    }
    whole = {"format": FORMAT, "head_layout": layout_digest(), **content, "files": files}
    # Renamed into place: a reader never meets half a manifest.
    scratch = path / f".{MANIFEST}.tmp"
    scratch.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    scratch.replace(path / MANIFEST)
