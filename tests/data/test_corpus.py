from pathlib import Path

from data.validate.run import read_corpus, validate

CORPUS = Path(__file__).parents[2] / "data" / "corpus"


def test_the_shipped_corpus_has_no_errors() -> None:
    findings = validate(read_corpus(CORPUS))
    assert [str(finding) for finding in findings if finding.level == "error"] == []
