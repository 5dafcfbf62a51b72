import { metricMeter } from '@temporalio/workflow';
import { METRICS, type Metric } from '../contract/metrics';
import type { Outcome } from '../contract/verification';

/** Counts one; not again when the workflow is replayed. */
export function count({ name, unit, description }: Metric, labels: Record<string, string> = {}): void {
  metricMeter.createCounter(name, unit, description).add(1, labels);
}

/** Counts an outcome, and how long it took since the last callback, where no person was waited for. */
export function countOutcome({ status, reason, decidedBy, attempts, decidedAt }: Outcome): void {
  count(METRICS.outcomes, { status, reason });
  const callbackAt = attempts.at(-1)?.callbackAt;
  if (decidedBy !== 'policy' || callbackAt === undefined) return;
  const { name, unit, description } = METRICS.callbackToOutcome;
  metricMeter
    .createHistogram(name, 'float', unit, description)
    .record((Date.parse(decidedAt) - Date.parse(callbackAt)) / 1000);
}
