"""What Jupyter starts: `python -m tf_gpu_doctor.kernel --connection-file FILE`."""

import sys

from tf_gpu_doctor.launch import run

if __name__ == "__main__":
    run("kernel/main.js", sys.argv[1:])
