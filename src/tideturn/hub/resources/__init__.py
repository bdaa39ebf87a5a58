"""One declaration for each kind of record: its form, services, pages, history, folder rows and search come from it."""
