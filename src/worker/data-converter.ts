import type { DataConverter } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { createDataConverter, type PayloadCodecError, type PayloadCodecOptions, type PayloadKey } from '../codec';
import { METRICS } from '../contract/metrics';

/** The data converter of a worker: what it cannot decrypt is logged and counted as `idv_codec_errors`. */
export function workerDataConverter(
  keys: readonly PayloadKey[],
  undecodable: PayloadCodecOptions['undecodable'],
): DataConverter {
  const { metricMeter, logger } = Runtime.instance();
  const { name, unit, description } = METRICS.codecErrors;
  const errors = metricMeter.createCounter(name, unit, description);
  const onError = ({ problem, message }: PayloadCodecError) => {
    errors.add(1, { problem });
    logger.warn(message);
  };
  return createDataConverter(keys, { undecodable, onError });
}
