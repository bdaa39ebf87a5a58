"""Each kind of record is declared once: its form, services, pages, history, folder rows and search come from that."""
