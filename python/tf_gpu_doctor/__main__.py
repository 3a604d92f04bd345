"""The terminal command: `tf-gpu-doctor`, `python -m tf_gpu_doctor`."""

import sys

from tf_gpu_doctor.launch import run


def main():
    run("src/cli/main.js", sys.argv[1:])


if __name__ == "__main__":
    main()
