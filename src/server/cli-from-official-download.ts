import { gunzipSync } from 'fflate';
import { addToCache } from './cli-from-cache';

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Long enough for a slow answer, short enough not to keep somebody waiting who is offline. */
const ANSWER_WITHIN_MS = 5_000;

/** Fetches the CLI from where Temporal publishes it, as the SDK's test environment does. */
export async function downloadedCli(version: string, onProgress: (message: string) => void): Promise<string> {
  const platform = PLATFORMS[process.platform];
  const architecture = ARCHITECTURES[process.arch];
  if (!platform || !architecture) throw new Error(`none for ${process.platform} ${process.arch}`);
  const query = new URLSearchParams({ platform, arch: architecture });
  const answer = await fetch(`https://temporal.download/cli/archive/v${version}?${query.toString()}`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => {
    throw new Error('cannot be reached');
  });
  if (!answer.ok) throw new Error(`answered HTTP ${answer.status}`);
  onProgress(`Fetching the Temporal CLI ${version} (about 45 MB), once …`);
  const archive = gunzipSync(new Uint8Array(await answer.arrayBuffer()));
  return addToCache(fileInTar(archive, 'temporal'));
}

/** One file of a tar archive (POSIX ustar: headers of 512 bytes, name at 0, size in octal at 124). */
function fileInTar(archive: Uint8Array, name: string): Uint8Array {
  const text = new TextDecoder('latin1');
  for (let at = 0; at + 512 <= archive.length;) {
    const header = text.decode(archive.subarray(at, at + 512));
    const size = Number.parseInt(header.slice(124, 136), 8) || 0;
    if (header.slice(0, 100).split('\0')[0]?.split('/').pop() === name) return archive.slice(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`the archive holds no "${name}"`);
}
