"""What is noted while Keras works."""

from kerascheck.dynamic.worker.watch import dim


def test_a_dimension_that_is_a_symbol_of_the_backend_is_open() -> None:
    class Symbol:
        def __int__(self) -> int:
            raise RuntimeError("a symbol is no number")

    assert [dim(size) for size in (None, 3, Symbol())] == [None, 3, None]
