"""The GPUs as TensorFlow has them: model and compute capability of one, and how only some are used."""


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


def use_gpus(tf, gpus, chosen):
    """Hides the GPUs that are not chosen, so they are not touched; of the others memory is taken as it is needed.

    Returns what each is called outside and by TensorFlow: [("gpu:1", "/GPU:0")].
    """
    tf.config.set_visible_devices([gpus[index] for index in chosen], "GPU")
    for index in chosen:
        tf.config.experimental.set_memory_growth(gpus[index], True)
    return [("gpu:%d" % index, "/GPU:%d" % order) for order, index in enumerate(chosen)]
