"""The lines of a batch that failed, to be mended and handed in again."""

import csv
from collections.abc import Iterator
from io import StringIO

from incidents.ingestion import batch as bulk
from incidents.ingestion import formats, storage
from incidents.models import Batch
from incidents.vocabulary import ReceiptOutcome

ADDED = ("line", "error_field", "error_reason")
AT_ONCE = 1000


def errors(batch: Batch) -> Iterator[str]:
    """As CSV, with a byte order mark for Excel. The columns are those of the file, as it stands, and then the
    line's number, the field at fault and the reason. Once the file is kept no more, how the lines begin is all
    there is.

    A cell that Excel would take for a formula is written as it was: this file is to be handed in again.
    """
    failed = batch.receipts.filter(outcome=ReceiptOutcome.FAILED).order_by("number")
    columns = list(batch.shape.get("columns", ())) if batch.path else []
    columns = columns or ["original"]
    yield "\ufeff" + _row([*columns, *ADDED])
    if columns == ["original"]:
        for receipt in failed.iterator(chunk_size=AT_ONCE):
            yield _row([receipt.original, str(receipt.number), receipt.field, receipt.reason])
        return
    rows = failed.iterator(chunk_size=AT_ONCE)
    receipt = next(rows, None)
    for line in formats.lines(storage.located(batch.path), bulk.shape_of(batch)):
        if receipt is None:
            return
        if line.number == receipt.number:
            cells = [line.cells.get(column) or "" for column in columns]
            yield _row([*cells, str(receipt.number), receipt.field, receipt.reason])
            receipt = next(rows, None)


def _row(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
