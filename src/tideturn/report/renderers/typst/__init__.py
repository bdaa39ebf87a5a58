"""A report as a PDF that screen readers can read (PDF/UA-1): blocks to plain content, content set by one template."""
