"""A training loop with `tf.GradientTape` leaves out what `fit` does by itself.

`fit` calls the model with `training=True`, adds the losses of regularizers, and takes the gradients
of the trainable weights alone. In a loop of your own, or a `train_step`, you have to do so.

Why it hurts:

Without `training=True` no dropout takes place, and batch normalization neither uses nor learns the
statistics of the batches. Regularizers have no effect unless `model.losses` is added. Gradients of
`model.variables` train frozen layers as well. What is computed outside of the tape has no gradient.
And a metric that is not reset shows the mean of all epochs so far, instead of the last one.

What Keras says:

Nothing, but for a gradient that is missing: "No gradients provided for any variable".

Bad:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
batches = tf.data.Dataset.from_tensor_slices((x / 255.0, y)).shuffle(10000).batch(64)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10),
    ]
)
optimizer = keras.optimizers.Adam()
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for epoch in range(5):
    for images, labels in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(images))  # finding
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
```

Good:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
batches = tf.data.Dataset.from_tensor_slices((x / 255.0, y)).shuffle(10000).batch(64)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10),
    ]
)
optimizer = keras.optimizers.Adam()
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for epoch in range(5):
    for images, labels in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(images, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
```

When to ignore:

When a model is meant to be trained without its dropout. The rule itself leaves alone: gradients of
anything but the weights of one known model, GANs and reinforcement learning, models inside of the
model, batch normalization in few-shot training that sets the weights back by hand, classes whose
`call` sets `training` itself, `compute_loss`, scripts that read the `losses` of any model, and those
that reset the state of anything.

References:

- https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/
- https://keras.io/guides/custom_train_step_in_tensorflow/
"""

from collections.abc import Iterator, Sequence

from kerascheck.rule import (
    Component,
    Evidence,
    Facts,
    Finding,
    Gradient,
    Label,
    Layer,
    Metric,
    Model,
    Pass,
    Severity,
    Tensor,
    rule,
    same_model,
)

_PLAIN = ("Sequential", "Functional", "subclass")
_NORMALIZING = ("BatchNormalization",)


@rule("KC217", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if not {"gan", "rl"}.isdisjoint(facts.context.marks):
        return
    seen = set()
    for gradient in facts.gradients:
        if isinstance(gradient.model, Model) and gradient.site.node not in seen:
            seen.add(gradient.site.node)
            outside = _outside(gradient, gradient.model)
            yield from [outside] if outside is not None else _findings(facts, gradient)
    if facts.gradients and not facts.written.resets():
        yield from _never_reset(facts)


def _findings(facts: Facts, gradient: Gradient) -> Iterator[Finding]:
    """What is left out of a step of training that has a gradient."""
    model = gradient.model
    assert isinstance(model, Model)
    mine = [one for one in gradient.passes if same_model(one.model, model)]
    for one in mine:
        layer = _behaving(one)
        if one.training is None and layer is not None:
            if layer.kind not in _NORMALIZING or not _set_back(facts, model):
                yield _inference(one, layer)
            break
    if gradient.attribute in ("variables", "weights"):
        frozen = [part for part, value in model.frozen.items() if value is False]
        layers = [part for part in frozen if isinstance(part, Layer)]
        if frozen:
            yield _frozen(gradient, model, layers)
    penalised = _regularized(model)
    if mine and penalised is not None and not facts.written.penalties():
        yield _unpenalised(gradient, model, penalised)


def _set_back(facts: Facts, model: Model) -> bool:
    """Whether a loop sets the weights of the model by hand, as few-shot training such as Reptile.

    It learns a new task from a few samples again and again; published ones do so with the
    statistics that batch normalization begins with.
    """
    return any(
        call.name == "set_weights"
        and call.loops > 0
        and isinstance(call.receiver, Model)
        and same_model(call.receiver, model)
        for call in facts.written.calls
    )


def _never_reset(facts: Facts) -> Iterator[Finding]:
    """Metrics that are read once an epoch, but go on counting from the first one."""
    fresh = {id(call.result): call.loops for call in facts.written.calls}
    updates: dict[int, int] = {}
    for call in facts.written.calls:
        if call.name == "update_state" and isinstance(call.receiver, Metric):
            updates[id(call.receiver)] = max(call.loops, updates.get(id(call.receiver), 0))
    seen = set()
    for call in facts.written.calls:
        metric = call.receiver
        if call.name != "result" or not isinstance(metric, Metric) or id(metric) in seen:
            continue
        # One that is made for each epoch begins anew.
        if fresh.get(id(metric)) == 0 and 1 <= call.loops < updates.get(id(metric), 0):
            seen.add(id(metric))
            name = call.owner.text if call.owner is not None else "metric"
            yield Finding(
                call.site.at,
                f"`{name}` is never reset, so that each epoch shows the mean of all epochs so far.",
                labels=[Label(metric.site.at, "goes on counting")],
                help=f"call `{name}.reset_state()` at the end of each epoch",
                mark="of all epochs so far",
                evidence=Evidence.LIKELY,
            )


def _behaving(one: Pass) -> Layer | None:
    """A layer of a model that behaves in another way in training, as far as that can be told."""
    model = one.model
    if model.kind not in _PLAIN:
        return None
    told = {id(tensor.layer): tensor.config.get("training") for tensor in _tensors(model)}
    for part in model.layers:
        if not isinstance(part, Layer) or (model.kind == "subclass" and id(part) not in told):
            continue
        training = told.get(id(part))
        rate = getattr(part, "rate", None)
        drops = part.kind.endswith("Dropout") and isinstance(rate, (int, float)) and rate > 0
        # A dropout is told `False` by a default of `call` alone; it would have no use otherwise.
        if drops and (training is None or training is False):
            return part
        trained = model.frozen.get(part) is True
        if part.kind in _NORMALIZING and trained and training is None:
            return part
    return None


def _tensors(model: Model) -> Iterator[Tensor]:
    stack = [tensor for tensor in model.outputs if isinstance(tensor, Tensor)]
    seen = set()
    while stack:
        tensor = stack.pop()
        if id(tensor) not in seen:
            seen.add(id(tensor))
            yield tensor
            stack.extend(source for source in tensor.inputs if isinstance(source, Tensor))


def _regularized(model: Model) -> Layer | None:
    """A layer with a regularizer, if none of the model adds a loss of another kind."""
    if model.kind not in _PLAIN or "add_loss" in model.config:
        return None
    for part in model.layers:
        if isinstance(part, Layer) and model.frozen.get(part) is True:
            for name in ("kernel_regularizer", "recurrent_regularizer", "embeddings_regularizer"):
                if isinstance(getattr(part, name, None), (str, Component)):
                    return part
    return None


def _outside(gradient: Gradient, model: Model) -> Finding | None:
    """The loss, or the call of the model, is not on the tape."""
    name = f"`{model.name}`" if model.name else "the model"
    if gradient.outside:
        return Finding(
            gradient.args["target"].at,
            f"`{gradient.args['target'].text}` is not computed in the block of the tape, so it has "
            f"no gradient for the weights of {name}.",
            labels=[Label(gradient.tape.at, "records what is computed in its block")],
            help="compute the loss inside of the `with` block",
            mark="not on the tape",
            evidence=Evidence.CERTAIN,
            keras="No gradients provided for any variable.",
        )
    before = gradient.before
    if gradient.passes or gradient.opaque or before is None:
        return None
    return Finding(
        before.site.at,
        f"{name} is called before the tape records, so the loss has no gradient for its weights.",
        labels=[
            Label(gradient.tape.at, "records what is computed in its block"),
            Label(gradient.site.at, "the gradients are asked for here"),
        ],
        help=f"call {name} inside of the `with` block",
        mark="not on the tape",
        evidence=Evidence.CERTAIN,
        keras="No gradients provided for any variable.",
    )


def _inference(one: Pass, layer: Layer) -> Finding:
    name = f"`{one.model.name}`" if one.model.name else "the model"
    consequence = (
        "is not trained with the statistics of the batches"
        if layer.kind in _NORMALIZING
        else "drops nothing"
    )
    return Finding(
        one.site.at,
        f"{name} is called without `training=True` in a step of training: `{layer.kind}` "
        f"{consequence}.",
        labels=[Label(layer.site.at, "behaves in another way in training")],
        help="write `training=True` as an argument of this call",
        mark="as for a prediction",
        evidence=Evidence.LIKELY,
    )


def _frozen(gradient: Gradient, model: Model, frozen: Sequence[Layer]) -> Finding:
    attribute = gradient.attribute
    labels = [Label(part.site.at, "frozen") for part in frozen[:1]]
    if model.trainable_site is not None:
        labels = [Label(model.trainable_site.at, "frozen here")]
    return Finding(
        gradient.args["sources"].at,
        f"`{attribute}` has the weights of frozen layers in it, which this step trains as well.",
        labels=labels,
        help=f"use `trainable_{attribute}`, here and in `apply_gradients`",
        mark="frozen weights, too",
        evidence=Evidence.LIKELY,
    )


def _unpenalised(gradient: Gradient, model: Model, layer: Layer) -> Finding:
    name = model.name or "model"
    return Finding(
        gradient.args["target"].at,
        f"the loss is without the regularizers of `{name}`: nothing adds `{name}.losses` to it.",
        labels=[Label(layer.site.at, f"the regularizer of this `{layer.kind}` has no effect")],
        help=f"add `sum({name}.losses)` to the loss, inside of the tape",
        mark="without regularizers",
        evidence=Evidence.LIKELY,
    )
