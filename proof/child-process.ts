import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A process that the run started, and may break. */
export interface BreakableProcess {
  pid: number;
  /** Where everything that it says goes. */
  logFile: string;
  isRunning(): boolean;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Asks it to end, and waits. */
  terminate(): Promise<void>;
  /** Stops it in the middle of what it does. */
  freeze(): void;
  thaw(): void;
}

/** What is started. */
export interface ProcessOptions {
  command: string;
  arguments: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  logFile: string;
  /** The text in its log that says that it can do its work. */
  readyText: string;
  /** Whose process it is. Default: ours. */
  user?: { uid: number; gid: number } | undefined;
}

const READY_WITHIN_MS = 60_000;

/** Starts a process and waits until it says that it is ready. */
export async function startProcess(options: ProcessOptions): Promise<BreakableProcess> {
  const log = openSync(options.logFile, 'a');
  const alreadyLogged = fstatSync(log).size;
  const child = spawn(options.command, options.arguments, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', log, log],
    ...options.user,
  });
  closeSync(log);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  await untilReady(child, options, alreadyLogged);
  return {
    pid: child.pid ?? 0,
    logFile: options.logFile,
    isRunning: () => isRunning(child),
    kill: () => end(child, 'SIGKILL'),
    terminate: () => end(child, 'SIGTERM'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function untilReady(
  child: ChildProcess,
  { logFile, readyText }: ProcessOptions,
  alreadyLogged: number,
): Promise<void> {
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  while (!(await readFile(logFile)).subarray(alreadyLogged).includes(readyText)) {
    if (!isRunning(child)) throw new Error(`A process ended before it was ready; see ${logFile}.`);
    if (Date.now() > deadlineMs) throw new Error(`A process was not ready in time; see ${logFile}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
