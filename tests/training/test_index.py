import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from data.errors import DataError
from data.schemas.exemplar import Exemplar
from models.bundles import DEFAULT_BUNDLE, EXEMPLAR_VECTORS, EXEMPLARS, MANIFEST, load_bundle
from training.index import build_index, text_to_encode

EXEMPLAR = {
    "id": "x-0001",
    "language": "en",
    "stage": "first_public",
    "situations": ["late_delivery"],
    "message": "my parcel is a week late",
    "parts": [{"type": "acknowledge", "text": "A week late is a long wait for a parcel."}],
    "batch": "x",
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def bank(path: Path, *changes: dict) -> Path:
    rows = [{**EXEMPLAR, "id": f"x-{i:04d}", **change} for i, change in enumerate(changes)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_index_holds_approved_exemplars_in_order(bundle: Path, tmp_path: Path) -> None:
    exemplars = bank(tmp_path / "e.jsonl", {}, {"approved": False}, {"message": None})
    version, count = build_index(bundle, exemplars)
    loaded = load_bundle(bundle)
    assert (loaded.exemplars_version, loaded.exemplar_count) == (version, 2) == (version, count)
    vectors = np.load(loaded.exemplar_vectors_file)
    assert vectors.shape == (2, 384)
    assert vectors.dtype == np.float16
    assert np.allclose(np.linalg.norm(vectors.astype(np.float32), axis=1), 1, atol=2e-3)
    lines = loaded.exemplars_file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["x-0000", "x-0002"]


def test_again_changes_nothing_and_another_bank_changes_the_version(
    bundle: Path, tmp_path: Path
) -> None:
    exemplars = bank(tmp_path / "e.jsonl", {})
    first, _ = build_index(bundle, exemplars)
    before = {
        name: (bundle / name).read_bytes() for name in (MANIFEST, EXEMPLARS, EXEMPLAR_VECTORS)
    }
    again, _ = build_index(bundle, exemplars)
    assert again == first
    assert all((bundle / name).read_bytes() == content for name, content in before.items())
    assert build_index(bundle, bank(exemplars, {"message": "where is it?"}))[0] != first


def test_an_empty_bank_is_refused_and_harms_nothing(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no approved exemplar"):
        build_index(bundle, bank(tmp_path / "e.jsonl", {"approved": False}))
    assert load_bundle(bundle).exemplar_count > 0


def test_the_reply_stands_in_for_a_missing_message() -> None:
    assert text_to_encode(Exemplar.model_validate(EXEMPLAR)) == EXEMPLAR["message"]
    without = Exemplar.model_validate({**EXEMPLAR, "message": None})
    assert text_to_encode(without) == without.reply
