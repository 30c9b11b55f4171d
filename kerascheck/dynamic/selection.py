"""Which models of a file are built, and as what."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kerascheck.dynamic.assumed import INPUTS, NOTHING
from kerascheck.keras_api import structures, tables
from kerascheck.values import Callback, Facts, Gap, Model, Spec, Unknown

_SAVES = frozenset({"save", "save_model"})


def distinct(facts: Facts) -> Iterable[Model]:
    """The models, each once: as it is compiled if it is, else as it is at the end."""
    compiled = {id(fact.model.live or fact.model): fact.model for fact in facts.compiles}
    inside = {
        tables.identity(part)
        for model in facts.models
        for part in model.layers
        if isinstance(part, Model)
    }
    for model in facts.models:
        if model.kind == "loaded" and (before := _before(model, facts)) is not None:
            yield before
            continue
        state = compiled.get(id(model.live or model))
        if state is None and (
            tables.identity(model) in inside or model.kind in ("loaded", "unknown")
        ):
            continue
        latest = model if state is None else _latest(state, facts, model)
        if model.gaps and not latest.gaps and type(latest) is Model:
            latest = replace(latest, gaps=model.gaps, unsettled=model.unsettled)
        yield latest


def _latest(compiled: Model, facts: Facts, model: Model) -> Model:
    """The model as it is fitted, which may know more of its input than when it was compiled."""
    for fit in facts.fits:
        if isinstance(fit.model, Model) and fit.model.live is compiled.live:
            return fit.model
    if compiled.entry is None and model.entry is not None and type(model) is Model:
        return replace(model, frozen=compiled.frozen, trainable=compiled.trainable)
    return compiled


def given(model: Model, shape: tuple[int | None, ...]) -> Model:
    """The model with the shape of its input that the user has named."""
    spec = Spec((None, *shape))
    if model.kind == "Sequential" and not model.outputs and type(model) is Model:
        return replace(model, entry=spec)
    rebuild = getattr(model.live, "rebuild", None)
    if rebuild is None or model.live is None:
        return model
    rebuild(spec)
    return model.live.snapshot()


def supposed(model: Model) -> tuple[Model, tuple[Gap, ...]]:
    """A model of the script's class with a made-up input, if nothing says what it is given.

    The first kind of input counts for which all that it does is known and no layer refuses it;
    the model is as it was if there is none. The second result says what was made up.
    """
    rebuild = getattr(model.live, "rebuild", None)
    known = model.inputs and not any(isinstance(t.spec.shape, Unknown) for t in model.inputs)
    if model.kind != "subclass" or known or model.gaps or rebuild is None or model.live is None:
        return model, ()
    for spec in INPUTS:
        rebuild(spec)
        made = model.live.snapshot()
        rows = () if made.gaps else tables.rows(made)
        outputs = [spec for row in rows for spec in structures.flatten(row.output)]
        sound = outputs and all(spec.full for spec in outputs)
        if sound and all(row.error is None and row.unknown is None for row in rows):
            return made, (Gap(model.site, NOTHING),)
    rebuild(Spec(Unknown(NOTHING, model.site)))
    return model, ()


def saved(model: Model) -> bool:
    """Whether a model stands for one that is loaded from where the script has saved it."""
    return ".saved" in model.config


def _before(model: Model, facts: Facts) -> Model | None:
    """The model that the script has saved where it loads this one from; None if it is not known.

    It has the same layers, and nothing may have been changed since it was loaded.
    """
    if len(model.gaps) > 1 or model.layers or model.trainable is not True:
        return None
    loads = [item for item in facts.stored if item.loads and _same(item.model, model)]
    if len(loads) != 1 or not isinstance(loads[0].path, str):
        return None
    earlier = [found for found in _saves(facts, loads[0].path) if found[0] < loads[0].order]
    last = max(earlier, key=lambda found: found[0], default=None)
    if last is None:
        return None
    source = last[1]
    if source.kind == "loaded":
        again = _before(source, facts) if not _same(source, model) else None
        if again is None:
            return None
        source = again
    config = {**source.config, ".saved": True}
    return replace(source, live=model.live, site=model.site, name=model.name, config=config)


def _saves(facts: Facts, path: str) -> Iterator[tuple[int, Model]]:
    """The models that are saved at a path, each with the number of the call that does."""
    for item in facts.stored:
        if item.method in _SAVES and item.path == path and item.model is not None:
            yield item.order, item.model
    for fit in facts.fits:
        if isinstance(fit.model, Model) and any(_writes(item, path) for item in fit.callbacks):
            yield fit.order, fit.model


def _writes(callback: Callback | Unknown, path: str) -> bool:
    """Whether a callback saves the whole model at a path."""
    return (
        isinstance(callback, Callback)
        and callback.kind == "ModelCheckpoint"
        and callback.config.get("save_weights_only") is False
        and callback.config.get("filepath") == path
    )


def _same(one: Model | None, other: Model) -> bool:
    return one is not None and one.live is other.live and other.live is not None
