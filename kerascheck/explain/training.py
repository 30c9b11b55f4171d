"""The lines under the table: how a model is compiled, and what it is fitted on."""

from collections.abc import Iterator

from kerascheck.explain.description import Item, Plain, Unsure
from kerascheck.explain.notes import Margin
from kerascheck.explain.plain import name_of, plain, shape, text
from kerascheck.values import (
    Compile,
    CustomLoss,
    Data,
    Encoding,
    Fit,
    Loss,
    Metric,
    Unknown,
    Value,
)

_TOLD = ("from_logits", "label_smoothing")
"""Arguments of losses that are told; `from_logits` always, the others where they are given."""
_RUN = ("epochs", "batch_size", "steps_per_epoch", "validation_split", "class_weight")
_PARTS = frozenset({"loss", "optimizer", "metrics", "x", "y"})


def items(compiled: Compile | None, fitted: Fit | None, margin: Margin) -> Iterator[Item]:
    """What is told of a compile and of a fit, each line with its findings."""
    if compiled is not None:
        yield from _of_compile(compiled, margin)
    if fitted is not None:
        yield from _of_fit(fitted, margin)


def _of_compile(fact: Compile, margin: Margin) -> Iterator[Item]:
    losses = [_loss(loss) for loss in fact.losses]
    for position, (said, detail) in enumerate(losses):
        label = "loss" if len(losses) == 1 else f"loss {position + 1}"
        notes = margin.inside(fact.args.get("loss")) if position == 0 else ()
        yield Item(label, said, detail, notes)
    said, detail = _optimizer(fact)
    yield Item("optimizer", said, detail, margin.inside(fact.args.get("optimizer")))
    known = list(dict.fromkeys(_metric(metric) for part in fact.metrics for metric in part))
    metrics = [plain_metric for _, plain_metric in known]
    if metrics or "metrics" in fact.args:
        said = ", ".join(said for said, _ in known)
        yield Item("metrics", said, metrics, margin.inside(fact.args.get("metrics")))
    rest = margin.beside(fact.site, (s for n, s in fact.args.items() if n in _PARTS))
    if rest:
        yield Item("compile", "", None, rest)


def _loss(loss: Loss | Unknown | None) -> tuple[str, Plain]:
    if loss is None:
        return "none", None
    if isinstance(loss, Unknown):
        return f"? {loss.why}", Unsure(loss.why)
    name = loss.name if isinstance(loss, CustomLoss) else name_of(loss)
    config = {key: plain(getattr(loss, key)) for key in _TOLD if hasattr(loss, key)}
    shown = [f"{k}={text(v)}" for k, v in config.items() if k == "from_logits" or v != 0]
    said = f"{name} ({', '.join(shown)})" if shown else name
    return said, {"name": name, "custom": isinstance(loss, CustomLoss), "arguments": config}


def _optimizer(fact: Compile) -> tuple[str, Plain]:
    optimizer = fact.optimizer
    if optimizer is None:
        return "none", None
    if isinstance(optimizer, Unknown):
        return f"? {optimizer.why}", Unsure(optimizer.why)
    config = {
        name: plain(value, optimizer.args.get(name))
        for name, value in optimizer.config.items()
        if name in optimizer.args or name == "learning_rate"
    }
    shown = ", ".join(f"{name}={text(value)}" for name, value in config.items())
    return f"{optimizer.kind}({shown})", {"name": optimizer.kind, "arguments": config}


def _metric(metric: Metric | Unknown) -> tuple[str, str | Unsure]:
    if isinstance(metric, Unknown):
        return "?", Unsure(metric.why)
    return metric.canonical, metric.canonical


def _of_fit(fact: Fit, margin: Margin) -> Iterator[Item]:
    for label, value in (("x", fact.x), ("y", fact.y)):
        site = fact.args.get(label)
        if site is None and label == "x":
            site = fact.args.get("generator")
        notes = margin.inside(site)
        for name, part in _parts(label, value):
            said, detail = _data(part)
            yield Item(name, said, detail, notes)
            notes = ()
    config = {
        name: plain(fact.config[name], fact.args.get(name))
        for name in _RUN
        if name in fact.config and name in fact.args
    }
    shown = ", ".join(f"{name}={text(value)}" for name, value in config.items())
    notes = margin.beside(fact.site, (s for n, s in fact.args.items() if n in _PARTS))
    if config or notes:
        yield Item(fact.method, shown, config, notes)


def _parts(label: str, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, (list, tuple)) and any(isinstance(v, (Data, Unknown)) for v in value):
        for position, item in enumerate(value):
            yield f"{label}[{position}]", item
    elif isinstance(value, dict) and value:
        for key, item in value.items():
            yield f"{label}[{key!r}]", item
    elif value is not None:
        yield label, value


def _data(value: Value) -> tuple[str, Plain]:
    if isinstance(value, Unknown):
        return f"? {value.why}", Unsure(value.why)
    if not isinstance(value, Data):
        return "?", Unsure(name_of(value) or "not data that are followed")
    encoding = value.encoding
    detail: dict[str, Plain] = {
        "kind": value.kind.value,
        "made": [step.text for step in value.steps],
        "shape": _shape(value),
        "dtype": value.dtype if value.dtype is not None else Unsure("dtype not known"),
        "low": value.low if value.low is not None else Unsure("range not known"),
        "high": value.high if value.high is not None else Unsure("range not known"),
        "encoding": encoding.value if isinstance(encoding, Encoding) else plain(encoding),
        "classes": plain(value.classes),
    }
    made = value.chain or value.name or value.kind.value
    said = [made, _values(value, made)]
    if isinstance(encoding, Encoding) and encoding.value not in made:
        said.append(encoding.value)
    if isinstance(value.classes, int):
        said.append(f"{value.classes:,} classes")
    said.append(_shape_text(value))
    return ", ".join(part for part in said if part), detail


def _shape(value: Data) -> Plain:
    found = shape(value.shape)
    return found if isinstance(found, Unsure) else list(found)


def _shape_text(value: Data) -> str:
    found = shape(value.shape)
    if isinstance(found, Unsure):
        return ""
    dims = ["?" if isinstance(dim, Unsure) else str(dim) for dim in found]
    return f"({', '.join(dims)}{',' if len(dims) == 1 else ''})"


def _values(value: Data, made: str) -> str:
    """The dtype and the range of the values, unless `made` has it already: `uint8 0-255`."""
    low, high = value.low, value.high
    span = f"{low:g}-{high:g}" if low is not None and high is not None else ""
    return " ".join(filter(None, [value.dtype or "", "" if span in made else span]))
