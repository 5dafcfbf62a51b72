import { z } from 'zod';
import { MAX_ATTEMPTS, PATTERNS } from '../contract/limits';
import { callbackToken, checkCallbackKeys, type CallbackKey } from './callback-token';
import { VerificationClientError } from './errors';
import { parseInput } from './parse-input';

/** Where the vendor calls back, and with what proof: CallbackUrl and CallbackToken of Initialize. */
export interface CallbackAddress {
  callbackUrl: string;
  callbackToken: string;
}

/** Where the callback receiver is reached from outside, and the keys that it knows too. */
export interface CallbackOptions {
  /** Public base URL of the receiver, https except on loopback; callbacks go to `{baseUrl}/callbacks/{id}/{attempt}`. */
  baseUrl: string;
  keys: readonly CallbackKey[];
}

const addressSchema = z.object({
  verificationId: z.string().regex(PATTERNS.merchantBizId, 'must be 1 to 32 letters and digits'),
  attempt: z.int().min(1).max(MAX_ATTEMPTS),
});

/**
 * Makes the function that tells the callback address of an attempt.
 *
 * @throws VerificationClientError `INVALID_INPUT` for a base URL that is not https, or keys that are too short
 */
export function createCallbackAddresses(
  options: CallbackOptions,
): (verificationId: string, attempt: number) => CallbackAddress {
  const base = checkedBase(options.baseUrl);
  checkCallbackKeys(options.keys);
  const [signingKey] = options.keys as readonly [CallbackKey];
  return (verificationId, attempt) => {
    parseInput(addressSchema, { verificationId, attempt });
    return {
      callbackUrl: `${base}/callbacks/${verificationId}/${attempt}`,
      callbackToken: callbackToken(signingKey, verificationId, attempt),
    };
  };
}

function checkedBase(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !isSecure(url)) throw wrongBase('must be an https URL; http is for loopback only');
  if (url.search || url.hash || url.username || url.password)
    throw wrongBase('must not hold a query, a fragment or credentials');
  return url.href.replace(/\/+$/, '');
}

function isSecure({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function wrongBase(why: string): VerificationClientError {
  return new VerificationClientError('INVALID_INPUT', `callback.baseUrl: ${why}`, { field: 'callback.baseUrl' });
}
