"""What is left of a script when only some of its models matter."""

import ast
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.dynamic.slicing import Mark, Sliced, sliced


def cut(code: str, *names: str) -> Sliced:
    """The slice for the lines that end in `# here`, and for some names."""
    text = dedent(code).strip("\n")
    lines = text.split("\n")
    marks = [Mark(0, number) for number, line in enumerate(lines, 1) if line.endswith("# here")]
    return sliced([text], marks, names)


def left(code: str, *names: str) -> list[str]:
    """The lines that are left, without blanks around them."""
    found = cut(code, *names).texts[0]
    return [line.strip() for line in found.split("\n") if line.strip()]


def test_only_what_a_model_depends_on_is_left() -> None:
    code = """
    import keras
    import matplotlib.pyplot as plt
    units = 3
    other = 4
    plt.plot([1])
    model = keras.Sequential([keras.layers.Dense(units)])  # here
    print(other)
    """
    assert left(code) == [
        "import keras",
        "units = 3",
        "model = keras.Sequential([keras.layers.Dense(units)])  # here",
    ]


def test_every_line_keeps_its_number() -> None:
    code = "import os\n\nx = 1\nmodel = f(x)  # here\nprint(x)"
    (text,) = cut(code).texts
    assert text.split("\n") == ["", "", "x = 1", "model = f(x)  # here", ""]


def test_what_is_done_to_a_model_afterwards_is_left() -> None:
    code = """
    model = Sequential()  # here
    model.add(Dense(3))
    other.add(Dense(4))
    model.layers[0].trainable = False
    model.compile("adam", loss)
    model.summary()
    """
    assert "other.add(Dense(4))" not in left(code)
    assert len(left(code)) == 5


def test_changes_count_as_writing() -> None:
    code = """
    parts = []
    parts.append(1)
    parts += [2]
    parts[0] = 3
    parts.sort()
    table = {}
    table["a"] = 1
    model = make(parts)  # here
    """
    assert left(code) == [
        "parts = []",
        "parts.append(1)",
        "parts += [2]",
        "parts[0] = 3",
        "parts.sort()",
        "model = make(parts)  # here",
    ]


def test_a_value_that_is_replaced_is_not_needed() -> None:
    code = """
    n = load()
    n = 3
    model = make(n)  # here
    """
    assert left(code) == ["n = 3", "model = make(n)  # here"]


def test_functions_are_left_if_they_are_used_and_cut_inside() -> None:
    code = """
    WIDTH = 3
    def make(n):
        print("making")
        units = n * WIDTH
        unused = 3
        return Dense(units)
    def never():
        return 0
    model = Sequential([make(2)])  # here
    """
    assert left(code) == [
        "WIDTH = 3",
        "def make(n):",
        "units = n * WIDTH",
        "return Dense(units)",
        "model = Sequential([make(2)])  # here",
    ]


def test_a_function_may_change_what_it_is_given() -> None:
    code = """
    def widen(net, n):
        net.add(Dense(n))
    def look(net):
        return net.name
    model = Sequential()  # here
    widen(model, 3)
    look(model)
    """
    assert "widen(model, 3)" in left(code)
    assert "look(model)" not in left(code)


def test_a_function_may_change_a_global_name() -> None:
    code = """
    parts = []
    def fill():
        parts.append(Dense(3))
    fill()
    model = Sequential(parts)  # here
    """
    assert len(left(code)) == 5


def test_the_call_of_what_makes_a_model_is_left() -> None:
    code = """
    def make():
        return Sequential()  # here
    def main():
        model = make()
        model.compile("adam")
        print("done")
    if __name__ == "__main__":
        main()
        print(1)
    """
    assert left(code) == [
        "def make():",
        "return Sequential()  # here",
        "def main():",
        "model = make()",
        'model.compile("adam")',
        'if __name__ == "__main__":',
        "main()",
    ]


def test_a_class_that_makes_a_model_is_left_with_its_uses() -> None:
    code = """
    class Net:
        def __init__(self, n):
            self.n = n
        def build_model(self):
            self.model = Sequential([Dense(self.n)])  # here
    helper = 3
    net = Net(4)
    net.build_model()
    """
    found = left(code)
    assert "net = Net(4)" in found
    assert "net.build_model()" in found
    assert "helper = 3" not in found


def test_what_nobody_calls_leaves_nothing() -> None:
    code = """
    def make():
        return Sequential()  # here
    x = 1
    """
    assert cut(code).empty


def test_fit_needs_its_data_and_not_its_callbacks() -> None:
    code = """
    x = load()
    y = load()
    stop = EarlyStopping()
    held = load()
    model = Sequential()  # here
    history = model.fit(x, y, callbacks=[stop], validation_data=held)
    plot(history)
    """
    assert left(code)[:2] == ["x = load()", "y = load()"]
    assert not {"stop = EarlyStopping()", "held = load()", "plot(history)"} & set(left(code))


def test_branches_and_loops_are_cut_inside() -> None:
    code = """
    if flag:
        n = 1
        print(n)
    else:
        print("no")
    for i in range(n):
        print(i)
        if i > 3:
            break
        parts.append(i)
    while more():
        log()
    model = make(parts)  # here
    """
    assert left(code) == [
        "if flag:",
        "n = 1",
        "else:",
        "pass",
        "for i in range(n):",
        "if i > 3:",
        "break",
        "parts.append(i)",
        "model = make(parts)  # here",
    ]


def test_what_a_later_turn_of_a_loop_needs_is_left() -> None:
    code = """
    n = 1
    for _ in range(3):
        parts.append(n)
        n = k
        k = n + 1
    model = make(parts)  # here
    """
    assert len(left(code)) == 6


def test_a_try_is_left_with_its_handlers() -> None:
    code = """
    try:
        from keras import layers
    except ImportError:
        from tensorflow.keras import layers
    finally:
        print()
    model = Sequential([layers.Dense(3)])  # here
    """
    assert left(code)[-2:] == ["pass", "model = Sequential([layers.Dense(3)])  # here"]
    assert len(left(code)) == 7


def test_a_file_that_is_written_may_be_read() -> None:
    code = """
    first = Sequential([Dense(3)])
    first.save("net.keras")
    second = load_model("net.keras")  # here
    """
    assert len(left(code)) == 3


def test_settings_of_keras_are_left() -> None:
    code = """
    import sys
    sys.path.append("lib")
    K.set_image_data_format("channels_first")
    model = make()  # here
    """
    assert len(left(code)) == 4


def test_a_decorator_may_keep_what_it_is_given() -> None:
    code = """
    KNOWN = {}
    def register(cls):
        KNOWN[cls.__name__] = cls
        return cls
    @register
    class Part:
        pass
    @other
    class Spare:
        pass
    model = make(KNOWN["Part"])  # here
    """
    assert "class Part:" in left(code)
    assert "class Spare:" not in left(code)


def test_statements_on_one_line_stay_together() -> None:
    code = "a = 1; b = 2; print(a)\nc = 3; d = 4\nmodel = make(a)  # here"
    assert left(code) == ["a = 1; b = 2; print(a)", "model = make(a)  # here"]


def test_a_suite_on_the_line_of_its_head_can_be_empty() -> None:
    code = "if a: print(1)\nelse: n = 2\nmodel = make(n)  # here"
    assert left(code) == ["if a: pass", "else: n = 2", "model = make(n)  # here"]


def test_an_indentation_stays_as_it_is() -> None:
    code = "if a:\n\tf\nelse:\n\tn = 2\nmodel = make(n)  # here"
    assert cut(code).texts[0].startswith("if a:\n\tpass\nelse:\n\tn = 2\n")


def test_the_cells_of_a_notebook_are_one_program() -> None:
    cells = ["n = 3\nm = 4", "pass         \nprint(m)", "model = make(n)"]
    found = sliced(cells, [Mark(2, 1)])
    assert found.texts == ("n = 3\n", "\n", "model = make(n)")
    assert (found.kept, found.total) == (2, 5)


def test_a_cell_that_is_no_python_is_left_out() -> None:
    found = sliced(["n = = 3", "model = make()"], [Mark(1, 1)])
    assert found.texts == ("", "model = make()")


def test_names_that_hold_models_lead_on() -> None:
    code = """
    net = load()
    net.compile("adam", "mse")
    other.compile("adam", "mse")
    """
    assert left(code, "net") == ["net = load()", 'net.compile("adam", "mse")']


_LINES = st.sampled_from(
    [
        "a = 1", "b = a + 1", "print(a)", "model = make(a, b)", "model.add(b)", "c.append(a)",
        "if a:\n    b = 2\nelse:\n    print(b)", "for i in c:\n    a += i\n    if i: break",
        "def f(x):\n    global a\n    a = x\n    return x", "f(b)", "a = f; b = 2",
        "with open(a) as d:\n    b = d.read()", "try:\n    a = g()\nexcept E:\n    b = 1",
        "class C:\n    def run(self): self.m = make(a)", "net = C()", "net.run()",
        "while a:\n    a -= 1\n    continue", "if a: print(1)", "del b", "é = 'ü'; a = é",
        "x = '''\ntext\n'''", "@deco\ndef g():\n    yield a", "model.fit(a, b, callbacks=c)",
    ]
)  # fmt: skip


@given(st.lists(_LINES, min_size=1, max_size=12), st.integers(1, 20))
def test_what_is_left_is_python_with_every_line_in_its_place(lines: list[str], mark: int) -> None:
    text = "\n".join(lines)
    found = sliced([text], [Mark(0, mark)], ["model"])
    (cut_text,) = found.texts
    ast.parse(cut_text)
    assert cut_text.count("\n") == text.count("\n")
    for new, old in zip(cut_text.split("\n"), text.split("\n"), strict=True):
        assert new.rstrip() in (old.rstrip(), "") or new.rstrip().endswith("pass")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing"])
def test_an_empty_script_leaves_nothing(text: str) -> None:
    assert sliced([text], [Mark(0, 1)]).empty


def test_code_in_a_text_may_read_and_write_all_names() -> None:
    code = """
    from keras import layers
    import json
    exec("def make(): return layers.Dense(3)")
    print(1)
    model = Sequential([make()])  # here
    """
    assert len(left(code)) == 4
    assert len(left("x = 1\nexec(text)\nprint(x)")) == 0


@pytest.mark.parametrize(
    "alias",
    [
        "other = model",
        "net.model = model",
        "nets = [model]",
        "nets = {'a': model}",
        "nets.append(model)",
    ],
)
def test_other_names_of_a_model_are_followed(alias: str) -> None:
    used = {"o": "other", "n": "net.model" if alias.startswith("net.") else "nets[0]"}[alias[0]]
    code = f"model = Sequential()  # here\n{alias}\n{used}.add(Dense(3))\nspare.add(Dense(4))"
    assert f"{used}.add(Dense(3))" in left(code)
    assert "spare.add(Dense(4))" not in left(code)
