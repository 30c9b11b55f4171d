"""From the bytes of a file to blocks of Python text, and from places in them back to the file."""

from kerascheck.sources.comments import Comment
from kerascheck.sources.read import kind_of, read_source
from kerascheck.sources.source import FILE, Block, Location, Problem, Skipped, Source

__all__ = [
    "FILE",
    "Block",
    "Comment",
    "Location",
    "Problem",
    "Skipped",
    "Source",
    "kind_of",
    "read_source",
]
