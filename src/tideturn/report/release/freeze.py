"""Freeze a version: the release, which may be published, and the archive, which stays private and proves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import Any, Final

from tideturn import __version__
from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.dataset.write import folder_files
from tideturn.evaluation.answer import answer
from tideturn.evaluation.canonical_json import json_bytes
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.borne_out import borne_out
from tideturn.evaluation.claims.graph import claim_graph, prov_json
from tideturn.evaluation.model import JUDGEMENT, Evaluation, EvidenceItem
from tideturn.evaluation.withholding import Withheld, published, published_claims, released_dataset, shown_before
from tideturn.methods.disclosure import EarlierRelease
from tideturn.report.release.earlier import CELLS, RELEASES
from tideturn.report.release.hashes import hashes_of
from tideturn.report.release.key import KEY, HashKey
from tideturn.report.release.tables import tables
from tideturn.report.release.unnamed import unnamed

RELEASE: Final = "release"
ARCHIVE: Final = "archive"
MANIFEST: Final = "release.json"

Documents = Callable[[Dataset, Evaluation, Withheld, str], Mapping[str, bytes]]
"""Function that draws every document of a release by name. Nothing withheld may be left in what it gets."""


def freeze(
    dataset: Dataset,
    evaluation: Evaluation,
    withheld: Withheld,
    *,
    version: str,
    earlier: Sequence[EarlierRelease],
    documents: Documents,
    engine: Sequence[Mapping[str, Any]],
    key: HashKey,
) -> dict[str, bytes]:
    """Return every file of `release/` and `archive/` by name. The same input gives the same bytes.

    The files in `release/` are made only from the published evaluation, the released dataset and the keyed hashes of
    the dataset's files. `engine` holds the engine's own claims in the working copy, for the archive.
    """
    snapshot = folder_files(dataset)
    dataset = known_by(dataset, evaluation.year.as_of)
    shown = as_published(dataset, evaluation, withheld, earlier)
    bare = released_dataset(dataset, withheld)
    files = dict(documents(bare, shown, withheld, version))
    proved = Bindings(shown, released=True, dataset=bare, shown=withheld.told())
    verdicts = tuple(borne_out(proved, verdict) for verdict in shown.outcomes)
    files |= tables(bare, replace(shown, outcomes=verdicts), withheld)
    claims, evidence = unnamed(shown.claims, _by_id(shown))
    hashes = hashes_of(snapshot, partial(key.of, version))
    files["claims.json"] = json_bytes(
        claim_graph(claims, evidence, {one.claim_id: one.grade for one in shown.gradings})
    )
    files["provenance.json"] = json_bytes(
        prov_json(claims, evidence, version=version, software=__version__, files=hashes)
    )
    files[CELLS] = json_bytes(withheld.as_listed(version).as_dict())
    files[MANIFEST] = json_bytes(_manifest(evaluation, withheld, version, earlier, files, hashes, key))
    kept = {f"dataset/{name}": content for name, content in snapshot.items()}
    kept |= {f"dataset/{RELEASES}/{past.version}/{CELLS}": json_bytes(past.as_dict()) for past in earlier}
    kept[f"dataset/{RELEASES}/{KEY}"] = key.as_file()
    # The next release is checked against every count by name, including counts whose names may not be published.
    kept[CELLS] = json_bytes(withheld.as_release(version).as_dict())
    kept["evaluation.json"] = answer(evaluation, engine)
    out = {f"{RELEASE}/{name}": content for name, content in files.items()}
    out |= {f"{ARCHIVE}/{name}": content for name, content in kept.items()}
    return dict(sorted(out.items()))


def as_published(
    dataset: Dataset, evaluation: Evaluation, withheld: Withheld, earlier: Sequence[EarlierRelease]
) -> Evaluation:
    """Return the evaluation, its earlier years and its claims, without anything that is withheld."""
    now = published(dataset, evaluation, withheld)
    past = tuple(published(dataset, one, shown_before(dataset, one, earlier)) for one in evaluation.earlier)
    pieces: dict[str, list[EvidenceItem]] = {}
    for item in chain(now.evidence, *(one.evidence for one in past)):
        pieces.setdefault(item.evidence_id, []).append(item)
    return replace(now, earlier=past, claims=published_claims(evaluation.claims, pieces, now.outcomes))


def _manifest(
    evaluation: Evaluation,
    withheld: Withheld,
    version: str,
    earlier: Sequence[EarlierRelease],
    files: Mapping[str, bytes],
    dataset: Mapping[str, str],
    key: HashKey,
) -> dict[str, Any]:
    told = withheld.told()
    return {
        "programme": evaluation.programme,
        "year": evaluation.year.number,
        "version": version,
        "software": {"name": "tideturn", "version": __version__},
        "judgement": JUDGEMENT,
        "rules": evaluation.rules.as_dict(),
        "held_against": [past.version for past in earlier],
        "disclosure": {
            "small_count": withheld.rule.small_count,
            "small_denominator": withheld.rule.small_denominator,
            "show_zero": withheld.rule.show_zero,
            "counts": len(told),
            "hidden": sum(count is None for count in told.values()),
        },
        "files": {name: _sha256(content) for name, content in sorted(files.items())},
        "hash_key": key.mark,
        "dataset": dict(dataset),
    }


def _by_id(evaluation: Evaluation) -> dict[str, EvidenceItem]:
    every = chain(*(past.evidence for past in evaluation.earlier), evaluation.evidence)
    return {item.evidence_id: item for item in every}


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()
