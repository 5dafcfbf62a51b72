import type { DataConverter } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { createDataConverter, type PayloadCodecError, type PayloadCodecOptions, type PayloadKey } from '../codec';

/** The data converter of a worker: what it cannot decrypt is logged and counted as `idv_codec_errors`. */
export function workerDataConverter(
  keys: readonly PayloadKey[],
  undecodable: PayloadCodecOptions['undecodable'],
): DataConverter {
  const { metricMeter, logger } = Runtime.instance();
  const errors = metricMeter.createCounter('idv_codec_errors', 'payloads', 'Payloads that could not be decrypted');
  const onError = ({ problem, message }: PayloadCodecError) => {
    errors.add(1, { problem });
    logger.warn(message);
  };
  return createDataConverter(keys, { undecodable, onError });
}
