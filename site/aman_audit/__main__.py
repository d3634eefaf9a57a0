"""Measures the site and prints every figure beside what it should reach; fails when one falls short.

Run as `PYTHONPATH=site python -m aman_audit`. Needs a Chromium, Java, and npm,
which installs Lighthouse and the Nu checker.
"""

import sys
from pathlib import Path

from aman_audit.report import audit

if __name__ == "__main__":
    sys.exit(audit(Path(__file__).parents[2]))
