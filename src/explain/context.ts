/** What a text shows of the machine it comes from. */
export interface LogContext {
  /** `2.4` or `2.4.1`; null when the text does not say. */
  readonly tensorflow: string | null;
  readonly os: 'linux' | 'windows' | 'mac' | null;
  readonly source: 'tensorflow-log' | 'nvidia-smi' | 'kernel-log' | 'traceback' | 'pip' | 'unknown';
}

const versions = [
  /tensorflow(?:[-_](?:gpu|cpu|intel))?\s*(?:==|[-/ ]v?)(\d\.\d{1,2}(?:\.\d+)?)/i,
  /\bTF\s*v?(\d\.\d{1,2}(?:\.\d+)?)/,
  /tf\.(?:__version__|version\.VERSION)[^\n]*\n?[^\n]{0,8}['"]?(\d\.\d{1,2}\.\d+)/,
  /^([12]\.\d{1,2}\.\d+)$/m,
] as const;

/** Reads the context out of a text. */
export function contextOf(text: string): LogContext {
  return {
    tensorflow: versions.map((pattern) => pattern.exec(text)?.[1]).find(Boolean) ?? null,
    os: osOf(text),
    source: sourceOf(text),
  };
}

function osOf(text: string): LogContext['os'] {
  if (/[A-Z]:\\\w|\.dll\b|win_amd64|WDDM/.test(text)) return 'windows';
  if (/macOS|darwin|\.dylib|Metal device/i.test(text)) return 'mac';
  if (/\.so\b|\/usr\/|\/home\/|\/proc\/|manylinux|\/opt\//.test(text)) return 'linux';
  return null;
}

function sourceOf(text: string): LogContext['source'] {
  if (/NVIDIA-SMI|Failed to initialize NVML/.test(text)) return 'nvidia-smi';
  if (/\bNVRM: /.test(text)) return 'kernel-log';
  if (/\b\w+\.(?:cc|cu):\d+\]/.test(text)) return 'tensorflow-log';
  if (/pip install|No matching distribution|Collecting \S+|subprocess-exited-with-error/.test(text))
    return 'pip';
  if (/Traceback \(most recent call last\)|^\w*(?:Error|Exception)\b/m.test(text))
    return 'traceback';
  return 'unknown';
}
