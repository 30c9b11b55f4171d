import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC714"
HEAD = "import keras\nmodel = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.save_weights('w.h5')\n", "model.save_weights('w.weights.h5')\n"),
        ('model.save_weights("a/w")\nmodel.load_weights("a/w")\n', 'model.save_weights("a/w.weights.h5")\nmodel.load_weights("a/w.weights.h5")\n'),
        ("path = 'w.hdf5'\nmodel.save_weights(path)\n", "path = 'w.weights.h5'\nmodel.save_weights(path)\n"),
        ("keras.callbacks.ModelCheckpoint('cp.ckpt', save_weights_only=True)\n", "keras.callbacks.ModelCheckpoint('cp.weights.h5', save_weights_only=True)\n"),
        ("keras.callbacks.ModelCheckpoint('{epoch:02d}.hdf5', monitor='loss')\n", "keras.callbacks.ModelCheckpoint('{epoch:02d}.keras', monitor='loss')\n"),
        ("keras.callbacks.ModelCheckpoint('m.keras', period=1)\n", "keras.callbacks.ModelCheckpoint('m.keras')\n"),
        ("model.save('out')\nm = keras.models.load_model('out')\n", "model.save('out.keras')\nm = keras.models.load_model('out.keras')\n"),
    ],
)  # fmt: skip
def test_names_get_the_ending_of_their_format(code: str, expected: str) -> None:
    assert levels(HEAD + code, RULE) == ["error high"]
    assert fixed(HEAD + code, RULE) == HEAD + expected


def test_a_folder_is_changed_when_asked() -> None:
    code = HEAD + "model.save('out', save_format='tf')\n"
    assert fixed(code, RULE) == code
    assert fixed(code, RULE, unsafe=True) == HEAD + "model.save('out.keras')\n"


@pytest.mark.parametrize(
    "code",
    [
        "keras.models.load_model('saved_model')\n",
        "keras.callbacks.ModelCheckpoint('m.keras', period=5)\n",
        "model.save_weights('x')\nmodel.save('x.keras')\nopen(f'x')\nmodel.save_weights('x' + '')\n",
    ],
)
def test_what_has_no_fix(code: str) -> None:
    assert found(HEAD + code, RULE)[0].severity.label == "error"


def test_a_plain_word_is_not_renamed_in_other_places() -> None:
    code = HEAD + "model.save_weights('w')\nopen('log.txt', 'w')\n"
    assert fixed(code, RULE) == code


def test_the_old_format_of_models_is_a_hint() -> None:
    assert levels(HEAD + "model.save('m.h5')\n", RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.save('m.keras')\nmodel.save_weights('m.weights.h5')\n", id="right"),
        pytest.param("model.save(path())\nmodel.save_weights(name)\n", id="not known"),
        pytest.param("model.load_weights('pretrained.h5')\n", id="weights of before"),
        pytest.param("import joblib\njoblib.dump(1, 'x')\nfig.save('plot')\n", id="others"),
        pytest.param("keras.models.load_model('hf://me/net')\n", id="a hub"),
        pytest.param("keras.callbacks.ModelCheckpoint('b.h5')\n", id="h5"),
        pytest.param("keras.callbacks.ModelCheckpoint('b', save_weights_only=flag)\n", id="a flag"),
        pytest.param(
            "class Net(keras.Model):\n    def save(self, path): pass\nNet().save('x')\n", id="own"
        ),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(HEAD + code, RULE) == []


@pytest.mark.parametrize("path", ["training/cp.ckpt", "w.tf", "net.pth"])
def test_weights_in_a_format_that_is_not_read(path: str) -> None:
    (finding,) = found(HEAD + f"model.load_weights('{path}')\n", RULE)
    assert finding.message.endswith("Keras 3 does not read this format.")
    assert levels(HEAD + f"model.load_weights('{path}')\n", RULE) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.load_weights('w.weights.h5')\n", id="weights"),
        pytest.param("model.load_weights('old.hdf5')\n", id="the old format"),
        pytest.param("model.load_weights('steps/100')\n", id="perhaps a folder of Orbax"),
        pytest.param("model.load_weights(path())\n", id="not known"),
        pytest.param(
            "keras.callbacks.OrbaxCheckpoint(folder())\nmodel.load_weights('a.ckpt')\n", id="Orbax"
        ),
        pytest.param(
            "import torch\ntorch.nn.Linear(1, 2).load_weights('a.pt')\n", id="no model of Keras"
        ),
    ],
)
def test_weights_that_are_read(code: str) -> None:
    assert levels(HEAD + code, RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        "keras.callbacks.ModelCheckpoint(folder() + '/best.hdf5')\n",
        "keras.callbacks.ModelCheckpoint(f'{folder()}/best.hdf5')\n",
        "keras.callbacks.ModelCheckpoint('{}/best.hdf5'.format(folder()))\n",
        "import os\nkeras.callbacks.ModelCheckpoint(os.path.join(folder(), 'best.hdf5'))\n",
        "model.save_weights(folder() + 'last.hdf5')\n",
        "path = 'out/' + folder() + '/net.pb'\nmodel.save(path)\n",
    ],
)
def test_a_name_of_which_only_the_end_is_known(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert "`…" in finding.message.replace("('…", "`…")
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        "keras.callbacks.ModelCheckpoint(folder() + '/best.keras')\n",
        "keras.callbacks.ModelCheckpoint(folder() + 'best')\n",
        "keras.callbacks.ModelCheckpoint('best' + ending())\n",
        "model.load_weights(folder() + '/best.ckpt')\n",
        "m = keras.models.load_model(f'{folder()}/saved')\n",
    ],
)
def test_a_name_of_which_the_end_is_right_or_not_known(code: str) -> None:
    assert levels(HEAD + code, RULE) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "model.save_weights('w.weights.h5', save_format='h5')\n",
            "model.save_weights('w.weights.h5')\n",
        ),
        ("model.save('m.keras', signatures=None)\n", "model.save('m.keras')\n"),
        ("model.save('m.keras', save_traces=False)\n", "model.save('m.keras')\n"),
    ],
)
def test_arguments_that_saving_no_longer_takes(code: str, expected: str) -> None:
    assert levels(HEAD + code, RULE) == ["error high"]
    assert fixed(HEAD + code, RULE) == HEAD + expected


def test_saving_takes_no_notice_of_a_format() -> None:
    assert levels(HEAD + "model.save('m.keras', save_format='tf')\n", RULE) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nets/last.pickle", "does not load a model from a `.pickle` file."),
        ("nets/last.hdf", "does not load a model from a `.hdf` file."),
        ("nets/last.tf", "does not load folders of TensorFlow."),
        ("nets/net.v1/", "does not load folders of TensorFlow."),
        ("nets/step1.5", "does not load folders of TensorFlow."),
        ("nets/.hidden", "does not load folders of TensorFlow."),
    ],
)
def test_a_file_by_its_ending_is_no_folder(path: str, words: str) -> None:
    (finding,) = found(HEAD + f"keras.models.load_model('{path}')\n", RULE)
    assert finding.message.endswith(words)
    assert ("TFSMLayer" in finding.help) is ("folders" in words)
