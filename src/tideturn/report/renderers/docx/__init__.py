"""Write a report as a Word file with real styles, headings, captions and a contents list, in WordprocessingML."""
