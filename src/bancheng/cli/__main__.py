"""`python -m bancheng.cli` is `bancheng`: how `bancheng run` starts the processes it looks after."""
from __future__ import annotations

import sys

from bancheng.cli import main

sys.exit(main())
