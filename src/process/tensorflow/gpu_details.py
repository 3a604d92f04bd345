"""What TensorFlow knows of a GPU: its model and compute capability."""


def details_of(tf, gpu):
    """Each is None where TensorFlow does not say; old releases do not have the call."""
    try:
        details = tf.config.experimental.get_device_details(gpu)
    except Exception:
        details = {}
    capability = details.get("compute_capability")
    return {
        "model": details.get("device_name"),
        "computeCapability": "%d.%d" % tuple(capability) if capability else None,
    }
