import { request } from 'undici';
import type { Journal } from './journal';
import type { Transaction } from './transactions';

const CALLBACK_TIMEOUT_MS = 5_000;
/** The journal keeps so much of what a receiver answered. */
const MAX_ANSWER_LENGTH = 1_000;

/** Sends all callbacks of a transaction, as its script says. */
export async function sendCallbacks(transaction: Transaction, journal: Journal): Promise<void> {
  const { times, forgedFirst } = transaction.script.callback;
  for (const kind of forgedFirst) {
    const forged =
      kind === 'bad-token'
        ? { callbackToken: 'forged', transactionId: transaction.transactionId }
        : { callbackToken: transaction.callbackToken, transactionId: `hksforged${transaction.transactionId.slice(9)}` };
    await sendCallback(transaction, journal, forged);
  }
  await Promise.all(Array.from({ length: times }, () => sendCallback(transaction, journal)));
}

/** One callback as the vendor sends it: a GET of CallbackUrl with its parameters added. What comes back is journaled. */
export async function sendCallback(
  transaction: Transaction,
  journal: Journal,
  forged?: { transactionId?: string | undefined; callbackToken?: string | undefined },
): Promise<void> {
  const { transactionId, callbackUrl } = transaction;
  if (callbackUrl === undefined) return;
  const sentAt = new Date().toISOString();
  const answered = await ask(addressOf(transaction, callbackUrl, forged)).catch(() => ({
    httpStatus: 'failed' as const,
  }));
  journal.add({ kind: 'callback', transactionId, forged: forged !== undefined, sentAt, ...answered });
}

async function ask(address: URL): Promise<{ httpStatus: number; answer: string }> {
  const { statusCode, body } = await request(address, {
    headersTimeout: CALLBACK_TIMEOUT_MS,
    bodyTimeout: CALLBACK_TIMEOUT_MS,
  });
  return { httpStatus: statusCode, answer: (await body.text()).slice(0, MAX_ANSWER_LENGTH) };
}

function addressOf(
  { transactionId, callbackToken, script }: Transaction,
  callbackUrl: string,
  forged: Parameters<typeof sendCallback>[2] = {},
): URL {
  const last = script.results.at(-1);
  const { passed, subCode } = script.callback.claims ?? { passed: last?.passed ?? '', subCode: last?.subCode ?? '' };
  const url = new URL(callbackUrl);
  url.searchParams.set('transactionId', forged.transactionId ?? transactionId);
  url.searchParams.set('passed', passed);
  url.searchParams.set(script.callback.spelling, subCode);
  const token = forged.callbackToken ?? callbackToken;
  if (token !== undefined) url.searchParams.set('callbackToken', token);
  return url;
}
