import type { Payload, PayloadCodec } from '@temporalio/common';
import { decryptPayload, encryptPayload } from './encrypted-payload';
import type { PayloadCodecError } from './errors';
import type { KeyRing } from './key-ring';

/** What happens to a payload that cannot be decrypted. */
export interface PayloadCodecOptions {
  /**
   * `throw` for who needs the value: clients and activities. `pass` leaves it encrypted, for who tells payloads apart
   * later: workflow code, where one bad signal may not stop a workflow, and the codec server.
   */
  undecodable: 'throw' | 'pass';
  /** Told of every payload that cannot be decrypted. */
  onError?: ((error: PayloadCodecError) => void) | undefined;
}

/** Encrypts what leaves this process with the first key, and decrypts with all; without a key it encrypts nothing. */
export function createPayloadCodec(keys: KeyRing, { undecodable, onError }: PayloadCodecOptions): PayloadCodec {
  const decode = (payload: Payload): Payload => {
    try {
      return decryptPayload(payload, keys);
    } catch (error) {
      onError?.(error as PayloadCodecError);
      if (undecodable === 'throw') throw error;
      return payload;
    }
  };
  return {
    encode: async (payloads, context) => {
      const { writing } = keys;
      return writing ? payloads.map((payload) => encryptPayload(payload, writing, context?.workflowId)) : payloads;
    },
    decode: async (payloads) => payloads.map(decode),
  };
}
