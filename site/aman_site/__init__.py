"""What turns the pages and the data of the public site into files: read by `site/hooks.py` alone."""
