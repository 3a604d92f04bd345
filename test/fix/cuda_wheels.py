"""Writes packages that stand for NVIDIA's (those are 3 GB, and know no simulated GPU) into a folder, for pip to find.

cuda_wheels.py FOLDER STUBS: STUBS holds the compiled libraries of the lab.
"""

import pathlib
import sys
import zipfile

target, stubs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PARTS = "graph ops cnn adv engines_precompiled engines_runtime_compiled heuristic".split()

# Name without `nvidia-` and `-cu12`, version, folder, libraries: as `tensorflow[and-cuda]` 2.21.0 asks for them.
PACKAGES = [
    ("cublas", "12.5.3.2", "cublas", ["libcublas.so.12", "libcublasLt.so.12"]),
    ("cuda-cupti", "12.5.82", "cuda_cupti", ["libcupti.so.12"]),
    ("cuda-nvcc", "12.5.82", "cuda_nvcc", []),
    ("cuda-nvrtc", "12.5.82", "cuda_nvrtc", []),
    ("cuda-runtime", "12.5.82", "cuda_runtime", ["libcudart.so.12"]),
    ("cufft", "11.2.3.61", "cufft", ["libcufft.so.11"]),
    ("curand", "10.3.6.82", "curand", ["libcurand.so.10"]),
    ("cusolver", "11.6.3.83", "cusolver", ["libcusolver.so.11"]),
    ("cusparse", "12.5.1.3", "cusparse", ["libcusparse.so.12"]),
    ("nccl", "2.27.7", "nccl", ["libnccl.so.2"]),
    ("nvjitlink", "12.5.82", "nvjitlink", []),
]
CUDNN = ["9.1.0.70", "9.10.2.21", "9.28.0.42"]


def cudnn(version):
    """{path: bytes} of one version: the number is in the library itself."""
    major, minor, patch = [int(part) for part in version.split(".")[:3]]
    number = b"%06d" % (major * 10000 + minor * 100 + patch)
    library = (stubs / "libcudnn.so.9").read_bytes()
    slot = b"GPU_LAB_PACKAGED_CUDNN="
    assert library.count(slot + b"000000") == 1
    files = {"libcudnn.so.9": library.replace(slot + b"000000", slot + number)}
    files.update(("libcudnn_%s.so.9" % part, (stubs / "part.so").read_bytes()) for part in PARTS)
    return files


def write(name, version, folder, files):
    name = "nvidia-%s-cu12" % name
    stem = "%s-%s" % (name.replace("-", "_"), version)
    content = {"nvidia/%s/lib/%s" % (folder, file): data for file, data in files.items()}
    content["nvidia/%s/__init__.py" % folder] = b""
    about = {
        "METADATA": "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version),
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    content.update(("%s.dist-info/%s" % (stem, file), text.encode()) for file, text in about.items())
    record = "".join("%s,,\n" % path for path in content) + "%s.dist-info/RECORD,,\n" % stem
    content["%s.dist-info/RECORD" % stem] = record.encode()
    with zipfile.ZipFile(target / ("%s-py3-none-any.whl" % stem), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in content.items():
            wheel.writestr(path, data)


for name, version, folder, libraries in PACKAGES:
    write(name, version, folder, {file: (stubs / file).read_bytes() for file in libraries})
for version in CUDNN:
    write("cudnn", version, "cudnn", cudnn(version))
