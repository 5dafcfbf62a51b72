import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onCleanup } from './cleanup';
import { temporalAddress } from './temporal';

/** What a command of `idv` left. */
export interface CommandEnd {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `idv` as a user does, in a process of its own, to its end. */
export async function idv(args: readonly string[], env: Record<string, string> = {}): Promise<CommandEnd> {
  return endOf(startIdv(args, env));
}

/** The JSON that a command printed. */
export async function idvJson<T>(args: readonly string[], env: Record<string, string> = {}): Promise<T> {
  const { stdout, stderr } = await idv([...args, '--json'], env);
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`No JSON: ${stdout}${stderr}`);
  }
}

/** Starts a command that goes on until it is told to end, or ends by itself. */
export function startIdv(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['dist/cli/idv.js', ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TEMPORAL_ADDRESS: temporalAddress(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onCleanup(() => child.kill('SIGKILL'));
  return child;
}

/** Collects what a command says, until it ends. */
export async function endOf(child: ChildProcess): Promise<CommandEnd> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  await once(child, 'close');
  return { status: child.exitCode, ...said };
}
