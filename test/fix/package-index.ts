import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { basename, join } from 'node:path';

/** An index of packages on this computer, from which pip would download the wheels of a folder. */
export interface PackageIndex {
  readonly url: string;
  /** How large the wheel of cuDNN in this version is. */
  readonly bytes: (version: string) => number;
  readonly close: () => Promise<void>;
}

/** Serves `/simple/NAME/` and the files, as PEP 503 has it. */
export async function serveIndex(folder: string): Promise<PackageIndex> {
  const files = readdirSync(folder);
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    if (files.includes(name)) {
      const body = readFileSync(join(folder, name));
      response.setHeader('content-length', body.length);
      response.end(request.method === 'HEAD' ? undefined : body);
      return;
    }
    const own = files.filter((file) => file.startsWith(`${name.replaceAll('-', '_')}-`));
    response.setHeader('content-type', 'text/html');
    response.end(own.map((file) => `<a href="/files/${file}">${file}</a>`).join(''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: (version) =>
      files
        .filter((file) => file.startsWith(`nvidia_cudnn_cu12-${version}-`))
        .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
