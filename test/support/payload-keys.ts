import { randomBytes } from 'node:crypto';

/** A new key as it stands in `IDV_PAYLOAD_KEYS`. */
export function newPayloadKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}
