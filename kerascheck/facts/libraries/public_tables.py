"""Public tables whose label columns are known: several of them may be 1 in one row."""

from collections.abc import Sequence

from kerascheck.values import Clue, Site

_SEVERAL_LABELS: tuple[tuple[str, frozenset[str]], ...] = (
    # Kaggle, jigsaw-toxic-comment-classification-challenge: one comment in ten has a label, and
    # most of these have two or more.
    (
        "the Jigsaw comments",
        frozenset({"toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"}),
    ),
    # Kaggle, rsna-intracranial-hemorrhage-detection: `any` is 1 wherever another one is.
    (
        "the RSNA scans",
        frozenset(
            {
                "any",
                "epidural",
                "intraparenchymal",
                "intraventricular",
                "subarachnoid",
                "subdural",
            }
        ),
    ),
    # Kaggle, ranzcr-clip-catheter-line-classification: several catheters in one picture.
    (
        "the RANZCR pictures",
        frozenset(
            {
                "ett - abnormal",
                "ett - borderline",
                "ett - normal",
                "ngt - abnormal",
                "ngt - borderline",
                "ngt - incompletely imaged",
                "ngt - normal",
                "cvc - abnormal",
                "cvc - borderline",
                "cvc - normal",
                "swan ganz catheter present",
            }
        ),
    ),
)
_ENOUGH = 3
"""So many names have to fit; one or two may be there by chance."""


def several_labels(columns: Sequence[str], site: Site) -> tuple[Clue, ...]:
    """That columns, taken as the target, are labels of which a row may have several, or none.

    Only the names of well known tables say so: columns of 0 and 1 of any other table may just as
    well be one-hot.
    """
    names = {column.strip().lower() for column in columns}
    for table, known in _SEVERAL_LABELS:
        found = names & known
        # One more column, such as one for no label at all, does not change what the others are.
        if len(found) >= _ENOUGH and len(names) - len(found) <= 1:
            text = f"{len(columns)} label columns of {table}, several of which may be 1"
            return (Clue("multilabel", 0.90, "labels", text, site, len(columns)),)
    return ()
