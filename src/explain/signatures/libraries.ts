import type { Signature } from '../signature.ts';

const math = '(?:lib)?(?:cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse)';
const notFound = 'cannot open shared object file';
const broken =
  '(?:wrong ELF class|file too short|invalid ELF header|file truncated|Exec format error)';
const otherLibraryMissing = /library '(lib[^']+)'; dlerror: (?!\1)(lib[^:]+\.so[^:]*): cannot open/;
const mathMissing = new RegExp(
  `Could not (?:load dynamic|dlopen) library '${math}[^']*'; dlerror: ${math}|cudaGetRuntimeVersion: Error loading CUDA|Could not find cuda drivers`,
);
const plainlyMissing = new RegExp(
  `Could not (?:load dynamic|dlopen) library '${math}|Couldn't open CUDA library ${math}`,
);

/** A soname's CUDA, and the sign of another CUDA in the same text (folder names, nvcc). */
const otherCuda = (
  [
    ['cudart\\.so\\.9\\.0|cublas\\.so\\.9\\.0|cudart64_90', '9\\.0'],
    ['cudart\\.so\\.10\\.0|cublas\\.so\\.10\\.0|cudart64_100', '10\\.0'],
    ['cudart\\.so\\.10\\.1|cudart64_101', '10\\.1'],
    ['cudart\\.so\\.11\\.0|cudart64_110', '11\\.'],
    ['cudart\\.so\\.12|cublas\\.so\\.12', '12'],
  ] as const
).map(([soname, own]): Signature => ({
  id: 'cuda-version-wrong',
  weight: 0.84,
  pattern: new RegExp(`(?:Could not|Couldn't|ImportError|not found)[^\\n]*(?:${soname})`),
  needs: new RegExp(
    `(?:cuda-|cuda[\\\\/]v|CUDA[ :]+(?:Version:? +)?|release )(?!${own})\\d+\\.\\d`,
    'i',
  ),
}));

export const librarySignatures: readonly Signature[] = [
  {
    id: 'mixed-cuda-wheels',
    weight: 0.93,
    pattern:
      /library '(?:lib(?:cu|nv))[^']*'; dlerror: libnvJitLink\.so|libcusparse\.so\.12: undefined symbol: __nvJitLink|undefined symbol: __nvJitLink/,
  },
  {
    id: 'cuda-library-broken',
    weight: 0.92,
    pattern: new RegExp(`(?:library '[^']*'; dlerror|ImportError|OSError)[^\\n]*${broken}`),
  },
  {
    id: 'cuda-library-broken',
    weight: 0.9,
    pattern: otherLibraryMissing,
    unless: /dlerror: libnvJitLink/,
  },
  ...otherCuda,
  {
    id: 'cuda-lib-missing',
    weight: 0.8,
    pattern: plainlyMissing,
  },
  {
    id: 'cuda-lib-missing',
    weight: 0.72,
    pattern: new RegExp(`(?:ImportError|OSError): ${math}\\.so\\.[\\d.]+: ${notFound}`),
  },
  {
    id: 'cuda-lib-missing',
    weight: 0.62,
    pattern:
      /Could not find cuda drivers on your machine|Error loading CUDA libraries\. GPU will not be used/,
    unless: /UNKNOWN ERROR \(303\)/,
  },
  {
    id: 'cuda-lib-missing',
    weight: 0.45,
    pattern: /Could not find cuda drivers on your machine/,
    needs: /UNKNOWN ERROR \(303\)/,
  },
  {
    id: 'cuda-lib-missing',
    weight: 0.58,
    pattern: /Cannot dlopen some GPU libraries/,
  },
  { id: 'cuda-lib-not-on-path', weight: 0.5, pattern: plainlyMissing },
  {
    id: 'cuda-lib-not-on-path',
    weight: 0.83,
    pattern: plainlyMissing,
    needs:
      /\/(?:lib64|lib|nvidia\/\w+\/lib)\/lib(?:cudart|cublas|cufft|cusolver|cusparse)\S*\.so|ldconfig -p/,
  },
  {
    id: 'and-cuda-path-bug',
    weight: 0.5,
    pattern: /Cannot dlopen some GPU libraries/,
    needs: /nvidia-cusolver-cu12|nvidia_cusolver|tensorflow\[and-cuda\]/,
  },
  {
    id: 'cudnn-missing',
    weight: 0.86,
    pattern:
      /(?:Could not (?:load dynamic|dlopen) library|Couldn't open CUDA library) '?(?:lib)?cudnn(?:64_\d+\.dll|\.so\S*)|Unable to load cuDNN DSO|Could not find 'cudnn64_|libcudnn\.so[.\d]*: cannot open/,
    unless: mathMissing,
  },
  {
    id: 'cudnn-missing',
    weight: 0.6,
    pattern:
      /(?:Could not (?:load dynamic|dlopen) library|Couldn't open CUDA library) '?(?:lib)?cudnn/,
    needs: mathMissing,
  },
  {
    id: 'cudnn-missing',
    weight: 0.82,
    pattern: /Failed to determine cuDNN version/,
    needs: /Cannot dlopen some GPU libraries/,
    unless: mathMissing,
  },
  {
    id: 'cudnn-missing',
    weight: 0.4,
    pattern: /Could not locate (?:zlibwapi|cudnn)\S*\.dll|DNN library is not found/,
  },
  {
    id: 'cudnn-version-mismatch',
    weight: 0.95,
    pattern:
      /Loaded runtime CuDNN library: [\d.]+.*but source was compiled with|Loaded cudnn_version \d+ which is incompatible/,
  },
  {
    id: 'cudnn-version-mismatch',
    weight: 0.55,
    pattern: /DNN library initialization failed/,
    unless: /Could not create cudnn handle/,
  },
  { id: 'memory-growth-needed', weight: 0.5, pattern: /DNN library initialization failed/ },
  {
    id: 'cudnn-version-mismatch',
    weight: 0.5,
    pattern: /No algorithm worked!/,
    unless: /CUDNN_STATUS|OUT_OF_MEMORY|failed to allocate/,
  },
  {
    id: 'cudnn-sublibrary-mismatch',
    weight: 0.9,
    pattern:
      /CUDNN_STATUS_SUBLIBRARY_(?:VERSION_MISMATCH|LOADING_FAILED)|CUDNN_STATUS_VERSION_MISMATCH|\bcuDNN error: 100[28]\b/,
  },
  {
    id: 'cudnn-sublibrary-mismatch',
    weight: 0.8,
    pattern: /Could not load library libcudnn_\w+|Unable to load any of \{libcudnn_\w+/,
  },
  {
    id: 'cudnn-too-old-for-xla',
    weight: 0.88,
    pattern: /Autotuner could not find any supported configs for HLO/,
    unless: /CUDNN_STATUS_ARCH_MISMATCH|EXECUTION_FAILED_CUDART/,
  },
  {
    id: 'cudnn-too-new-for-gpu',
    weight: 0.88,
    pattern: /CUDNN_STATUS_ARCH_MISMATCH|CUDNN_STATUS_EXECUTION_FAILED_CUDART/,
  },
  {
    id: 'libdevice-missing',
    weight: 0.92,
    pattern:
      /libdevice not found at|Can't find libdevice directory|libdevice is required by this HLO module|Couldn't read CUDA libdevice/,
  },
  {
    id: 'libdevice-missing',
    weight: 0.6,
    pattern: /Autotuner could not compile any configs for HLO/,
  },
  {
    id: 'ptxas-too-old',
    weight: 0.92,
    pattern:
      /using ptxas \d+\.x, but TF requires|ptxas fatal\s+: (?:Value 'sm_\d+' is not defined|Unsupported \.version)|ptxas too old/i,
  },
  {
    id: 'ptxas-missing',
    weight: 0.5,
    pattern:
      /Couldn't get ptxas(?:\/nvlink)? version|Couldn't invoke ptxas|ptxas' not found|\.\/bin\/ptxas not found|Relying on driver to perform ptx compilation/,
  },
  {
    id: 'ptxas-missing',
    weight: 0.8,
    pattern: /Failed to compile generated PTX with ptxas|No PTX compilation provider is available/,
  },
  { id: 'cupti-permission', weight: 0.95, pattern: /CUPTI_ERROR_INSUFFICIENT_PRIVILEGES/ },
  {
    id: 'cupti-missing',
    weight: 0.82,
    pattern:
      /(?:Could not (?:load dynamic|dlopen)|Couldn't open)[^\n]{0,30}(?:libcupti\.so|cupti64_)|CUPTI could not be loaded/,
  },
];
