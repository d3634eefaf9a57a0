"""Writes the demo accounts once, as the real demo data's loader does."""

import json
import os
from pathlib import Path

file = Path(os.environ["AMAN_DEMO_FILE"])
if not file.exists():
    account = {"role": "staff", "email": "staff@aman.example", "api_token": "none"}
    file.write_text(json.dumps({"base_url": os.environ["AMAN_BASE_URL"], "accounts": [account]}))
