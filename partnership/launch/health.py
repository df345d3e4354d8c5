"""The container's own question: does the web server answer? It asks by the portal's name, which is let in."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/helse/"
    host = urlsplit(os.environ["PORTAL_URL"]).hostname or ""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=4) as answer:
        return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
