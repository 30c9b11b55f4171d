"""What encoded labels say about the task."""

from kerascheck.values import Clue, Data, Encoding, Int, Shape, Site, Unknown

_CLASS_TASKS = frozenset({"binary", "multiclass", "classification"})


def class_task(n: Int) -> str:
    """The task of labels with `n` classes; `classification` if the number is not known."""
    if isinstance(n, Unknown):
        return "classification"
    return "binary" if n == 2 else "multiclass"


def classes_clue(n: Int, weight: float, text: str, site: Site) -> Clue:
    """Evidence of labels with `n` classes."""
    return Clue(class_task(n), weight, "labels", text, site, n)


def class_clues(labels: Data) -> tuple[Clue, ...]:
    """The clues of the labels that speak of one class a sample; a later encoding keeps them."""
    return tuple(clue for clue in labels.clues if clue.task in _CLASS_TASKS)


def plural(n: Int, thing: str = "classes") -> str:
    """`10 classes`, or `several classes` if the number is not known."""
    return f"several {thing}" if isinstance(n, Unknown) else f"{n} {thing}"


def number_of_classes(labels: Data, site: Site) -> Int:
    """How many one-hot columns the labels need: the known classes, or the largest label plus 1."""
    # Keras and TensorFlow count from 0, so labels from 1 to n need n + 1 columns.
    if labels.encoding in (Encoding.INT, Encoding.BINARY) and labels.high is not None:
        return int(labels.high) + 1
    if isinstance(labels.classes, Unknown):
        return labels.classes
    return labels.classes if labels.encoding is not Encoding.STRING else Unknown("strings", site)


def one_hot(
    labels: Data, n: Int, text: str, site: Site, *, weight: float = 0.97, squeeze: bool = True
) -> Data:
    """The labels as one-hot rows of `n` columns, one more step of their making.

    `squeeze`: a last axis of size 1 is replaced and not kept, as by `to_categorical`. The new
    encoding overrides earlier evidence.
    """
    shape = labels.shape
    if squeeze and not isinstance(shape, Unknown) and len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    task = _one_hot_task(labels, shape, n, squeeze)
    words = f"`{text}` makes one-hot labels of {plural(n)}"
    return labels.step(
        text,
        site,
        shape=shape if isinstance(shape, Unknown) else (*shape, n),
        dtype="float32",
        encoding=Encoding.ONE_HOT if task else Unknown("labels are encoded twice", site),
        classes=n,
        clues=(Clue(task, weight, "labels", words, site, n),) if task else (),
        low=0.0,
        high=1.0,
        columns=None,
    )


def _one_hot_task(labels: Data, shape: Shape | Unknown, n: Int, squeeze: bool) -> str:
    if labels.encoding in (Encoding.ONE_HOT, Encoding.MULTI_HOT):
        return ""
    if isinstance(shape, tuple) and len(shape) > 2:
        return "segmentation"
    if isinstance(shape, tuple) and len(shape) == 2 and squeeze:
        return "sequence" if isinstance(shape[1], int) else "classification"
    return class_task(n)


def integers(labels: Data, n: Int, weight: float, text: str, site: Site) -> Data:
    """The labels as integers from 0 to n - 1; what was known of their classes is kept."""
    words = f"`{text}` numbers {plural(n)}"
    return labels.step(
        text,
        site,
        dtype="int64",
        encoding=Encoding.BINARY if n == 2 else Encoding.INT,
        classes=n,
        clues=(*class_clues(labels), classes_clue(n, weight, words, site)),
        low=0,
        high=None if isinstance(n, Unknown) else n - 1,
        columns=None,
    )
