"""
The sonames that a TensorFlow opens, in its order, by the CUDA and cuDNN it was built for.

A wheel puts the names together when it runs, so they cannot be read out of its files. The order is that of the
dso_loader lines which TensorFlow 2.4 and 2.21 print; the numbers are those of NVIDIA's releases.
"""


def sonames_for(build, version):
    """[] for a build without CUDA, or one whose CUDA is not known."""
    if build is not None and build["isCudaBuild"] is False:
        return []
    cuda = numbers((build or {}).get("cudaVersion")) or guess(version)
    if cuda is None:
        return []
    cudnn = numbers((build or {}).get("cudnnVersion"))
    names = toolkit(cuda)
    if not names:
        return []
    return names + ["libcudnn.so.%d" % (cudnn[0] if cudnn else 7 if cuda < (11,) else 8)]


def toolkit(cuda):
    major, minor = cuda[0], cuda[1] if len(cuda) > 1 else 0
    if cuda < (10, 1):
        names = ("cudart", "cublas", "cufft", "curand", "cusolver", "cusparse")
        return ["lib%s.so.%d.%d" % (name, major, minor) for name in names]
    if major == 10:
        return ["libcudart.so.10.%d" % minor] + plain("cublas 10 cufft 10 curand 10 cusolver 10 cusparse 10")
    if major == 11:
        solver = 10 if minor == 0 else 11
        names = "cublas 11 cublasLt 11 cufft 10 curand 10 cusolver %d cusparse 11" % solver
        return ["libcudart.so.11.0"] + plain(names)
    if major == 12:
        return ["libcudart.so.12"] + plain("cublas 12 cublasLt 12 cufft 11 cusolver 11 cusparse 12")
    if major == 13:
        return ["libcudart.so.13"] + plain("cublas 13 cublasLt 13 cufft 12 cusolver 12 cusparse 12")
    return []


def plain(pairs):
    words = pairs.split()
    return ["lib%s.so.%s" % pair for pair in zip(words[::2], words[1::2])]


def guess(version):
    """Wheels before 2.4 do not name their CUDA: 10.0 up to 2.0, 10.1 from 2.1 (TensorFlow's table of tested builds)."""
    known = numbers(version)
    if known is None or known < (1, 13) or known >= (2, 4):
        return None
    return (10, 0) if known < (2, 1) else (10, 1)


def numbers(text):
    """`12.5.1` → (12, 5, 1); None for what does not begin with a number."""
    found = []
    for word in (text or "").split("."):
        if not word.isdigit():
            break
        found.append(int(word))
    return tuple(found) or None
