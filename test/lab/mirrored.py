"""Training on two simulated GPUs under MirroredStrategy, and on one: the losses and the gradients, as one JSON line."""

import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy
import tensorflow as tf

random = numpy.random.default_rng(0)
rows = random.normal(size=(64, 8)).astype("float32")
values = (rows @ random.normal(size=(8, 1))).astype("float32")
BATCH = 16


def losses(strategy):
    with strategy.scope():
        keras.utils.set_random_seed(3)
        model = keras.Sequential(
            [keras.layers.Input((8,)), keras.layers.Dense(6, activation="relu"), keras.layers.Dense(1)]
        )
        model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse", jit_compile=False)
        data = tf.data.Dataset.from_tensor_slices((rows, values)).batch(BATCH, drop_remainder=True)
        return model.fit(data, epochs=2, verbose=0, shuffle=False).history["loss"]


def gradients(strategy):
    """Of one step, summed over the replicas."""
    with strategy.scope():
        weights = tf.Variable(numpy.full((8, 1), 0.5, "float32"))
    replicas = strategy.num_replicas_in_sync
    parts = [slice(k * BATCH // replicas, (k + 1) * BATCH // replicas) for k in range(replicas)]

    def step():
        number = tf.distribute.get_replica_context().replica_id_in_sync_group
        x = tf.gather(tf.constant(numpy.stack([rows[part] for part in parts])), number)
        y = tf.gather(tf.constant(numpy.stack([values[part] for part in parts])), number)
        with tf.GradientTape() as record:
            loss = tf.reduce_sum(tf.square(tf.matmul(x, weights) - y)) / BATCH
        gradient = record.gradient(loss, weights)
        return tf.distribute.get_replica_context().all_reduce("SUM", gradient)

    result = tf.function(lambda: strategy.run(step))()
    return [part.numpy().ravel().tolist() for part in strategy.experimental_local_results(result)]


one = tf.distribute.OneDeviceStrategy("GPU:0")
two = tf.distribute.MirroredStrategy(["GPU:0", "GPU:1"], cross_device_ops=tf.distribute.NcclAllReduce())
print(
    json.dumps(
        {
            "replicas": two.num_replicas_in_sync,
            "losses": [losses(one), losses(two)],
            "gradients": [gradients(one), gradients(two)],
        }
    )
)
