"""How the recogniser in `models/en/pipeline` is trained: `python -m train --help`, run from `models/`."""
