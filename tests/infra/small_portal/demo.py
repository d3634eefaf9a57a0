import json
import os
from pathlib import Path

Path(os.environ["AMAN_DEMO_FILE"]).write_text(
    json.dumps(
        {
            "base_url": os.environ["AMAN_BASE_URL"],
            "accounts": [{"role": "staff", "email": "staff@aman.example", "api_token": "none"}],
        }
    )
)
