"""Pages of long lists: counted as far as people page, and no further."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from incidents.review.queue import COUNTED, Counted, at_most


class LongList(Paginator):
    """Beyond ``COUNTED`` rows it says "10,000+" and has no more pages: filters lead on from there."""

    @cached_property
    def counted(self) -> Counted:
        return at_most(self.object_list)

    @cached_property
    def count(self) -> int:
        return self.counted.n

    def page(self, number: Any) -> Page:
        page = super().page(number)
        page.object_list = list(page.object_list)
        return page


__all__ = ["COUNTED", "LongList"]
