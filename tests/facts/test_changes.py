import libcst as cst

from kerascheck.facts.changes import changed, entries, filled

BLOCK = """
a = b.c = 1
d, (e, f) = g
h += 1
i[0] = 2
if j:
    k.append(l)
    m["rate"] = 3
else:
    n["size"] += 1
for o in p:
    q.extend(r)
s.sort()
def t():
    u = 1
    v.append(w)
"""


def block() -> list[cst.CSTNode]:
    return list(cst.parse_module(BLOCK).body)


def test_what_a_block_assigns_or_fills_is_changed() -> None:
    assert changed(block()) == {"a", "d", "e", "f", "h", "i", "k", "m", "q"}


def test_containers_are_filled_by_some_methods() -> None:
    assert filled(block()) == {"k", "q"}


def test_entries_of_dicts_by_name_and_key() -> None:
    assert set(entries(block())) == {("m", "rate"), ("n", "size")}
