"""What whoever started the product is told once it is ready: its address and the demo accounts."""

import json
from pathlib import Path
from typing import Any


def announce(data: Path, base_url: str, seconds: float) -> None:
    """Print where the product is, after so many seconds, and who can sign in."""
    demo = current_demo(data / "demo.json", base_url)
    print(f"Aman is ready: {base_url} (after {seconds:.1f} s)")
    print(f"  English      {base_url}/en/")
    print(f"  Portal       {base_url}/portal/")
    print(f"  Mails        {base_url}/_local/mail (sign-in codes arrive here)")
    print("Demo accounts; a sign-in asks for the address alone:")
    for account in demo["accounts"]:
        print(f"  {account['role']:<12} {account['email']}")
    print(f"Ctrl-C stops it; the data stay in {data}.", flush=True)


def current_demo(file: Path, base_url: str) -> dict[str, Any]:
    """Read what the demo data's loader wrote, and put today's address into it: the port may have moved."""
    demo: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if demo["base_url"] != base_url:
        demo["base_url"] = base_url
        scratch = file.with_suffix(".new")
        scratch.touch(mode=0o600)
        scratch.write_text(json.dumps(demo, ensure_ascii=False, indent=2), encoding="utf-8")
        scratch.replace(file)
    return demo
