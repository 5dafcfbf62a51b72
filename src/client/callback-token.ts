import { createHmac, timingSafeEqual } from 'node:crypto';
import { VerificationClientError } from './errors';

/** A key of the CallbackToken. Several may be valid at once, so that keys rotate: the first signs, all are accepted. */
export interface CallbackKey {
  /** For people; it is not part of the token. */
  name: string;
  /** At least 32 bytes. */
  secret: string;
}

const MIN_SECRET_BYTES = 32;

/** @throws VerificationClientError `INVALID_INPUT` when there is no key, or one is too short */
export function checkCallbackKeys(keys: readonly CallbackKey[]): void {
  if (keys.length === 0)
    throw new VerificationClientError('INVALID_INPUT', 'keys: name at least one', { field: 'keys' });
  const short = keys.find(({ secret }) => Buffer.byteLength(secret) < MIN_SECRET_BYTES);
  if (short) {
    throw new VerificationClientError(
      'INVALID_INPUT',
      `keys: the secret of "${short.name}" is shorter than ${MIN_SECRET_BYTES} bytes`,
      { field: 'keys' },
    );
  }
}

/** The CallbackToken of an attempt: base64url HMAC-SHA256 over `{verificationId}/{attempt}`. */
export function callbackToken(key: CallbackKey, verificationId: string, attempt: number): string {
  return mac(key, verificationId, attempt).toString('base64url');
}

/** Whether one of the keys made this token for this attempt. Takes the same time whichever did, or none. */
export function isCallbackToken(
  keys: readonly CallbackKey[],
  token: string,
  verificationId: string,
  attempt: number,
): boolean {
  const given = Buffer.from(token, 'base64url');
  let isValid = false;
  for (const key of keys) {
    const expected = mac(key, verificationId, attempt);
    // Re-encoded, since base64url decoding forgives stray characters.
    const matches =
      given.length === expected.length && timingSafeEqual(given, expected) && given.toString('base64url') === token;
    isValid = matches || isValid;
  }
  return isValid;
}

function mac({ secret }: CallbackKey, verificationId: string, attempt: number): Buffer {
  return createHmac('sha256', secret).update(`${verificationId}/${attempt}`).digest();
}
