"""Files with many articles: handing them in, looking at them first, and what became of each line."""
