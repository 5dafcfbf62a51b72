import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onCleanup } from './cleanup';
import { temporalAddress } from './temporal';

/** A worker as it is deployed: `idv worker` in a process of its own. */
export interface WorkerProcess {
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Asks it to end; resolves with its exit status. */
  terminate(): Promise<number | null>;
}

/** Starts a worker process and waits until it says that it is ready. */
export async function startWorkerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const child = spawnWorker(env);
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const line of lines) {
    if (line.includes('Worker ready')) break;
  }
  // Nobody reads on, so nothing may wait for a reader.
  child.stdout?.resume();
  const ended = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  onCleanup(() => ended('SIGKILL'));
  return { kill: async () => void (await ended('SIGKILL')), terminate: () => ended('SIGTERM') };
}

/** Runs a worker that is expected to give up; resolves with its exit status and what it said on stderr. */
export async function runWorkerToItsEnd(
  env: Record<string, string>,
): Promise<{ status: number | null; stderr: string }> {
  const child = spawnWorker(env);
  onCleanup(() => child.kill('SIGKILL'));
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'exit');
  return { status: child.exitCode, stderr };
}

function spawnWorker(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['dist/cli/idv.js', 'worker'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TEMPORAL_ADDRESS: temporalAddress(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
