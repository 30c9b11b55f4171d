"""The mistakes that `benchmarks/mutants.py` puts into sound scripts, one at a time."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import libcst as cst

from benchmarks.editable import Change, Script, name_of, place_of, with_argument, without

_RECURRENT = {"LSTM", "GRU", "SimpleRNN"}
_OPTIMIZERS = {"Adam", "SGD", "RMSprop", "Nadam", "Adagrad", "AdamW", "Adamax", "Adadelta"}
_NUMBER = re.compile(r"\d*\.?\d+(?:e-?\d+)?")
_SCALE = re.compile(r"25[56](\.0?)?")
_FLATTEN = re.compile(r"\.add\(\s*(\w+\.)*(Flatten|Global\w+Pooling\dD)\(")
_ENCODER = "to_categorical"
_COMPILED = re.compile(r"\w+\.compile\(")


Mistake = Callable[[Script], Iterator[list[Change]]]
"""Every place where a script can have the mistake, with the changes that put it there."""


def _activated(call: cst.Call, activation: str | None, place: int | None = 1) -> cst.Call:
    """The layer with another activation, or without one."""
    left = without(call, "activation") if activation is None else None
    return left or with_argument(call, "activation", repr(activation), place)


def _exchanged(before: str, *after: str | None) -> Mistake:
    """Another activation of the output."""

    def change(script: Script) -> Iterator[list[Change]]:
        for output in script.outputs:
            if script.word(output, "activation", 1) == before:
                for name in after:
                    yield [(output, _activated(output, name))]

    return change


def _linear(*after: str) -> Mistake:
    """An activation for the output of a regression."""

    def change(script: Script) -> Iterator[list[Change]]:
        for output in script.outputs:
            loss = script.word(script.compiles[0], "loss", 1)
            if not script.value(output, "activation", 1) and loss in _OF_VALUES:
                for name in after:
                    yield [(output, _activated(output, name))]

    return change


_OF_VALUES = {"mse", "mae", "mean_squared_error", "mean_absolute_error"}


def _units(change_to: Callable[[int], int | None]) -> Mistake:
    """Another number of units of the output."""

    def change(script: Script) -> Iterator[list[Change]]:
        for output in script.outputs:
            units = script.value(output, "units", 0) or ""
            number = change_to(int(units)) if units.isdigit() else None
            if number is not None:
                yield [(output, with_argument(output, "units", str(number), 0))]

    return change


def _loss(before: str | set[str], after: str) -> Mistake:
    def change(script: Script) -> Iterator[list[Change]]:
        for compiled in script.compiles:
            if script.word(compiled, "loss", 1) in (
                before if isinstance(before, set) else {before}
            ):
                yield [(compiled, with_argument(compiled, "loss", repr(after), 1))]

    return change


def _keyword(
    names: Sequence[str], keyword: str, text: str, place: int | None = None, *, always: bool = True
) -> Mistake:
    """Another value of an argument of such calls; of those that have it, unless `always`."""

    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named(*names):
            if always or script.value(call, keyword, place):
                yield [(call, with_argument(call, keyword, text, place))]

    return change


def _dropped(names: Sequence[str], *keywords: str) -> Mistake:
    """Such calls without these arguments."""

    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named(*names):
            left = without(call, *keywords)
            if left is not None:
                yield [(call, left)]

    return change


def _accuracy(script: Script) -> Iterator[list[Change]]:
    for compiled in script.compiles:
        if script.word(compiled, "loss", 1) in _OF_VALUES:
            yield [(compiled, with_argument(compiled, "metrics", "['accuracy']", 2))]


def _rate(factor: float) -> Mistake:
    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named(*_OPTIMIZERS):
            rate = script.value(call, "learning_rate", 0) or ""
            if _NUMBER.fullmatch(rate):
                text = f"{float(rate) * factor:.6g}"
                yield [(call, with_argument(call, "learning_rate", text, 0))]

    return change


def _fit(keyword: str, text: str) -> Mistake:
    """Another argument of `fit` that gets arrays."""

    def change(script: Script) -> Iterator[list[Change]]:
        for fit in script.fits:
            if len(fit.args) > 1 and not fit.args[0].keyword and not fit.args[1].keyword:
                yield [(fit, with_argument(fit, keyword, text))]

    return change


def _unvalidated(script: Script) -> Iterator[list[Change]]:
    for fit in script.fits:
        left = without(fit, "validation_data", "validation_split", "validation_steps")
        if left is not None:
            yield [(fit, left)]


def _validated_by_training(script: Script) -> Iterator[list[Change]]:
    for fit in script.fits:
        if len(fit.args) > 1 and not fit.args[0].keyword and not fit.args[1].keyword:
            rest = without(fit, "validation_split") or fit
            pair = f"({script.code(fit.args[0].value)}, {script.code(fit.args[1].value)})"
            yield [(fit, with_argument(rest, "validation_data", pair))]


def _swapped(script: Script) -> Iterator[list[Change]]:
    for fit in script.fits:
        if len(fit.args) > 1 and not fit.args[0].keyword and not fit.args[1].keyword:
            x, y = (script.code(argument.value) for argument in fit.args[:2])
            yield [(fit, with_argument(with_argument(fit, "x", y, 0), "y", x, 1))]


def _unlabelled(script: Script) -> Iterator[list[Change]]:
    for fit in script.fits:
        if len(fit.args) > 1 and not fit.args[0].keyword and not fit.args[1].keyword:
            yield [(fit, fit.with_changes(args=[fit.args[0], *fit.args[2:]]))]


def _weights_inverted(script: Script) -> Iterator[list[Change]]:
    """`{0: 1.0, 1: 4.0}` becomes `{0: 4.0, 1: 1.0}`."""
    if not any(script.value(fit, "class_weight") for fit in script.fits):
        return
    for weights in script.nodes.dicts:
        match weights.elements:
            case [
                cst.DictElement(key=cst.Integer(value="0")) as one,
                cst.DictElement(key=cst.Integer(value="1")) as two,
            ]:
                turned = [one.with_changes(value=two.value), two.with_changes(value=one.value)]
                yield [(weights, weights.with_changes(elements=turned))]


def _hidden(activation: str | None) -> Mistake:
    """Another activation of a layer that is not the output."""

    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named("Dense", "Conv2D", "Conv1D"):
            place = 1 if name_of(call) == "Dense" else None
            if call not in script.outputs and script.word(call, "activation", place) == "relu":
                yield [(call, _activated(call, activation, place))]

    return change


def _without_channel(script: Script) -> Iterator[list[Change]]:
    """A shape of an image, without its last number."""
    for call in script.nodes.calls:
        for name in ("input_shape", "shape"):
            at = place_of(call, name, 0 if (name, name_of(call)) == ("shape", "Input") else None)
            match call.args[at].value if at is not None else None:
                case cst.Tuple(elements=[_, _, _]) as shape:
                    left = shape.with_changes(elements=shape.elements[:2])
                    yield [(shape, left)]


def _other_length(script: Script) -> Iterator[list[Change]]:
    """A shape with one more in its last number."""
    for call in script.nodes.calls:
        for name in ("input_shape", "shape"):
            at = place_of(call, name, 0 if (name, name_of(call)) == ("shape", "Input") else None)
            match call.args[at].value if at is not None else None:
                case cst.Tuple(elements=[*_, cst.Element(value=cst.Integer(value=last))]) as shape:
                    end = shape.elements[-1].with_changes(value=cst.Integer(str(int(last) + 1)))
                    yield [(shape, shape.with_changes(elements=[*shape.elements[:-1], end]))]


def _last_dropout(rate: str) -> Mistake:
    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named("Dropout")[-1:]:
            yield [(call, with_argument(call, "rate", rate, 0))]

    return change


def _scalings(script: Script) -> list[Change]:
    return [
        (operation, operation.left)
        for operation in script.nodes.operations
        if isinstance(operation.operator, cst.Divide)
        and _SCALE.fullmatch(script.code(operation.right))
    ]


def _unscaled(script: Script) -> Iterator[list[Change]]:
    """No division by 255 anywhere."""
    found = _scalings(script)
    if found and not re.search(r"/=\s*25[56]|Rescaling", script.text):
        yield found


def _half_scaled(script: Script) -> Iterator[list[Change]]:
    """One of several divisions by 255 is missing."""
    found = _scalings(script)
    if len(found) > 1:
        yield from ([change] for change in found)


def _fitted_again(script: Script) -> Iterator[list[Change]]:
    """A scaler that is fitted to the test data as well."""
    for call in script.named("transform"):
        given = script.code(call.args[0].value) if call.args else ""
        match call.func:
            case cst.Attribute(value=cst.Name(value=name), attr=attr) if re.search(
                rf"\b{name}\s*=\s*[\w.]*Scaler\(", script.text
            ) and re.search("test|val|new", given):
                yield [(attr, cst.Name("fit_transform"))]


def _sequences_returned(script: Script) -> Iterator[list[Change]]:
    for call in script.named(*_RECURRENT)[-1:]:
        if script.value(call, "return_sequences") is None:
            yield [(call, with_argument(call, "return_sequences", "True"))]


def _stopping(monitor: str, mode: str | None = None) -> Mistake:
    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named("EarlyStopping", "ModelCheckpoint"):
            place = 0 if name_of(call) == "EarlyStopping" else 1
            made = with_argument(call, "monitor", repr(monitor), place)
            yield [(call, with_argument(made, "mode", repr(mode)) if mode else made)]

    return change


def _fewer_classes(script: Script) -> Iterator[list[Change]]:
    for call in script.named("to_categorical"):
        classes = script.value(call, "num_classes", 1) or ""
        if classes.isdigit():
            yield [(call, with_argument(call, "num_classes", str(int(classes) - 1), 1))]


def _not_encoded(script: Script) -> Iterator[list[Change]]:
    """No label is encoded as one-hot any more."""
    calls = [call for call in script.named("to_categorical") if call.args]
    if calls:
        yield [(call, call.args[0].value) for call in calls]


def _encoded(script: Script) -> Iterator[list[Change]]:
    """Labels that are numbers are encoded as one-hot for `fit`."""
    for fit in script.fits:
        sparse = {script.word(c, "loss", 1) for c in script.compiles}
        if sparse == {"sparse_categorical_crossentropy"} and len(fit.args) > 1:
            labels = fit.args[1]
            if not labels.keyword and not fit.args[0].keyword:
                text = f"{_ENCODER}({script.code(labels.value)})"
                yield [(labels.value, cst.parse_expression(text))]


def _split_order(script: Script) -> Iterator[list[Change]]:
    """`x_train, y_train, x_test, y_test = train_test_split(…)`."""
    for line in script.nodes.lines:
        match line.body:
            case [cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as names)], value=value)]:
                if not isinstance(value, cst.Call) or name_of(value) != "train_test_split":
                    continue
                if len(names.elements) == 4:
                    one, two, three, four = (element.value for element in names.elements)
                    order = zip(names.elements, (one, three, two, four), strict=True)
                    turned = [element.with_changes(value=name) for element, name in order]
                    yield [(names, names.with_changes(elements=turned))]


def _gone(line: cst.SimpleStatementLine) -> Change:
    return line, cst.SimpleStatementLine([cst.Pass()], leading_lines=line.leading_lines)


def _removed(pattern: str) -> Mistake:
    """Without a line like this."""
    found = re.compile(pattern)

    def change(script: Script) -> Iterator[list[Change]]:
        for line in script.nodes.lines:
            if found.search(script.code(line)):
                yield [_gone(line)]

    return change


def _not_compiled(script: Script) -> Iterator[list[Change]]:
    """No line that compiles a model, where there is one such line."""
    lines = [line for line in script.nodes.lines if _COMPILED.match(script.code(line).strip())]
    if len(lines) == 1:
        yield [_gone(lines[0])]


def _compiled_once(script: Script) -> Iterator[list[Change]]:
    """Layers that are frozen or not any more between two calls of `fit`, without a new `compile`.

    Keras 3 looks at what is frozen when `fit` is first called, so that freezing after `compile`
    alone is no mistake.
    """
    lines = [line for line in script.nodes.lines if _COMPILED.match(script.code(line).strip())]
    for line in lines[1:]:
        yield [_gone(line)]


def _unchained(name: str) -> Mistake:
    """A pipeline without one of its steps: `ds.shuffle(100).batch(32)` without `batch`."""

    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named(name):
            if isinstance(call.func, cst.Attribute) and len(call.args) == 1:
                yield [(call, call.func.value)]

    return change


def _class_mode(mode: str) -> Mistake:
    def change(script: Script) -> Iterator[list[Change]]:
        for call in script.named("flow_from_directory", "flow_from_dataframe"):
            if script.word(call, "class_mode") not in {"", mode}:
                yield [(call, with_argument(call, "class_mode", repr(mode)))]

    return change


MISTAKES: Mapping[str, Mistake] = MappingProxyType(
    {
        "output: relu for softmax": _exchanged("softmax", "relu"),
        "output: sigmoid for softmax": _exchanged("softmax", "sigmoid"),
        "output: nothing for softmax": _exchanged("softmax", None),
        "output: relu for sigmoid": _exchanged("sigmoid", "relu"),
        "output: softmax for sigmoid": _exchanged("sigmoid", "softmax"),
        "output: nothing for sigmoid": _exchanged("sigmoid", None),
        "output: sigmoid or softmax for values": _linear("sigmoid", "softmax"),
        "output: relu for values": _linear("relu"),
        "output: one unit too few": _units(lambda units: units - 1 if units > 2 else None),
        "output: one unit for all classes": _units(lambda units: 1 if units > 2 else None),
        "output: two units for one": _units(lambda units: 2 if units == 1 else None),
        "loss: sparse for one-hot labels": _loss(
            "categorical_crossentropy", "sparse_categorical_crossentropy"
        ),
        "loss: not sparse for numbers": _loss(
            "sparse_categorical_crossentropy", "categorical_crossentropy"
        ),
        "loss: binary for several classes": _loss(
            {"categorical_crossentropy", "sparse_categorical_crossentropy"}, "binary_crossentropy"
        ),
        "loss: categorical for two classes": _loss(
            "binary_crossentropy", "categorical_crossentropy"
        ),
        "loss: squared error for classes": _loss(
            {"binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"},
            "mse",
        ),
        "loss: crossentropy for values": _loss(_OF_VALUES, "binary_crossentropy"),
        "loss: from_logits removed": _dropped(
            ("SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy"),
            "from_logits",
        ),
        "metrics: accuracy of values": _accuracy,
        "labels: one class too few": _fewer_classes,
        "labels: one-hot removed": _not_encoded,
        "labels: one-hot for a sparse loss": _encoded,
        "labels: another class_mode": _class_mode("binary"),
        "rate: a thousand times": _rate(1e3),
        "rate: a millionth": _rate(1e-6),
        "rate: SGD with 1.0": _keyword(("SGD",), "learning_rate", "1.0", 0),
        "compile removed": _not_compiled,
        "fit: no validation": _unvalidated,
        "fit: validated by the training data": _validated_by_training,
        "fit: x and y exchanged": _swapped,
        "fit: no labels": _unlabelled,
        "fit: shuffle=False": _fit("shuffle", "False"),
        "fit: weight of an unknown class": _fit("class_weight", "{0: 1.0, 57: 4.0}"),
        "fit: class weights inverted": _weights_inverted,
        "fit: validation_split of 20": _keyword(
            ("fit",), "validation_split", "20", None, always=False
        ),
        "hidden: softmax": _hidden("softmax"),
        "hidden: no activation": _hidden(None),
        "shape: no channel": _without_channel,
        "shape: one more": _other_length,
        "dropout: 0.95 before the output": _last_dropout("0.95"),
        "dropout: 50": _last_dropout("50"),
        "scaling: none": _unscaled,
        "scaling: of one side only": _half_scaled,
        "scaling: fitted to the test data": _fitted_again,
        "recurrent: return_sequences removed": _dropped((*_RECURRENT,), "return_sequences"),
        "recurrent: return_sequences on the last": _sequences_returned,
        "embedding: too small": _keyword(("Embedding",), "input_dim", "50", 0, always=False),
        "callback: monitor misspelt": _stopping("val_los"),
        "callback: the greatest loss": _stopping("val_loss", "max"),
        "callback: patience of 1000": _keyword(("EarlyStopping",), "patience", "1000"),
        "split: names in a wrong order": _split_order,
        "layer: Flatten or pooling removed": _removed(_FLATTEN.pattern),
        "compile removed after a change": _compiled_once,
        "dataset: batch removed": _unchained("batch"),
        "dataset: shuffle removed": _unchained("shuffle"),
    }
)
"""Every mistake by its name."""


def mutants(text: str) -> Iterator[tuple[str, str]]:
    """The scripts with one mistake each, after the name of it; at most `PLACES` of each."""
    script = Script(text)
    for name, mistake in MISTAKES.items():
        for index, changes in enumerate(mistake(script)):
            if index == PLACES:
                break
            changed = script.changed(changes)
            if _ENCODER in changed and _ENCODER not in text:
                changed = f"from keras.utils import {_ENCODER}\n\n{changed}"
            if changed != text:
                yield name, changed


PLACES = 3
"""One mistake goes to the first few places of a script only, lest a long one count for many."""
