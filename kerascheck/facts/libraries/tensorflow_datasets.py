"""Named data sets of TensorFlow Datasets: `tfds.load(name, …)`."""

from dataclasses import replace

from kerascheck.facts.call import Call, Handler, Instance, Ref
from kerascheck.facts.libraries.batches import size_of_batch
from kerascheck.facts.libraries.elements import dataset
from kerascheck.facts.libraries.evidence import class_task, plural
from kerascheck.facts.libraries.instances import Attribute, from_state
from kerascheck.facts.libraries.samples import Samples, source_of
from kerascheck.keras_api.datasets import TFDS, Known
from kerascheck.values import Clue, Data, Encoding, Int, Kind, Shape, Unknown, Value

_INFO = "tensorflow_datasets.core.DatasetInfo"
_LABEL = "tensorflow_datasets.features.ClassLabel"
_SPLIT = "tensorflow_datasets.core.SplitInfo"


_INPUTS = {
    "imdb_reviews": "text",
    "yelp_polarity_reviews": "text",
    "ag_news_subset": "description",
    "iris": "features",
}
"""What the features are called in an element, where it is not `image`."""
_FURTHER_SPLITS: dict[str, dict[str, int]] = {
    "imdb_reviews": {"unsupervised": 50000},
    "oxford_flowers102": {"validation": 1020},
    "food101": {"validation": 25250},
    "beans": {"validation": 133},
    "patch_camelyon": {"validation": 32768},
    "imagenet2012": {"validation": 50000},
    "cassava": {"validation": 1889},
}
_EMNIST = {"byclass": 62, "bymerge": 47, "balanced": 47, "letters": 37, "digits": 10, "mnist": 10}
_SAME = ("plain_text", "subwords8k", "subwords32k", "bytes", "rgb", "byclass")
"""Configurations that change neither the samples nor the labels."""


def _named(name: Value) -> Known | None:
    """The data set of that name, which may have a configuration and a version after it."""
    if not isinstance(name, str):
        return None
    base, *rest = name.partition(":")[0].split("/")
    known = TFDS.get(base)
    config = rest[0] if rest and not rest[0][:1].isdigit() else ""
    if known is None or not config or config in _SAME:
        return known
    if base == "emnist" and config in _EMNIST:
        return replace(
            known, name=f"emnist/{config}", classes=_EMNIST[config], train=None, test=None
        )
    return None


def _splits(known: Known) -> dict[str, int | None]:
    """The number of samples by split."""
    splits = {"train": known.train, "test": known.test}
    if known.test is None and not known.name.startswith("emnist"):
        del splits["test"]
    return splits | _FURTHER_SPLITS.get(known.name, {})


def _unknown_dataset(call: Call, name: Value, split: str) -> Data | Unknown:
    unknown = call.unknown("a data set of TensorFlow Datasets that is not in the tables")
    if _whole(call):
        return unknown
    made = Data(kind=Kind.DATASET, x=unknown, y=unknown, part=_part(split))
    return _placed(made, name, split).step("tfds.load", call.site)


def _placed(data: Data, name: Value, split: str) -> Data:
    source = source_of(name)
    base = split.partition("[")[0]
    parents = () if base == split else (Samples(source, base),)
    return data.but(rows=Samples(source, split), parents=parents, part=_part(split))


def _part(split: str) -> str:
    """What a split is for: the rest of a training split, as in `train[80%:]`, is held out."""
    base, _, slice_ = split.partition("[")
    if base == "train" and slice_ and not slice_.startswith(":"):
        return "validation"
    return base if base in ("train", "test", "validation") else ""


def _whole(call: Call) -> bool:
    """Whether all samples are one batch: these are tensors then, not a dataset that gives them."""
    return call.get("batch_size", None) == -1


def _loaded(call: Call, name: Value, known: Known, split: str) -> Value:
    varies = call.unknown("size of the samples varies")
    count: Int = _splits(known).get(split) or call.unknown("number of samples not known")
    shape: Shape = (count, *(varies if size is None else size for size in known.x))
    plain = known.text and not _encoded(name)
    x = Data(
        shape=call.unknown("text that is encoded") if known.text and not plain else shape,
        dtype="int64" if known.text and not plain else known.dtype,
        low=known.low,
        high=known.high,
        encoding=Encoding.STRING if plain else Unknown("features", call.site),
        name=known.name,
    )
    y = _placed(_labels(call, known, count), name, split)
    x = _placed(x.step(f"tfds {known.name} data", call.site), name, split)
    pair = call.get("as_supervised", None, False) is True
    elements = (x, y) if pair else {_INPUTS.get(known.name, "image"): x, "label": y}
    if _whole(call):
        return elements
    made = dataset(elements, call.site)
    batched = call.get("batch_size") is not None
    text = f"tfds.load('{known.name}')"
    batch = size_of_batch(call) if batched else None
    return _placed(made, name, split).step(text, call.site, batched=batched, batch=batch)


def _encoded(name: Value) -> bool:
    """Whether a name asks for texts as numbers, as in `imdb_reviews/subwords8k`."""
    config = name.partition("/")[2] if isinstance(name, str) else ""
    return config.startswith(("subwords", "bytes"))


def _labels(call: Call, known: Known, count: Int) -> Data:
    n, said = known.classes or 0, known.name
    words = f"tfds `{said}` has {plural(n)}"
    made = Data(
        shape=(count,),
        dtype="int64",
        encoding=Encoding.BINARY if n == 2 else Encoding.INT,
        classes=n,
        clues=(Clue(class_task(n), 0.90, "labels", words, call.site, n),),
        low=0,
        high=n - 1,
        name=said,
    )
    return made.step(f"tfds {said} labels: integers 0-{n - 1}", call.site)


def _one(call: Call, name: Value, split: Value) -> Value:
    """The dataset of one split, or a list of them."""
    if isinstance(split, (list, tuple)):
        return [_one(call, name, item) for item in split]
    if isinstance(split, Ref):
        split = split.path.rpartition(".")[2].lower()
    known = _named(name)
    if known is None:
        return _unknown_dataset(call, name, split if isinstance(split, str) else "")
    return _loaded(call, name, known, split if isinstance(split, str) else "")


def _load(call: Call) -> Value:
    name, split = call.get("name", 0), call.get("split", 1)
    known = _named(name)
    result: Value
    if split is not None:
        result = _one(call, name, split)
    elif known is not None:
        result = {part: _loaded(call, name, known, part) for part in _splits(known)}
    else:
        result = call.unknown("the splits of a data set that is not in the tables")
    with_info = call.get("with_info", None, False)
    if isinstance(with_info, Unknown):
        return with_info
    return (result, _info(call, known)) if with_info is True else result


def _info(call: Call, known: Known | None) -> Instance:
    made = Instance(_INFO, call.site)
    if known is None:
        return made
    label = Instance(_LABEL, call.site, state={"num_classes": known.classes})
    names = call.unknown("names of classes not known")
    label.state["names"] = Data(kind=Kind.LIST, shape=(known.classes,), encoding=names)
    made.state["features"] = {"label": label}
    made.state["splits"] = {
        part: Instance(
            _SPLIT,
            call.site,
            state={"num_examples": count or call.unknown("number of samples not known")},
        )
        for part, count in _splits(known).items()
    }
    return made


def _as_numpy(call: Call) -> Value:
    given = call.get("dataset", 0)
    if isinstance(given, Data) and given.kind is Kind.DATASET:
        return given.but(kind=Kind.GENERATOR)
    return given


FUNCTIONS: dict[str, Handler] = {
    "tensorflow_datasets.load": _load,
    "tensorflow_datasets.as_numpy": _as_numpy,
}
ATTRIBUTES: dict[str, Attribute] = {
    f"{kind}.{name}": from_state(name, f"`{name}` of a data set that is not in the tables")
    for kind, names in {
        _INFO: ("features", "splits"),
        _LABEL: ("num_classes", "names"),
        _SPLIT: ("num_examples",),
    }.items()
    for name in names
}
