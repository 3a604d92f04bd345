"""Executes cells (a JSON list of sources, argument 2) with nbclient under a kernel (argument 1); prints the cells."""

import json
import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_code_cell(source) for source in json.loads(sys.argv[2])],
    metadata={"kernelspec": {"name": sys.argv[1], "display_name": "test", "language": "python"}},
)
NotebookClient(notebook, timeout=120, allow_errors=True).execute()
nbformat.validate(notebook)
print(json.dumps(notebook.cells))
