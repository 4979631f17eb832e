import sys
from pathlib import Path

# ``importlib`` import mode leaves this folder off the path; its tests share ``tiny``.
sys.path.insert(0, str(Path(__file__).parent))
