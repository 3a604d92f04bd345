import type { Signature } from '../signature.ts';

const cpuOnly =
  /Num GPUs Available:?\s*0|device:CPU:0|GPUs?\b[^\n]{0,20}(?:False|None|\[\])|GPU\S{0,4}\)\s*\[\]|is_gpu_available|list_physical_devices/;
const windows = /:\\Users|:\\Program|:\\Python|PS [A-Z]:\\\w|win_amd64|win32|\bWindows\b|WDDM/;

export const pythonSignatures: readonly Signature[] = [
  {
    id: 'avx-missing',
    weight: 0.95,
    pattern:
      /compiled to use AVX\w* instructions, but these aren't available|Illegal instruction|SIGILL/,
  },
  {
    id: 'glibcxx-too-old',
    weight: 0.95,
    pattern: /version [`']?(?:GLIBCXX|CXXABI|GLIBC)_[\d.]+'? not found/,
  },
  {
    id: 'msvc-runtime-missing',
    weight: 0.92,
    pattern: /msvcp140(?:_1)?\.dll|Visual C\+\+ Redistributable/i,
  },
  {
    id: 'msvc-runtime-missing',
    weight: 0.75,
    pattern: /DLL load failed/,
    unless: /cudart64|cudnn64|cublas64/,
  },
  {
    id: 'numpy2-abi',
    weight: 0.96,
    releases: (release) => release.numpyAbi === 1,
    pattern:
      /_ARRAY_API not found|compiled using NumPy 1\.x cannot be run|numpy\.(?:dtype|ufunc) size changed|numpy\.core\.umath failed to import/,
  },
  {
    id: 'protobuf-version',
    weight: 0.95,
    pattern:
      /Descriptors cannot (?:not )?be created directly|cannot import name 'builder' from 'google\.protobuf|'MessageFactory' object has no attribute 'GetPrototype'|incompatible Protobuf Gencode\/Runtime versions|Runtime version cannot be older than the linked gencode/,
  },
  {
    id: 'python-32bit',
    weight: 0.95,
    pattern: /\bi386\b|\bi686\b|\bwin32\b[^\n]*32 bit|32 bit \(Intel\)|\d-32\\/,
    needs: /No matching distribution found for tensorflow/,
  },
  {
    id: 'tensorflow-gpu-package-removed',
    weight: 0.97,
    pattern: /tensorflow-gpu\W{0,3} package has been removed|tensorflow-gpu-2\.12\.0\.tar\.gz/,
  },
  {
    id: 'python-version-unsupported',
    weight: 0.9,
    pattern:
      /No matching distribution found for tensorflow|Could not find a version that satisfies the requirement tensorflow|requires a different Python/,
  },
  {
    id: 'python-version-unsupported',
    weight: 0.9,
    pattern:
      /tensorflow[^\n]{0,80} no wheels (?:with|are available with) a matching|tensorflow[^\n]{0,80} is unusable because no wheels|found wheels for `tensorflow`|package tensorflow\S* requires python/,
  },
  {
    id: 'tensorflow-gpu-package-removed',
    weight: 0.85,
    pattern: /^\s*- tensorflow-gpu/,
    needs: /PackagesNotFoundError/,
  },
  {
    id: 'windows-store-python',
    weight: 0.93,
    pattern: /PythonSoftwareFoundation\.Python/,
    needs: /cudart64_|cudnn64_|DLL/,
  },
  { id: 'tensorflow-not-installed', weight: 0.92, pattern: /No module named '?tensorflow'?\s*$/ },
  {
    id: 'tf-import-broken',
    weight: 0.7,
    pattern:
      /Failed to load the native TensorFlow runtime|No module named '?(?:tensorflow\.python|_pywrap_tensorflow_internal)|cannot import name '\w+' from (?:partially initialized module )?'tensorflow|module 'tensorflow' has no attribute '(?:__version__|config|keras|constant)'/,
    unless: /cudart64_|GLIBCXX|DLL load failed|cannot open shared object/,
  },
  {
    id: 'tf1-api-on-tf2',
    weight: 0.88,
    pattern:
      /module 'tensorflow(?:\._api\.v2)?\S*' has no attribute '(?:Session|placeholder|ConfigProto|GPUOptions|contrib|get_default_graph|global_variables_initializer|Graph\w*|app|flags|logging|set_random_seed|reset_default_graph|log|to_float|layers|enable_eager_execution|\w+)'|No module named 'tensorflow\.contrib'/,
    unless: /has no attribute '(?:__version__|config|keras|constant)'/,
  },
  {
    id: 'keras3-incompatibility',
    weight: 0.85,
    releases: (release) => release.keras === 3,
    pattern:
      /keras\._tf_keras|TF_USE_LEGACY_KERAS|No module named 'tf_keras'|Keras 3|KerasHistory|Only instances of `?keras\.Layer`? can be added/,
  },
  {
    id: 'tf-cpu-build',
    weight: 0.75,
    pattern:
      /is_built_with_cuda\(\)[^\n]*False|built with CUDA\??:? *False|CUDA is not enabled|is_cuda_build['"]?:? False/i,
    unless: windows,
  },
  {
    id: 'tf-cpu-build',
    weight: 0.72,
    pattern: /^\W{0,4}tensorflow(?:-base)?\s+[\d.]+\s+\S*(?:mkl|eigen|cpu)_/,
  },
  {
    id: 'conda-cpu-build',
    weight: 0.66,
    pattern: /^\W{0,4}tensorflow(?:-base)?\s+[\d.]+\s+\S*(?:mkl|eigen|cpu)_/,
  },
  { id: 'tf-cpu-build', weight: 0.7, pattern: /tensorflow[-_]cpu\b/, unless: windows },
  {
    id: 'windows-native-no-gpu',
    weight: 0.85,
    releases: (release) => !release.windowsGpu,
    pattern: /(?:tensorflow|tf\.|version)[^\n]{0,14}2\.(?:1[1-9]|[2-9]\d)/i,
    needs: windows,
    unless: /WSL|\/usr\/|linux/i,
  },
  {
    id: 'windows-native-no-gpu',
    weight: 0.6,
    releases: (release) => !release.windowsGpu,
    pattern: /built with CUDA\??:? *False/i,
    needs: windows,
  },
  {
    id: 'arm64-cpu-wheel',
    weight: 0.6,
    pattern: /aarch64|Jetson|DGX Spark/i,
    needs: cpuOnly,
    unless: /Created device|physical_device:GPU/,
  },
  {
    id: 'macos-metal-plugin',
    weight: 0.94,
    pattern: /libmetal_plugin\.dylib|Symbol not found[^\n]*metal|tensorflow-plugins\/libmetal/i,
  },
  {
    id: 'macos-metal-plugin',
    weight: 0.45,
    pattern: /pluggable_device_factory|Metal device set to/,
    needs: /error|failed|Num GPUs Available:\s*0/i,
  },
];
