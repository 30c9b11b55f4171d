import pytest

from tests.rules.found import found, levels


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("Conv2D(32, 3)", id="no strides"),
        pytest.param("Conv2D(32, (3, 3))", id="a tuple"),
        pytest.param("Conv2D(32, (3, 3), 2)", id="strides after a tuple"),
        pytest.param("Conv2D(32, 3, strides=3)", id="by keyword"),
        pytest.param("Conv2D(32, 3, 1)", id="steps of one pixel"),
        pytest.param("Conv2D(64, 7, 2, padding='same')", id="a smaller stride"),
        pytest.param("Conv2D(64, 4, 2, 'same')", id="padding by position"),
        pytest.param("Conv2D(filters, size, stride)", id="names"),
        pytest.param("Conv2D(filters, patch_conv, patch_conv)", id="a name of patches"),
        pytest.param("Conv2D(filters, size, size)", id="a name of neither"),
        pytest.param("Conv2D(filters, nb_conv, nb_conv, **more)", id="names before more"),
        pytest.param("Conv2DTranspose(64, 2, 2)", id="the way back from a pooling"),
        pytest.param("Conv1D(32, 3, 3)", id="one axis"),
        pytest.param("Conv2D(*settings)", id="unpacked"),
        pytest.param("Convolution2D(32, 3, 3, border_mode='same')", id="all of Keras 1"),
        pytest.param("Convolution2D(32, 2, 2)", id="a name of Keras 1, told by KC704"),
    ],
)
def test_strides_that_are_meant_or_are_none(call: str) -> None:
    before = "filters, size, stride = 8, 3, 3\nsettings = [8, 3, 3]\n"
    before += "patch_conv = nb_conv = 7\nmore = {'strides': 1}\n"
    assert levels("KC504", f"{before}layers.{call}") == []


@pytest.mark.parametrize(
    ("call", "level"),
    [
        ("Conv2D(32, 3, 3, activation='relu')", "warning high"),
        ("SeparableConv2D(32, 5, 5)", "warning high"),
        ("Conv2D(64, 1, 7)", "warning medium"),
        ("Conv2D(768, 16, 16)", "info low"),
    ],
)
def test_numbers_that_look_like_the_sides_of_a_kernel(call: str, level: str) -> None:
    assert levels("KC504", f"layers.{call}") == [level]


def test_the_fix_makes_one_kernel_of_them() -> None:
    (finding,) = found("KC504", "layers.Conv2D(32, 3,\n              3, activation='relu')")
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert (edit.text, edit.at.line, edit.at.end_line) == ("(3, 3)", 4, 5)


def test_one_name_for_both_sides_of_a_kernel() -> None:
    (finding,) = found("KC504", "nb_conv = 5\nlayers.Conv2D(32, nb_conv, nb_conv)")
    assert "`Conv2D(…, nb_conv, nb_conv)` has a kernel of 5 by 5 pixels" in finding.message
    assert finding.help.startswith("write `kernel_size=(nb_conv, nb_conv)`")
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["(nb_conv, nb_conv)"]
    assert levels("KC504", "k = conv = 4\nlayers.Conv2D(32, conv, conv)") == ["info low"]
    assert levels("KC504", "kernel = read()\nlayers.Conv2D(32, kernel, kernel)") == []


def test_other_names_of_keras_1_leave_the_call_to_another_rule() -> None:
    code = "layers.Dense(3, W_regularizer=None)\nlayers.Conv2D(32, 3, 3)"
    assert levels("KC504", code) == []
    embedded = "layers.Embedding(100, output_dim=8)\nlayers.Conv2D(32, 3, 3)"
    assert levels("KC504", embedded) == ["warning high"]
