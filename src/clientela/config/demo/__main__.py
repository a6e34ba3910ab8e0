"""`python -m clientela.config.demo`: load the demo company into an empty system and say how to sign in."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
    import django

    django.setup()
    from clientela.config.demo import build
    from clientela.config.demo.cast import CAST, DOMAIN, PASSWORD
    from clientela.engine.errors import Refused

    if not build.is_demo():
        try:
            build.build()
        except Refused as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
    sys.stdout.write(f"Sign in as {CAST[0].mail}@{DOMAIN} with the password {PASSWORD}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
