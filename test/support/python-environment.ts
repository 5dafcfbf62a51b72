import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** A file of pinned requirements, and a module that is there once they are. */
export interface PythonPackages {
  requirements: string;
  module: string;
}

/** A Python that has the packages, or why there is none. */
export type PythonEnvironment = { python: string } | { missing: string };

/**
 * Makes a virtual environment in the user's cache, beside the Temporal CLI's, once for each pinned version. Not
 * asynchronous, since Jest wants to know which tests are skipped before it runs one.
 */
export function pythonEnvironment(packages: PythonPackages): PythonEnvironment {
  const pinned = readFileSync(packages.requirements, 'utf8').trim();
  const { cache } = envPaths('temporal-id-verification', { suffix: '' });
  const folder = join(cache, `python-${pinned.replace('==', '-')}`);
  const python = join(folder, 'bin', 'python');
  try {
    if (!works(python, packages)) create(folder, packages);
    return { python };
  } catch (error) {
    return { missing: reasonOf(error) };
  }
}

function works(python: string, { module }: PythonPackages): boolean {
  if (!existsSync(python)) return false;
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    // Its python3 was removed or replaced.
    return false;
  }
}

/** Two test runs may do so at once: each makes its own and renames it. */
function create(folder: string, { requirements }: PythonPackages): void {
  const partial = `${folder}.${process.pid}`;
  const options = { stdio: 'pipe', timeout: 5 * 60_000 } as const;
  try {
    mkdirSync(join(folder, '..'), { recursive: true });
    execFileSync('python3', ['-m', 'venv', partial], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
    execFileSync(join(partial, 'bin', 'python'), [...pip, '--requirement', requirements], options);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as { code?: string; stderr?: Buffer; message: string };
  if (code === 'ENOENT') return 'python3 is not there';
  const lastLine = (stderr?.toString() ?? '').trim().split('\n').at(-1);
  return lastLine ? lastLine : message;
}
