"""cuDNN's parts: since version 8 it is several libraries that have to be of one version. Only their headers are read."""

import os

from probes.load import header_only
from probes.search_list import by_headers

PARTS = {
    8: "ops_infer cnn_infer adv_infer ops_train cnn_train adv_train",
    9: "graph ops cnn adv engines_precompiled engines_runtime_compiled heuristic",
}


def parts_of(path, soname):
    """One record a part, found as libcudnn itself would find it."""
    major = soname.rsplit(".", 1)[1]
    names = PARTS.get(int(major) if major.isdigit() else 0, "").split()
    search = by_headers(path)
    own = os.path.dirname(path)
    if own not in search.before:
        # libcudnn is opened with its folder; its parts are looked for there as well.
        search.before.append(own)
    return [header_only("libcudnn_%s.so.%s" % (name, major), search) for name in names]
