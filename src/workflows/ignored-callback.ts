import { log } from '@temporalio/workflow';
import { METRICS } from '../contract/metrics';
import { count } from './metrics';

/** Counts and logs a callback signal that was ignored. */
export function noteIgnored(why: string): void {
  count(METRICS.callbacksIgnored);
  log.warn(`Callback ignored: ${why}.`);
}
