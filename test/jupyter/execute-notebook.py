"""Executes a notebook with nbclient and prints, for each code cell, its id, tags, error and plain text as JSON."""

import json
import sys

import nbformat
from nbclient import NotebookClient


def described(cell):
    errors = [output for output in cell.outputs if output.output_type == "error"]
    texts = [
        output.text if output.output_type == "stream" else output.data.get("text/plain", "")
        for output in cell.outputs
        if output.output_type != "error"
    ]
    return {
        "id": cell.id,
        "tags": cell.metadata.get("tags", []),
        "error": f"{errors[0].ename}: {errors[0].evalue}" if errors else None,
        "text": "".join(texts),
    }


notebook = nbformat.read(sys.argv[1], 4)
client = NotebookClient(
    notebook,
    kernel_name=notebook.metadata.kernelspec.name,
    timeout=90,
    allow_errors=True,
    resources={"metadata": {"path": sys.argv[2]}},
)
client.execute()
print(json.dumps([described(cell) for cell in notebook.cells if cell.cell_type == "code"]))
