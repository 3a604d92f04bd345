"""Where the TensorFlow of this Python lies, without importing it: the folder as a JSON string, or null."""

import importlib.util
import json
import os

spec = importlib.util.find_spec("tensorflow")
origin = spec.origin if spec is not None else None
print(json.dumps(os.path.dirname(origin) if origin else None))
