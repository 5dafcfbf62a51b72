import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { decode } from '@temporalio/common/lib/encoding';
import { Undecodable } from './undecodable';

/**
 * The default converter, but for a payload that it cannot decode: that becomes a value of its own. The default one throws,
 * and one such signal, which anybody in the namespace may send, would then fail the workflow task for ever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload: <T>(payload: Payload, ...rest: unknown[]): T => {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload, ...(rest as []));
    } catch {
      // Whoever awaits a `T` has to ask `decoded` for it.
      return undecodable(payload) as T;
    }
  },
};

function undecodable({ metadata }: Payload): Undecodable {
  const encoding = metadata?.encoding;
  if (!encoding || decode(encoding) !== 'binary/encrypted') return new Undecodable('it is not JSON.', false);
  const keyId = metadata?.['encryption-key-id'];
  const key = keyId ? `the key "${decode(keyId).slice(0, 64)}"` : 'an unnamed key';
  return new Undecodable(
    `it is encrypted with ${key}, and this worker has no such key, or another one under this id. Add the key to IDV_PAYLOAD_KEYS (or IDV_PAYLOAD_KEYS_FILE) of the workers and start them again; nothing is lost meanwhile.`,
    true,
  );
}
