import { existsSync } from 'node:fs';
import { ConfigError } from '../config';
import { exitStatusOf } from './exit-status';

/** Runs a command; what goes wrong is told on stderr, a sentence each, and becomes the exit status. */
export function main(command: () => Promise<void>): void {
  // Variables of a .env file here count where the environment does not set them.
  if (existsSync('.env')) process.loadEnvFile('.env');
  command().catch((error: unknown) => {
    const sentences = error instanceof ConfigError ? error.problems : [(error as Error).message ?? String(error)];
    for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
    process.exit(exitStatusOf(error));
  });
}

/**
 * Resolves with the first signal that asks the process to end. Those after it are ignored: npm repeats Ctrl-C, and a
 * process that dies of the second one would leave behind what it is just ending.
 */
export async function untilToldToEnd(): Promise<NodeJS.Signals> {
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  return new Promise((resolve) => {
    for (const signal of signals) process.on(signal, () => resolve(signal));
  });
}
