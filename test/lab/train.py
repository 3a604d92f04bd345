"""Training on the simulated GPU and on the CPU from the same start, side by side: one JSON line a case.

Arguments: names of cases; none means all.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy
import tensorflow as tf

random = numpy.random.default_rng(0)
rows = random.normal(size=(128, 8)).astype("float32")
values = (rows @ random.normal(size=(8, 1)) + 0.1 * numpy.sin(rows[:, :1])).astype("float32")
classes = (rows[:, 0] > 0).astype("int32") + (rows[:, 1] > 0).astype("int32")
pictures = random.normal(size=(32, 12, 12, 1)).astype("float32")
brighter = (pictures[:, :6].mean((1, 2, 3)) > pictures[:, 6:].mean((1, 2, 3))).astype("int32")
layers = keras.layers


def fit(inputs, targets, shape, stack, loss, optimizer, jit):
    """The losses of three epochs, and the largest of each layer's predictions."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential([layers.Input(shape), *stack()])
    model.compile(optimizer=optimizer(), loss=loss, jit_compile=jit)
    history = model.fit(inputs, targets, epochs=3, batch_size=16, verbose=0, shuffle=False)
    return history.history["loss"] + [float(numpy.abs(model.predict(inputs, verbose=0)).mean())]


def dense(optimizer, jit=False):
    def stack():
        return [layers.Dense(16, activation="relu"), layers.Dense(1)]

    return lambda: fit(rows, values, (8,), stack, "mse", optimizer, jit)


def classifier():
    def stack():
        return [
            layers.Dense(16, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.0),
            layers.Dense(3, activation="softmax"),
        ]

    return fit(rows, classes, (8,), stack, "sparse_categorical_crossentropy", keras.optimizers.Adam, False)


def images(jit, *extra):
    def stack():
        return [
            layers.Conv2D(4, 3, activation="relu"),
            *[layer() for layer in extra],
            layers.Conv2D(8, 3, strides=2, padding="same"),
            layers.Flatten(),
            layers.Dense(2),
        ]

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return lambda: fit(pictures, brighter, (12, 12, 1), stack, loss, keras.optimizers.Adam, jit)


def tape():
    weights = tf.Variable(random_start((8, 1)))
    losses = []
    for _ in range(10):
        with tf.GradientTape() as record:
            loss = tf.reduce_mean(tf.square(tf.matmul(tf.constant(rows), weights) - values))
        weights.assign_sub(0.1 * record.gradient(loss, weights))
        losses.append(float(loss))
    return losses


def random_start(shape):
    return numpy.random.default_rng(1).normal(size=shape).astype("float32") * 0.3


def convolution_gradients():
    kernel = tf.constant(random_start((3, 3, 1, 4)))
    image = tf.constant(pictures[:2])
    with tf.GradientTape() as record:
        record.watch([kernel, image])
        result = tf.nn.conv2d(image, kernel, 1, "SAME")
        loss = tf.reduce_sum(result * result)
    first, second = record.gradient(loss, [kernel, image])
    return [float(loss), float(tf.reduce_sum(tf.abs(first))), float(tf.reduce_sum(tf.abs(second)))]


def average_pooling_gradient():
    image = tf.constant(pictures[:2])
    with tf.GradientTape() as record:
        record.watch(image)
        result = tf.nn.avg_pool2d(image, 3, 2, "SAME")
        loss = tf.reduce_sum(result**3)
    return [float(loss), *tf.reshape(record.gradient(loss, image), [-1])[:5].numpy().tolist()]


def batch_normalization_of_images():
    scale, offset = tf.constant([0.5, 2.0, 1.5]), tf.constant([0.1, -1.0, 0.0])
    image = tf.constant(random_start((4, 5, 6, 3)))
    with tf.GradientTape() as record:
        record.watch([image, scale, offset])
        result, mean, variance = tf.compat.v1.nn.fused_batch_norm(image, scale, offset, epsilon=0.01)
        loss = tf.reduce_sum(result**3)
    gradients = record.gradient(loss, [image, scale, offset])
    inference = tf.compat.v1.nn.fused_batch_norm(image, scale, offset, mean, variance, is_training=False)[0]
    parts = [result, mean, variance, inference, *gradients]
    return [number for part in parts for number in tf.reshape(part, [-1])[:7].numpy().tolist()]


cases = {
    "gradient tape": tape,
    "dense, SGD": dense(lambda: keras.optimizers.SGD(0.05)),
    "dense, Adam": dense(lambda: keras.optimizers.Adam(0.01)),
    "dense, RMSprop": dense(lambda: keras.optimizers.RMSprop(0.01)),
    "dense, Adam, auto": dense(lambda: keras.optimizers.Adam(0.01), "auto"),
    "dense, Adam, XLA": dense(lambda: keras.optimizers.Adam(0.01), True),
    "classifier with batch normalization": classifier,
    "convolution, gradients": convolution_gradients,
    "average pooling, gradient": average_pooling_gradient,
    "batch normalization of images": batch_normalization_of_images,
    "images, max pooling": images(False, layers.MaxPooling2D),
    "images, average pooling": images(False, lambda: layers.AveragePooling2D(2)),
    "images, batch normalization": images(False, layers.BatchNormalization, layers.MaxPooling2D),
    "images, XLA": images(True, layers.MaxPooling2D),
}


def on(device, work):
    with tf.device(device):
        return work()


for name in sys.argv[1:] or cases:
    answer = {"case": name}
    try:
        got, wanted = on("GPU:0", cases[name]), on("CPU:0", cases[name])
        answer["off"] = max(abs(a - b) / max(1, abs(b)) for a, b in zip(got, wanted))
        if not numpy.isfinite(answer["off"]):
            answer["off"] = "not a number"
    except Exception as error:
        answer["error"] = str(error)[-600:]
    print(json.dumps(answer), flush=True)
