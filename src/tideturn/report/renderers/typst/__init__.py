"""Write a report as a PDF for screen readers (PDF/UA-1): blocks become plain content, set by one template."""
