"""`python -m infra.local`: the whole product on this machine."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from infra.local.children import end_strays
from infra.local.engines import ToolMissingError
from infra.local.environment import ROOT
from infra.local.lock import AlreadyRunningError, held
from infra.local.parts import PartFailedError
from infra.local.ports import LOOPBACK, PortTakenError, claim
from infra.local.supervisor import Machine, run


def main() -> None:
    options = _options()
    if not (options.site / "index.html").is_file():
        sys.exit(f"The public site is not built in {options.site}; call make site.")
    try:
        _start(options)
    except PortTakenError:
        free = f"make run PORT={options.port + 1}"
        sys.exit(f"Port {options.port} is taken by another program; choose another one: {free}")
    except ToolMissingError as error:
        sys.exit(f"The program {error} is missing from .venv; remove .venv and call make again.")
    except (AlreadyRunningError, PartFailedError) as error:
        sys.exit(str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8700, help="0 takes any free port")
    parser.add_argument("--data", type=Path, default=ROOT / ".local", help="the folder of all local data")
    parser.add_argument("--site", type=Path, default=ROOT / "build/site", help="the built public site")
    parser.add_argument("--portal", type=Path, default=ROOT / "portal", help="the folder of app.py")
    parser.add_argument("--demo", type=Path, default=ROOT / "infra/local/demo.py", help="loads the demo data")
    return parser.parse_args()


def _start(options: argparse.Namespace) -> None:
    data: Path = options.data.resolve()
    with claim(options.port) as listener, held(data, f"http://{LOOPBACK}:{listener.getsockname()[1]}"):
        log = data / "logs" / "gateway.log"
        log.parent.mkdir(exist_ok=True)
        logging.basicConfig(filename=log, format="%(asctime)s %(levelname)s %(message)s")
        end_strays(data)
        site, portal, demo = (path.resolve() for path in (options.site, options.portal, options.demo))
        asyncio.run(run(Machine(data, site, portal, demo, listener)))


if __name__ == "__main__":
    main()
