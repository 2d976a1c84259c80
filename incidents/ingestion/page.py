"""What a document says, whatever its format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    site: str = ""
    url: str = ""
    encoding: str = ""
