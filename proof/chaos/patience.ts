import { setTimeout as sleep } from 'node:timers/promises';
import { VerificationClientError } from '../../src/client';

let patienceMs = 300_000;

/** How long people and backends go on trying while the system is being broken. */
export function setPatience(ms: number): void {
  patienceMs = ms;
}

export function patience(): number {
  return patienceMs;
}

const AGAIN_AFTER_MS = 250;

/** Errors that anybody met, by their text; searched for what may not be read. */
export const errorsMet = new Set<string>();

/** Calls until there is an answer. An answer that says no is one too, and is thrown. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      errorsMet.add(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
      const isAnswer = error instanceof VerificationClientError && error.code !== 'UNAVAILABLE';
      if (isAnswer || Date.now() > deadlineMs) throw error;
    }
    await sleep(AGAIN_AFTER_MS);
  }
}

/** Calls until there is an answer, and takes a no for one: somebody was faster, or it is over. */
export async function attempting(call: () => Promise<unknown>): Promise<void> {
  await patiently(call).catch((error: unknown) => {
    if (!(error instanceof VerificationClientError)) throw error;
  });
}

/** Asks again and again; false when patience ended first. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  everyMs = 200,
  withinMs = patienceMs,
): Promise<boolean> {
  const deadlineMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) return false;
    await sleep(everyMs);
  }
  return true;
}
