import json
from pathlib import Path

import pytest

from models.bundles import (
    DEFAULT_BUNDLE,
    MANIFEST,
    REQUIRED,
    THRESHOLDS,
    BundleError,
    load_bundle,
    write_manifest,
)

CONTENT = {
    "version": "9.9.9",
    "created_at": "2026-01-02T03:04:05+00:00",
    "exemplars": {"version": "abc", "count": 2},
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle"
    path.mkdir()
    for name in REQUIRED:
        (path / name).write_text("{}\n", encoding="utf-8")
    write_manifest(path, CONTENT)
    return path


def edit(path: Path, **changes: object) -> None:
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    (path / MANIFEST).write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def test_a_sound_bundle_loads(bundle: Path) -> None:
    loaded = load_bundle(bundle)
    assert (loaded.version, loaded.exemplars_version, loaded.exemplar_count) == ("9.9.9", "abc", 2)
    assert loaded.thresholds() == {}


def test_writing_the_manifest_twice_changes_nothing(bundle: Path) -> None:
    before = (bundle / MANIFEST).read_bytes()
    write_manifest(bundle, CONTENT)
    assert (bundle / MANIFEST).read_bytes() == before


@pytest.mark.parametrize("name", REQUIRED)
def test_a_changed_file_is_refused(bundle: Path, name: str) -> None:
    with (bundle / name).open("a", encoding="utf-8") as stream:
        stream.write(" ")
    with pytest.raises(BundleError, match=rf"{name} is not the file .* restore it"):
        load_bundle(bundle)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_refused(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    with pytest.raises(BundleError, match=rf"{name} missing"):
        load_bundle(bundle)


def test_a_required_file_may_not_be_unlisted(bundle: Path) -> None:
    (bundle / THRESHOLDS).unlink()
    write_manifest(bundle, CONTENT)
    with pytest.raises(BundleError, match=f"{THRESHOLDS} missing"):
        load_bundle(bundle)


@pytest.mark.parametrize("name", ["notes.txt", "deeper/encoder.int8.onnx"])
def test_an_extra_file_is_refused(bundle: Path, name: str) -> None:
    (bundle / name).parent.mkdir(exist_ok=True)
    (bundle / name).write_text("x", encoding="utf-8")
    with pytest.raises(BundleError, match=rf"holds {name}.* remove it"):
        load_bundle(bundle)


def test_another_format_is_refused(bundle: Path) -> None:
    edit(bundle, format=99)
    with pytest.raises(BundleError, match="format 99"):
        load_bundle(bundle)


def test_another_taxonomy_is_refused(bundle: Path) -> None:
    edit(bundle, head_layout="0" * 64)
    with pytest.raises(BundleError, match="taxonomy"):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_garbled_manifest_is_refused(bundle: Path, text: str) -> None:
    (bundle / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match="broken"):
        load_bundle(bundle)


def test_a_manifest_without_its_date_is_refused(bundle: Path) -> None:
    edit(bundle, created_at="yesterday")
    with pytest.raises(BundleError, match="garbles"):
        load_bundle(bundle)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no bundle at"):
        load_bundle(tmp_path / "nowhere")
    with pytest.raises(BundleError, match=r"has no manifest\.json"):
        load_bundle(tmp_path)


def test_windows_line_ends_do_not_break_a_bundle(bundle: Path) -> None:
    file = bundle / THRESHOLDS
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_bundle(bundle).version == "9.9.9"


def test_the_shipped_bundle_is_sound_and_small() -> None:
    loaded = load_bundle(DEFAULT_BUNDLE)
    size = sum(entry["bytes"] for entry in loaded.manifest["files"].values())
    assert size < 45_000_000
    assert loaded.exemplar_count == sum(1 for _ in loaded.exemplars_file.open(encoding="utf-8"))
