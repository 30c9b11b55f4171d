"""What building a model adds to what is known of it: sizes, losses, gradients, findings."""

import math
import sys
from typing import Any

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.dynamic.runner import LostError, Options, Worker
from kerascheck.finding import Finding
from kerascheck.pipeline import check, explain
from kerascheck.values import Device
from tests.dynamic.conftest import HEAD, RULES, built, found, line

pytestmark = pytest.mark.keras

MODEL = "model = keras.Sequential([keras.Input((20,)), {layers}layers.Dense(10, {last})])\n"
SOFTMAX = 'activation="softmax"'
TRAINED = MODEL.format(layers='layers.Dense(16, activation="relu"), ', last=SOFTMAX) + (
    'model.compile("adam", "sparse_categorical_crossentropy")\n'
    "model.fit(np.random.rand(100, 20), np.random.randint(0, 10, 100), validation_split=0.1)\n"
)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_sound_classifier_begins_at_the_loss_of_guessing(cpu: Worker) -> None:
    (model,) = built(cpu, TRAINED)
    (numbers,) = model.numbers
    assert numbers.expected == pytest.approx(math.log(10))
    assert len(numbers.losses) == 3
    assert all(abs(loss - math.log(10)) < 0.5 for loss in numbers.losses)
    assert (numbers.dead, numbers.total, numbers.spoilt, numbers.refused) == ((), 4, None, "")


@pytest.mark.slow
def test_losses_that_would_take_minutes_are_not_computed(cpu: Worker) -> None:
    code = """
    model = keras.Sequential([
        keras.Input((256, 256, 3)),
        layers.Conv2D(128, 9, padding="same"),
        layers.Conv2D(64, 9, padding="same"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1),
    ])
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 256, 256, 3)), np.zeros((8, 1)))
    """
    (model,) = built(cpu, code)
    assert model.whole
    assert model.total == 81 * 3 * 128 + 128 + 81 * 128 * 64 + 64 + 64 + 1
    assert model.numbers == ()
    (doubt,) = model.doubts
    assert doubt.startswith("losses and gradients would take about")


def test_the_memory_of_training_is_counted(cpu: Worker) -> None:
    (model,) = built(cpu, TRAINED)
    parameters = 20 * 16 + 16 + 16 * 10 + 10
    assert model.batch == 32
    # Adam keeps two numbers for each parameter; there is a gradient, too. The gradients of the two
    # kernels need what their layers are given.
    assert model.training_bytes == 4 * (parameters * 4 + 32 * (20 + 16))


def test_the_memory_of_training_is_counted_within_networks(cpu: Worker) -> None:
    code = """
    base = keras.Sequential([
        keras.Input((8, 8, 3)),
        layers.Conv2D(4, 3, use_bias=False),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.Conv2D(2, 3, use_bias=False),
        layers.Flatten(),
    ])
    base.trainable = {trains}
    model = keras.Sequential([keras.Input((8, 8, 3)), base, layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((64, 8, 8, 3)), np.zeros((64, 1)), batch_size=16)
    """
    (whole,) = built(cpu, code.format(trains=True))
    trained = 3 * 9 * 4 + 2 * 4 + 4 * 9 * 2 + 32 + 1
    held = 8 * 8 * 3 + 6 * 6 * 4 + 6 * 6 * 4 + 32
    assert whole.training_bytes == 4 * (trained * 2 + 2 * 4 + 16 * held)
    (head,) = built(cpu, code.format(trains=False))
    assert head.training_bytes == 4 * (trained + 2 * 4 + 33 + 16 * 32)


def test_a_model_that_is_known_in_part_is_built_so_far(meta: Worker) -> None:
    code = """
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8)])
    for name in open("layers.txt"):
        model.add(getattr(layers, name)())
    """
    (model,) = built(meta, code)
    assert (model.unavailable, model.training_bytes) == ("", None)
    assert model.gap is not None


def test_a_model_without_a_graph_keeps_what_its_kernels_give(cpu: Worker) -> None:
    code = """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = layers.Dense(16, activation="relu")
            self.drop = layers.Dropout(0.5)
            self.last = layers.Dense(10)

        def call(self, inputs):
            return self.last(self.drop(self.hidden(inputs)))

    model = Net()
    model.compile("sgd", "mse")
    model.fit(np.zeros((64, 20)), np.zeros((64, 10)))
    """
    (model,) = built(cpu, code)
    parameters = 20 * 16 + 16 + 16 * 10 + 10
    assert model.training_bytes == 4 * (parameters * 2 + 32 * (16 + 10))


def test_raw_pixels_begin_far_above(cpu: Worker) -> None:
    code = """
    (x, y), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y, validation_split=0.1)
    """
    (model,) = built(cpu, code)
    assert min(model.numbers[0].losses) > 10 * math.log(10)
    assert not model.numbers[0].assumed


def test_the_penalty_of_weights_is_no_part_of_the_loss(cpu: Worker) -> None:
    layers = "layers.Dense(500, kernel_regularizer=keras.regularizers.L2(10.0)), "
    code = MODEL.format(layers=layers, last=SOFTMAX)
    code += 'model.compile("adam", "sparse_categorical_crossentropy")\n'
    assert "KC554" not in codes(found(cpu, code))


def test_normalization_is_seen_at_work(cpu: Worker) -> None:
    layers = "layers.Dense(64), layers.Rescaling(100.0), layers.BatchNormalization(), "
    code = MODEL.format(layers=layers, last=SOFTMAX)
    code += 'model.compile("adam", "sparse_categorical_crossentropy")\n'
    assert "KC554" not in codes(found(cpu, code))


def test_a_frozen_layer_is_not_missed_by_the_gradient(cpu: Worker) -> None:
    code = MODEL.format(layers="layers.Dense(8, trainable=False), ", last=SOFTMAX)
    code += 'model.compile("adam", "sparse_categorical_crossentropy")\n'
    (model,) = built(cpu, code)
    assert (model.numbers[0].dead, model.numbers[0].total) == ((), 2)
    assert model.trainable == 90


def test_a_layer_behind_a_step_without_gradient_is_found(cpu: Worker) -> None:
    code = """
    entry = keras.Input((20,))
    x = layers.Dense(8)(entry)
    x = keras.ops.stop_gradient(x)
    model = keras.Model(entry, layers.Dense(10, activation="softmax")(x))
    model.compile("adam", "sparse_categorical_crossentropy")
    """
    (finding,) = [f for f in found(cpu, code) if f.code == "KC555"]
    assert line(finding.at.line) == 3


def test_labels_that_a_static_rule_reports_are_reported_once(cpu: Worker) -> None:
    code = TRAINED.replace("sparse_categorical", "categorical")
    reported = codes(found(cpu, code))
    assert "KC552" not in reported
    assert any(code.startswith("KC1") for code in reported)


def test_one_batch_can_be_learnt() -> None:
    pytest.importorskip("keras", minversion="3.0")
    worker = Worker(Options(python=sys.executable, device="cpu", overfit=True))
    try:
        (model,) = built(worker, TRAINED)
        overfit = model.numbers[0].overfit
    finally:
        worker.close()
    assert overfit is not None
    assert overfit[1] < overfit[0] / 2


def test_a_claim_is_held_against_what_keras_has_counted(meta: Worker) -> None:
    code = (
        "model = keras.Sequential([keras.Input((20,)), layers.Dense(10)])  # kerascheck: params=9"
    )
    (finding,) = [f for f in found(meta, code) if f.code == "KC553"]
    assert "210 parameters" in finding.message


class Altered(Worker):
    """A worker whose answers or device are not what they are."""

    def __init__(self, inner: Worker, **device: Any) -> None:
        self.inner, self.options, self.tell = inner, inner.options, None
        self.changes = device
        self.lost = ""
        self.more = 0

    @property
    def device(self) -> Device:
        from dataclasses import replace

        return replace(self.inner.device, **self.changes)

    def build(self, job: Any) -> Any:
        if self.lost:
            raise LostError(self.lost)
        answer, _ = self.inner.build(job)
        for part in answer["parts"].values():
            part["frozen"] = part.get("frozen", 0) + self.more
        return answer, self.device


def test_too_little_memory_is_reported(cpu: Worker) -> None:
    worker = Altered(cpu, memory=1000, name="a small card")
    (finding,) = [f for f in found(worker, TRAINED) if f.code == "KC553"]
    assert "a small card has 0.0 GB" in finding.message


def test_a_disagreement_is_reported_as_our_own_mistake(meta: Worker) -> None:
    worker = Altered(meta)
    worker.more = 1
    findings = [f for f in found(worker, TRAINED) if f.code == "KC907"]
    assert len(findings) == 1
    assert "337 parameters as built, and 336 by our formulas" in findings[0].message


def test_a_lost_worker_leaves_the_static_findings(meta: Worker) -> None:
    worker = Altered(meta)
    worker.lost = "the process that built it died"
    bad = "model = keras.Sequential([keras.Input((20, 8)), layers.LSTM(64), layers.LSTM(32)])"
    reported = found(worker, bad)
    assert "KC505" in codes(reported)
    (finding,) = [f for f in reported if f.code == "KC904"]
    assert "it could not be built: the process that built it died" in finding.message


def test_notes_about_the_device_are_told_once(meta: Worker) -> None:
    worker = Altered(meta, notes=("there is no GPU that the backend can use; the CPU was used",))
    code = TRAINED + MODEL.format(layers="", last=SOFTMAX)
    assert codes(found(worker, code)).count("KC904") == 1


def test_the_rules_of_the_dynamic_mode_are_silent_without_it() -> None:
    data = (HEAD + TRAINED).encode()
    rules = [rule for rule in registry.load() if rule.code in ("KC551", "KC552", "KC554", "KC555")]
    assert check("train.py", data, rules, Settings()).findings == ()


def test_explain_has_both_side_by_side(meta: Worker) -> None:
    result = explain("train.py", (HEAD + TRAINED).encode(), RULES, Settings(), worker=meta)
    assert result.explained is not None
    (model,) = result.explained.models
    rows = [(row.kind, row.built) for row in model.rows]
    assert rows[0] == ("InputLayer", None)
    for _, really in rows[1:]:
        assert really is not None
        assert really.verdict == "agrees"
    assert model.built is not None
    assert model.built.parameters == 506
    assert result.explained.builder.startswith("built by ")
