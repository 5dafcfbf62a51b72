import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';

/** Where the project keeps the CLI that it fetched: the user's cache folder. */
export async function cachedCli(): Promise<string> {
  const { cache } = envPaths('temporal-id-verification', { suffix: '' });
  return join(cache, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
}

/** Puts an executable into the cache. Two processes may do so at once: each writes its own file and renames it. */
export async function addToCache(executable: Uint8Array): Promise<string> {
  const path = await cachedCli();
  const partial = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(partial, executable);
  await chmod(partial, 0o755);
  await rename(partial, path);
  return path;
}
