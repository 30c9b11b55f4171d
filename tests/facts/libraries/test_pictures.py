import pytest

from kerascheck.values import Data, Shape, Unknown
from tests.facts.trace_of import facts

HEAD = """\
import os
import imageio
from PIL import Image
from skimage import io
from skimage.transform import resize
x = []
for f in os.listdir('d'):
    x.append({})
x = np.array(x)
m = keras.Sequential([layers.Dense(1)])
m.compile('adam', 'mse')
m.fit(x, np.load('y.npy'))
"""


def data_of(code: str) -> Data:
    x = facts(code).fits[-1].x
    assert isinstance(x, Data)
    return x


def trained_on(image: str) -> Data:
    return data_of(HEAD.format(image))


def sides(x: Data) -> Shape:
    """The shape without the samples; 0 for what is not known."""
    assert isinstance(x.shape, tuple)
    return tuple(0 if isinstance(side, Unknown) else side for side in x.shape[1:])


@pytest.mark.parametrize(
    ("image", "shape"),
    [
        ("np.array(Image.open(f).convert('RGB').resize((64, 32)))", (32, 64, 3)),
        ("np.asarray(Image.open(f).convert('L').resize((64, 32)))", (32, 64)),
        ("keras.utils.img_to_array(Image.open(f).convert('L').resize((64, 32)))", (32, 64, 1)),
        ("np.array(Image.fromarray(np.zeros((8, 9, 3), 'uint8')).resize((4, 5)))", (5, 4, 3)),
        ("np.array(Image.open(f).convert('RGB'))", (0, 0, 3)),
    ],
)
def test_an_image_of_pillow_as_an_array(image: str, shape: Shape) -> None:
    assert sides(trained_on(image)) == shape


@pytest.mark.parametrize(
    "image",
    [
        "np.array(Image.open(f))",
        "np.array(Image.open(f).resize((64, 32)))",
        "np.array(Image.open(f).convert('RGB').crop((0, 0, 8, 8)))",
    ],
)
def test_a_size_that_is_not_known(image: str) -> None:
    x = trained_on(image)
    assert isinstance(x.shape, Unknown)
    assert (x.low, x.high) == (0, 255)


@pytest.mark.parametrize(
    ("image", "ends"),
    [
        ("np.array(Image.open(f))", (0, 255)),
        ("np.array(Image.open(f)) / 255", (0, 1)),
        ("np.array(Image.open(f).convert('1'))", (None, None)),
        ("np.array(Image.open(f).filter(blur))", (None, None)),
        ("io.imread(f)", (0, 255)),
        ("io.imread(f, as_gray=True)", (None, None)),
        ("imageio.imread(f)", (0, 255)),
        ("resize(io.imread(f), (8, 8))", (0, 1)),
        ("resize(io.imread(f), (8, 8), preserve_range=True)", (0, 255)),
        ("resize(io.imread(f), (8, 8), preserve_range=kept())", (None, None)),
        ("resize(io.imread(f).astype('float32'), (8, 8))", (None, None)),
    ],
)
def test_the_range_of_the_values(image: str, ends: tuple[float | None, float | None]) -> None:
    x = trained_on(image)
    assert (x.low, x.high) == ends


def test_thumbnail_changes_the_image_itself() -> None:
    code = HEAD.replace(
        "    x.append", "    p = Image.open(f).convert('RGB').resize((9, 9))\n    x.append"
    )
    assert isinstance(data_of(code.format("np.array(p)")).shape, tuple)
    code = code.replace("    x.append", "    p.thumbnail((4, 4))\n    x.append")
    assert isinstance(data_of(code.format("np.array(p)")).shape, Unknown)


@pytest.mark.parametrize("made", ["np.zeros((9, 8, 8, 3))", "np.empty((9, 8, 8, 3))"])
def test_an_array_that_is_filled_with_images(made: str) -> None:
    code = HEAD.replace("x = []", f"x = {made}").replace("x.append({})", "x[0] = {}")
    x = data_of(code.format("io.imread(f)"))
    assert (x.low, x.high) == (0, 255)
    assert x.steps[-1].text == "skimage.io.imread"
