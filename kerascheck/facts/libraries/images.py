"""Readers of folders and images: `ImageDataGenerator` and `*_dataset_from_directory`."""

from collections.abc import Callable
from dataclasses import dataclass

from kerascheck.facts.call import Call, Handler, Instance, Ref
from kerascheck.facts.libraries import tensorflow_images
from kerascheck.facts.libraries.batches import size_of_batch
from kerascheck.facts.libraries.elements import leaves, whole_element
from kerascheck.facts.libraries.evidence import class_clues, classes_clue, plural
from kerascheck.facts.libraries.instances import Attribute, make, option, place, receiver
from kerascheck.facts.libraries.pictures import pixels
from kerascheck.facts.libraries.preprocess import module_of, preprocessed
from kerascheck.facts.libraries.readers import came, image, labels, ordered, ordered_axes, read
from kerascheck.facts.libraries.samples import Same, Samples, as_data, source_of, with_length
from kerascheck.facts.libraries.tensorflow_images import AUGMENTED
from kerascheck.keras_api.pictures import IN_ORDER, MISPLACED, STANDARDIZED, UNFITTED
from kerascheck.values import Data, Encoding, Flow, Int, Kind, Shape, Site, Unknown, Value

GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
ITERATOR = "keras.preprocessing.image.Iterator"
"""The prefix of the methods and attributes of what `flow` and its kin return."""
_AUGMENTATIONS = (
    ("rotation_range", 6),
    ("width_shift_range", 7),
    ("height_shift_range", 8),
    ("brightness_range", 9),
    ("shear_range", 10),
    ("zoom_range", 11),
    ("channel_shift_range", 12),
    ("horizontal_flip", 15),
    ("vertical_flip", 16),
)
_LEARNT = frozenset(["fitted", "mean", "std", "principal_components", "zca_whitening_matrix"])
"""What a generator knows once it was fitted, or was given its statistics by hand."""
_STATISTICS = (
    "featurewise_center",
    "samplewise_center",
    "featurewise_std_normalization",
    "samplewise_std_normalization",
    "zca_whitening",
)


@dataclass(frozen=True)
class Places:
    """Positions of the arguments of a reader, after those that all have in common."""

    size: int | None
    color: int | None
    classes: int
    mode: int
    batch: int
    shuffle: int
    subset: int


_FROM_DIRECTORY = Places(size=1, color=2, classes=3, mode=4, batch=5, shuffle=6, subset=12)
_FROM_FRAME = Places(size=5, color=6, classes=7, mode=8, batch=9, shuffle=10, subset=15)
_IMAGES = Places(size=6, color=4, classes=3, mode=2, batch=5, shuffle=7, subset=10)
_TEXTS = Places(size=None, color=None, classes=3, mode=2, batch=4, shuffle=6, subset=9)
_AUDIO = Places(size=None, color=None, classes=3, mode=2, batch=4, shuffle=8, subset=11)


def _prepared(made: Instance, x: Data) -> Data:
    """The images after the rescaling and the augmentation of the generator."""
    low, high = x.low, x.high
    rescale = option(made, "rescale", 17)
    custom = option(made, "preprocessing_function", 18)
    module = module_of(custom.path) if isinstance(custom, Ref) else None
    where = place(made, "preprocessing_function", 18)
    if module is not None:
        x = preprocessed(x, module, where)
        low, high = x.low, x.high
    elif custom is not None:
        named = x if isinstance(custom, Unknown) else x.step("preprocessing_function", where)
        x, low, high = named, None, None
    learnt = [name for i, name in _statistics(made) if option(made, name, i, False)]
    first = option(made, "featurewise_center", 0, False)
    if isinstance(first, float) and 0 < first < 1 and "featurewise_center" not in made.kwargs:
        x = x.step(MISPLACED, place(made, "featurewise_center", 0))
    elif learnt:
        low = high = None
        whole = [name for name in learnt if not name.startswith("samplewise")]
        if whole and not made.state.keys() & _LEARNT:
            x = x.step(f"{UNFITTED} ({', '.join(whole)})", made.site)
        else:
            x = x.step(f"{STANDARDIZED} ({', '.join(learnt)})", made.site)
    elif isinstance(rescale, (int, float)) and rescale:
        low, high = (None if b is None else b * rescale for b in (low, high))
        x = x.step(f"rescale by {rescale:.4g}", place(made, "rescale", 17))
    elif rescale is not None:
        low = high = None
    random = [name for name, i in _AUGMENTATIONS if _active(option(made, name, i))]
    if random:
        x = x.step(f"{AUGMENTED} ({', '.join(random)})", made.site)
    return x.but(low=low, high=high)


def _statistics(made: Instance) -> list[tuple[int, str]]:
    return [
        (place, name)
        for place, name in enumerate(_STATISTICS)
        if not isinstance(option(made, name, place, False), Unknown)
    ]


def _active(value: Value) -> bool:
    return not isinstance(value, Unknown) and value not in (None, 0, 0.0, False)


def _subset_rows(data: Data, subset: Value, made: Instance) -> Data:
    if subset not in ("training", "validation"):
        return data
    part = "train" if subset == "training" else "validation"
    share = option(made, "validation_split", 20)
    key = share if isinstance(share, (int, float)) else None
    rows = Samples((data.rows, "validation_split", key), part)
    count = Unknown("size of a subset not known", made.site)
    parents = (data.rows, *data.parents)
    return data.but(rows=rows, parents=parents, part=part, shape=with_length(data.shape, count))


def _flow(call: Call) -> Value:
    """`datagen.flow(x, y)`: the labels as they are given."""
    made, subset = receiver(call), call.get("subset", 10)
    given, targets = call.get("x", 0), call.get("y", 1)
    if isinstance(given, tuple) and given:
        # A tuple has further inputs besides the images, which are handed through.
        given = given[0]
    images = _subset_rows(as_data(given, call.site), subset, made)
    x = _prepared(made, images).step("flow", call.site)
    y: Value = None
    if targets is not None:
        y = _subset_rows(as_data(targets, call.site), subset, made)
    text = ordered("ImageDataGenerator.flow", call.get("shuffle", 3, True))
    return Data(
        kind=Kind.SEQUENCE,
        x=x,
        y=y,
        rows=x.rows,
        parents=x.parents,
        part=x.part,
        batched=True,
        batch=size_of_batch(call, 2),
        flow=None if y is None else _reading(call, 10, as_data(given, call.site).rows),
    ).step(text, call.site)


def _reading(call: Call, position: int, source: object) -> Flow:
    """What the call of a generator reads of `source`; `position` is that of `subset`."""
    made = receiver(call)
    share = option(made, "validation_split", 20, 0.0)
    places = {"subset": call.place("subset", position)}
    places["validation_split"] = place(made, "validation_split", 20)
    return Flow(
        method=call.name.rpartition(".")[2],
        site=call.site,
        made=made.site,
        source=source,
        split=0.0 if share is None else share,
        subset=call.get("subset", position),
        places=places,
    )


def _from_folder(call: Call, at: Places, source: object) -> Value:
    made, count = receiver(call), call.unknown("number of images in the folder")
    size = call.get("target_size", at.size, (256, 256))
    raw = image(call, size, call.get("color_mode", at.color, "rgb"), count)
    x = _prepared(made, raw)
    mode = call.get("class_mode", at.mode, "categorical")
    y = labels(call, mode, call.get("classes", at.classes), count, x, "class_mode")
    result = read(call, Kind.SEQUENCE, x, y, source, call.get("subset", at.subset))
    shuffle = call.get("shuffle", at.shuffle, True)
    came_in = came(result, call, shuffle, ("target_size", at.size), at.color)
    folder = call.get("directory", 0)
    if isinstance(folder, Unknown) and call.place("directory", 0).text.isidentifier():
        # What one plain name stands for is the same folder, whichever it is.
        source = Same(folder)
    batch = size_of_batch(call, at.batch)
    return came_in.but(batch=batch, flow=_reading(call, at.subset, source))


def _flow_from_directory(call: Call) -> Value:
    return _from_folder(call, _FROM_DIRECTORY, source_of(call.get("directory", 0)))


def _flow_from_dataframe(call: Call) -> Value:
    frame = as_data(call.get("dataframe", 0), call.site)
    made = _from_folder(call, _FROM_FRAME, ("dataframe", frame.rows))
    if not isinstance(made, Data):
        return made
    x, y = (_of_frame(part, frame) for part in (made.x, made.y))
    return made.but(
        x=x, y=y, parents=(*made.parents, frame.rows, *frame.parents), part=made.part or frame.part
    )


def _of_frame(value: Value, frame: Data) -> Value:
    """Samples read by the rows of a table, which are what the samples are part of."""
    if not isinstance(value, Data):
        return value
    parents = (*value.parents, frame.rows, *frame.parents)
    return value.but(parents=parents, part=value.part or frame.part)


def _generator(call: Call) -> Value:
    made = make(call)
    made.kind = GENERATOR
    return made


def _fit_generator(call: Call) -> Value:
    receiver(call).state["fitted"] = as_data(call.get("x", 0), call.site).rows
    return None


def _same_images(call: Call) -> Value:
    given = call.get("x", 0)
    return given if isinstance(given, Data) else call.unknown("an image")


def _from_directory(at: Places, inputs: Callable[[Call, Int], Data]) -> Handler:
    """`image_dataset_from_directory` and its kin for texts and sound."""

    def handler(call: Call) -> Value:
        count = call.unknown("number of files in the folder")
        x, where = inputs(call, count), source_of(call.get("directory", 0))
        y = _dataset_labels(call, at, count, x)
        subset, shuffle = call.get("subset", at.subset), call.get("shuffle", at.shuffle, True)
        size = ("image_size", at.size)
        batched = call.get("batch_size", at.batch, 32) is not None
        wanted = ("training", "validation") if subset == "both" else (subset,)
        made = tuple(
            came(read(call, Kind.DATASET, x, y, where, part), call, shuffle, size, at.color).but(
                batched=batched, batch=size_of_batch(call, at.batch) if batched else None
            )
            for part in wanted
        )
        return made if subset == "both" else made[0]

    return handler


def _dataset_labels(call: Call, at: Places, count: Int, x: Data) -> Value:
    given = call.get("labels", 1, "inferred")
    mode = call.get("label_mode", at.mode, "int") if given is not None else None
    if mode is None or given == "inferred" or isinstance(given, Unknown):
        names = call.get("class_names", at.classes)
        made = labels(call, mode, names, count, x, "label_mode")
        binary = mode == "binary" and isinstance(made, Data)
        return made.but(shape=(count, 1)) if binary and isinstance(made, Data) else made
    listed = as_data(given, call.site)
    known = range(listed.classes) if isinstance(listed.classes, int) else None
    made = labels(call, mode, list(known) if known else None, count, x, "label_mode")
    return made.but(clues=(*class_clues(listed), *made.clues)) if isinstance(made, Data) else made


def _images(call: Call, count: Int) -> Data:
    size = call.get("image_size", _IMAGES.size, (256, 256))
    return image(call, size, call.get("color_mode", _IMAGES.color, "rgb"), count)


def _texts(call: Call, count: Int) -> Data:
    return Data(shape=(count,), dtype="string", encoding=Encoding.STRING)


def _sounds(call: Call, count: Int) -> Data:
    given = call.get("output_sequence_length", 6)
    steps = given if isinstance(given, int) else call.unknown("length of the sounds not known")
    return Data(shape=(count, steps, 1), dtype="float32", low=-1.0, high=1.0)


def _load_img(call: Call) -> Value:
    gray = call.get("color_mode", 1, "rgb") == "grayscale" or call.get("grayscale") is True
    color = "grayscale" if gray else call.get("color_mode", None, "rgb")
    batch = image(call, call.get("target_size"), color, call.unknown("one image"), picture=True)
    assert isinstance(batch.shape, tuple)
    # A gray picture has no axis of channels until `img_to_array` adds it.
    shape = batch.shape[1:3] if gray else batch.shape[1:]
    return batch.but(shape=shape, dtype="uint8").step("load_img", call.site)


def _img_to_array(call: Call) -> Value:
    given = call.get("img", 0)
    given = pixels(given) or given
    if not isinstance(given, Data):
        unknown = call.unknown("size of the image not known")
        return Data(shape=unknown, dtype="float32", low=0.0, high=255.0).step(
            "img_to_array", call.site
        )
    shape = given.shape
    if isinstance(shape, tuple) and len(shape) in (2, 3):
        channels = shape[2] if len(shape) == 3 else 1
        # NumPy reads a picture with the channels last, whatever is set.
        shape = ordered_axes(call, shape[:2], channels)
    return given.step("img_to_array", call.site, shape=shape, dtype="float32")


def _iterator_next(call: Call) -> Value:
    if isinstance(call.receiver, Data):
        return whole_element(call.receiver)
    return call.unknown("a batch of an iterator that is not known")


def _iterator_labels(data: Data, site: Site) -> Value:
    """The class of every file as an integer, in the order of the files."""
    given = next(iter(leaves(data.y)), None)
    if given is None:
        unknown = Unknown("classes of the folder not known", site)
        plain = Data(shape=(unknown,), dtype="int32", encoding=Encoding.INT, rows=data.rows)
        return plain.step(IN_ORDER, site)
    n = given.classes
    count = given.shape[0] if isinstance(given.shape, tuple) and given.shape else None
    shape: Shape = (count,)
    words = f"the folders are {plural(n)}"
    made = Data(
        shape=shape,
        dtype="int32",
        encoding=Encoding.BINARY if n == 2 else Encoding.INT,
        classes=n,
        clues=(classes_clue(n, 0.95, words, site),),
        rows=data.rows,
        parents=data.parents,
        part=data.part,
        low=0.0,
    )
    return made.step(IN_ORDER, site)


def _class_indices(data: Data, site: Site) -> Value:
    """The number of each class by name, where the names are written in the script."""
    given = next(iter(leaves(data.y)), None)
    if given is None:
        return Unknown("classes of the folder not known", site)
    if given.columns is not None:
        return {name: place for place, name in enumerate(given.columns)}
    return Data(kind=Kind.LIST, shape=(given.classes,), classes=given.classes)


def _num_classes(data: Data, site: Site) -> Value:
    given = next(iter(leaves(data.y)), None)
    return Unknown("classes of the folder not known", site) if given is None else given.classes


def _count(data: Data, site: Site) -> Value:
    shape = data.x.shape if isinstance(data.x, Data) else None
    first = shape[0] if isinstance(shape, tuple) and shape else None
    return Unknown("number of samples not known", site) if first is None else first


def _image_shape(data: Data, site: Site) -> Value:
    shape = data.x.shape if isinstance(data.x, Data) else None
    return shape[1:] if isinstance(shape, tuple) else Unknown("size of the images", site)


FUNCTIONS: dict[str, Handler] = {
    **tensorflow_images.FUNCTIONS,
    GENERATOR: _generator,
    **{
        f"keras.utils.{name}_dataset_from_directory": _from_directory(at, inputs)
        for name, at, inputs in (
            ("image", _IMAGES, _images),
            ("text", _TEXTS, _texts),
            ("audio", _AUDIO, _sounds),
        )
    },
    "keras.utils.load_img": _load_img,
    "keras.utils.img_to_array": _img_to_array,
}
METHODS: dict[str, Handler] = {
    f"{GENERATOR}.flow": _flow,
    f"{GENERATOR}.flow_from_directory": _flow_from_directory,
    f"{GENERATOR}.flow_from_dataframe": _flow_from_dataframe,
    f"{GENERATOR}.fit": _fit_generator,
    f"{GENERATOR}.standardize": _same_images,
    f"{GENERATOR}.random_transform": _same_images,
    f"{ITERATOR}.next": _iterator_next,
    f"{ITERATOR}.__next__": _iterator_next,
    f"{ITERATOR}.reset": lambda _: None,
    f"{ITERATOR}.on_epoch_end": lambda _: None,
}
ATTRIBUTES: dict[str, Attribute] = {}
DATA_ATTRIBUTES: dict[str, Callable[[Data, Site], Value]] = {
    f"{ITERATOR}.{name}": getter
    for name, getter in {
        "classes": _iterator_labels,
        "labels": _iterator_labels,
        "class_indices": _class_indices,
        "num_classes": _num_classes,
        "samples": _count,
        "n": _count,
        "image_shape": _image_shape,
    }.items()
}
"""Attributes of iterators, by `keras.preprocessing.image.Iterator.` and their name."""
