"""A report as a Word file with real styles, headings, captions and a contents list: blocks to WordprocessingML."""
