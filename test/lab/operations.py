"""Operations on the simulated GPU and on the CPU, side by side: one JSON line each.

Arguments: names of operations; none means all.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy
import tensorflow as tf

random = numpy.random.default_rng(0)
a = random.normal(size=(7, 33)).astype("float32")
b = random.normal(size=(7, 33)).astype("float32")
p = numpy.abs(a) + 0.1
row = random.normal(size=(33,)).astype("float32")
image = random.normal(size=(2, 9, 9, 3)).astype("float32")
big = random.normal(size=(300, 1000)).astype("float32")
labels = random.integers(0, 33, size=7)
constant = tf.constant
ops = {
    "add": lambda: constant(a) + constant(b),
    "sub": lambda: constant(a) - constant(b),
    "mul": lambda: constant(a) * constant(b),
    "div": lambda: constant(a) / constant(b),
    "add row": lambda: constant(a) + constant(row),
    "add scalar": lambda: constant(a) + 2.0,
    "maximum": lambda: tf.maximum(constant(a), constant(b)),
    "minimum": lambda: tf.minimum(constant(a), constant(b)),
    "relu": lambda: tf.nn.relu(constant(a)),
    "relu6": lambda: tf.nn.relu6(constant(a)),
    "elu": lambda: tf.nn.elu(constant(a)),
    "selu": lambda: tf.nn.selu(constant(a)),
    "gelu": lambda: tf.nn.gelu(constant(a)),
    "leaky": lambda: tf.nn.leaky_relu(constant(a)),
    "softplus": lambda: tf.nn.softplus(constant(a)),
    "bias_add": lambda: tf.nn.bias_add(constant(a), constant(row)),
    "softmax": lambda: tf.nn.softmax(constant(a)),
    "log_softmax": lambda: tf.nn.log_softmax(constant(a)),
    "exp": lambda: tf.exp(constant(a)),
    "log": lambda: tf.math.log(constant(p)),
    "sqrt": lambda: tf.sqrt(constant(p)),
    "rsqrt": lambda: tf.math.rsqrt(constant(p)),
    "neg": lambda: -constant(a),
    "square": lambda: tf.square(constant(a)),
    "abs": lambda: tf.abs(constant(a)),
    "pow": lambda: constant(p) ** 1.7,
    "sigmoid": lambda: tf.sigmoid(constant(a)),
    "tanh": lambda: tf.tanh(constant(a)),
    "sin": lambda: tf.sin(constant(a)),
    "cos": lambda: tf.cos(constant(a)),
    "erf": lambda: tf.math.erf(constant(a)),
    "floor": lambda: tf.floor(constant(a)),
    "round": lambda: tf.round(constant(a)),
    "sign": lambda: tf.sign(constant(a)),
    "sum": lambda: tf.reduce_sum(constant(a)),
    "mean": lambda: tf.reduce_mean(constant(a)),
    "sum 0": lambda: tf.reduce_sum(constant(a), 0),
    "sum 1": lambda: tf.reduce_sum(constant(a), 1),
    "max": lambda: tf.reduce_max(constant(a)),
    "max 1": lambda: tf.reduce_max(constant(a), 1),
    "min": lambda: tf.reduce_min(constant(a)),
    "prod": lambda: tf.reduce_prod(constant(a), 1),
    "std": lambda: tf.math.reduce_std(constant(a)),
    "any": lambda: tf.reduce_any(constant(a) > 2.5),
    "all": lambda: tf.reduce_all(constant(a) > -9.0),
    "big sum": lambda: tf.reduce_sum(constant(big)),
    "big mean 0": lambda: tf.reduce_mean(constant(big), 0),
    "big mean 1": lambda: tf.reduce_mean(constant(big), 1),
    "sum of image": lambda: tf.reduce_sum(constant(image), [1, 2]),
    "cast f16": lambda: tf.cast(constant(a), tf.float16),
    "cast i32": lambda: tf.cast(constant(a), tf.int32),
    "cast i64>f32": lambda: tf.cast(constant(labels), tf.float32),
    "cast bool": lambda: tf.cast(constant(a) > 0, tf.float32),
    "cast f64": lambda: tf.cast(constant(a), tf.float64),
    "bfloat16": lambda: tf.cast(tf.cast(constant(a), tf.bfloat16) * tf.cast(constant(b), tf.bfloat16), tf.float32),
    "f16 add": lambda: tf.cast(constant(a), tf.float16) + tf.cast(constant(b), tf.float16),
    "f64 mul": lambda: constant(a.astype("float64")) * constant(b.astype("float64")),
    "i64 add": lambda: constant(labels) + constant(labels),
    "complex": lambda: tf.complex(constant(a), constant(b)) * tf.complex(constant(b), constant(a)),
    "fill": lambda: tf.fill([3, 5], 2.5),
    "zeros": lambda: tf.zeros([4, 4]),
    "ones_like": lambda: tf.ones_like(constant(a)),
    "range": lambda: tf.range(0.0, 9.0, 1.5),
    "eye": lambda: tf.eye(5),
    "linspace": lambda: tf.linspace(0.0, 1.0, 7),
    "uniform": lambda: tf.random.stateless_uniform([40, 3], seed=(1, 2)),
    "normal": lambda: tf.random.stateless_normal([400], seed=(1, 2)),
    "truncated": lambda: tf.random.stateless_truncated_normal([400], seed=(1, 2)),
    "uniform int": lambda: tf.random.stateless_uniform([40], seed=(1, 2), minval=0, maxval=9, dtype=tf.int32),
    "transpose": lambda: tf.transpose(constant(a)),
    "transpose4": lambda: tf.transpose(constant(image), [0, 3, 1, 2]),
    "reverse": lambda: tf.reverse(constant(a), [1]),
    "concat": lambda: tf.concat([constant(a), constant(b)], 1),
    "concat 0": lambda: tf.concat([constant(a), constant(b)], 0),
    "stack": lambda: tf.stack([constant(a), constant(b)]),
    "split": lambda: tf.split(constant(a), 3, 1)[1],
    "gather": lambda: tf.gather(constant(a), constant([1, 4, 2])),
    "gather 1": lambda: tf.gather(constant(a), constant([1, 4, 2]), axis=1),
    "gather_nd": lambda: tf.gather_nd(constant(a), constant([[1, 2], [3, 4]])),
    "slice": lambda: constant(a)[1:5, ::3],
    "pad": lambda: tf.pad(constant(a), [[1, 2], [3, 0]]),
    "tile": lambda: tf.tile(constant(a), [2, 3]),
    "where": lambda: tf.where(constant(a) > 0, constant(a), constant(b)),
    "where index": lambda: tf.where(constant(a) > 1.0),
    "boolean_mask": lambda: tf.boolean_mask(constant(a), constant(a) > 1.0),
    "argmax": lambda: tf.argmax(constant(a), 1),
    "argmin": lambda: tf.argmin(constant(a), 0),
    "equal": lambda: tf.equal(constant(a), constant(a)),
    "greater": lambda: constant(a) > constant(b),
    "and": lambda: (constant(a) > 0) & (constant(b) > 0),
    "top_k": lambda: tf.math.top_k(constant(a), 3).values,
    "sort": lambda: tf.sort(constant(a)),
    "argsort": lambda: tf.argsort(constant(row)),
    "cumsum": lambda: tf.cumsum(constant(a), 1),
    "unique": lambda: tf.unique(constant(labels)).y,
    "one_hot": lambda: tf.one_hot(constant(labels), 33),
    "in_top_k": lambda: tf.math.in_top_k(constant(labels), constant(a), 3),
    "clip": lambda: tf.clip_by_value(constant(a), -0.5, 0.5),
    "l2": lambda: tf.nn.l2_loss(constant(a)),
    "norm": lambda: tf.norm(constant(a)),
    "matmul": lambda: constant(a) @ tf.transpose(constant(b)),
    "batch matmul": lambda: tf.matmul(
        tf.reshape(constant(image), [2, 27, 9]), tf.reshape(constant(image), [2, 27, 9]), transpose_a=True
    ),
    "einsum": lambda: tf.einsum("ij,kj->ik", constant(a), constant(b)),
    "matvec": lambda: tf.linalg.matvec(constant(a), constant(row)),
    "sparse xent": lambda: tf.nn.sparse_softmax_cross_entropy_with_logits(constant(labels), constant(a)),
    "xent": lambda: tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(constant(labels), 33), constant(a)),
    "sigmoid xent": lambda: tf.nn.sigmoid_cross_entropy_with_logits(constant(p), constant(a)),
    "segment_sum": lambda: tf.math.unsorted_segment_sum(constant(a), constant(labels % 3), 3),
    "scatter": lambda: tf.scatter_nd(constant([[1], [3]]), constant(a[:2]), [5, 33]),
    "tensor_scatter": lambda: tf.tensor_scatter_nd_update(constant(a), constant([[1]]), constant(b[:1])),
    "embedding": lambda: tf.nn.embedding_lookup(constant(a), constant([1, 1, 2])),
    "resize": lambda: tf.image.resize(constant(image), [5, 5]),
    "adjust": lambda: tf.image.adjust_contrast(constant(image), 2.0),
    "flip": lambda: tf.image.flip_left_right(constant(image)),
    "rgb2hsv": lambda: tf.image.rgb_to_hsv(tf.abs(constant(image))),
    "space_to_depth": lambda: tf.nn.space_to_depth(constant(image[:, :8, :8]), 2),
    "depthwise": lambda: tf.nn.depthwise_conv2d(
        constant(image), constant(image[:1, :3, :3].reshape(3, 3, 3, 1)), [1, 1, 1, 1], "SAME"
    ),
    "max_pool": lambda: tf.nn.max_pool2d(constant(image), 2, 2, "VALID"),
    "avg_pool": lambda: tf.nn.avg_pool2d(constant(image), 2, 2, "VALID"),
    "moments": lambda: tf.nn.moments(constant(image), [0, 1, 2])[1],
    "fft": lambda: tf.abs(tf.signal.fft(tf.complex(constant(row), constant(row)))),
    "cholesky": lambda: tf.linalg.cholesky(tf.eye(3) * 4.0),
    "inv": lambda: tf.linalg.inv(tf.eye(3) * 4.0),
    "band_part": lambda: tf.linalg.band_part(constant(a), 1, 1),
    "diag": lambda: tf.linalg.diag(constant(row)),
    "bincount": lambda: tf.math.bincount(constant(labels.astype("int32"))),
    "digamma": lambda: tf.math.digamma(constant(p)),
    "lgamma": lambda: tf.math.lgamma(constant(p)),
    "igamma": lambda: tf.math.igamma(constant(p), constant(p)),
    "is_nan": lambda: tf.math.is_nan(constant(a)),
    "floordiv": lambda: constant(a) // constant(b),
    "mod": lambda: constant(a) % constant(b),
    "sqdiff": lambda: tf.math.squared_difference(constant(a), constant(b)),
    "isum": lambda: tf.reduce_sum(constant(labels)),
}


def difference(got, wanted):
    """The largest, relative to what float16, or float32, can be exact to; below 1 is equal."""
    if got.shape != wanted.shape or got.dtype != wanted.dtype:
        return "another shape or type"
    tolerance = 2e-3 if wanted.dtype == numpy.float16 else 2e-5
    got, wanted = numpy.asarray(got, "complex128"), numpy.asarray(wanted, "complex128")
    # Of two single numbers NumPy makes a number, which no index reaches.
    off = numpy.atleast_1d(numpy.abs(got - wanted) / (tolerance * (1 + numpy.abs(wanted))))
    got, wanted = numpy.atleast_1d(got), numpy.atleast_1d(wanted)
    off[numpy.isnan(got) & numpy.isnan(wanted)] = 0
    off[got == wanted] = 0
    return float(off.max()) if off.size else 0.0


for name in sys.argv[1:] or ops:
    answer = {"operation": name}
    with tf.device("CPU:0"):
        wanted = ops[name]()
    try:
        with tf.device("GPU:0"):
            got = ops[name]()
        answer["device"] = got.device.rpartition("device:")[2]
        off = difference(got.numpy(), wanted.numpy())
        answer["off"] = off if isinstance(off, str) or numpy.isfinite(off) else "not a number"
    except Exception as error:
        answer["error"] = str(error)[-600:]
    print(json.dumps(answer), flush=True)
