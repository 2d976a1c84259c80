"""Uploads to read, and what is read of them."""

from pathlib import Path

from incidents.ingestion.formats import Line, Refused, Shape, lines, sniff


class Upload:
    """Bytes as they lie on the disk after an upload: under a name that says nothing."""

    def __init__(self, folder: Path, data: bytes, name: str = ""):
        self.path, self.name = folder / "upload", name
        self.path.write_bytes(data)

    def shape(self, **corrected) -> Shape:
        return sniff(self.path, self.name, Shape(**({"format": ""} | corrected)))

    def lines(self, **corrected) -> list[Line]:
        return list(lines(self.path, self.shape(**corrected)))

    def refusal(self, **corrected) -> tuple[str, str]:
        try:
            shape = self.shape(**corrected)
        except Refused as refused:
            return refused.problem.field, refused.problem.words
        raise AssertionError(f"not refused, but read as {shape}")

    def goes_on_from_every_line(self) -> bool:
        """What is read after a line is the same, whether one stopped there or not."""
        shape = self.shape()
        whole = list(lines(self.path, shape))
        return all(
            list(lines(self.path, shape, position=line.position)) == whole[place:]
            for place, line in enumerate(whole, start=1)
        )


def good(found: list[Line]) -> list[dict[str, str]]:
    return [dict(line.cells) for line in found if not line.problem]


def problems(found: list[Line]) -> dict[int, str]:
    return {line.number: line.problem.words for line in found if line.problem}
