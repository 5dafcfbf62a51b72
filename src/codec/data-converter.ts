import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { KeyRing, type PayloadKey } from './key-ring';
import { createPayloadCodec, type PayloadCodecOptions } from './payload-codec';

/** The failure converter of encrypted failures, for a `DataConverter` and for a workflow bundle. */
export const FAILURE_CONVERTER_PATH = join(__dirname, 'failure-converter');

/**
 * What a Temporal client or a worker is given, so that all that it writes is encrypted and all that it reads decrypted.
 * Without keys it encrypts nothing and leaves failures readable.
 */
export function createDataConverter(
  keys: readonly PayloadKey[],
  options: PayloadCodecOptions = { undecodable: 'throw' },
): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(new KeyRing(keys), options)],
    ...(keys.length > 0 && { failureConverterPath: FAILURE_CONVERTER_PATH }),
  };
}
