import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { MetricMeter } from '@temporalio/common';
import { METRICS, type Metric } from '../contract/metrics';
import { nearlyDeletedResults, OPEN_REVIEWS, openWithStatus, overdueReviews } from '../contract/visibility-queries';

/** Who counts, and how often. */
export interface CensusOptions {
  client: Client;
  meter: MetricMeter;
  everyMs: number;
  /** Ends the counting. */
  signal: AbortSignal;
  onFailure: (error: Error) => void;
}

const OPEN_STATUSES = ['AWAITING_RESULT', 'FALLBACK', 'MANUAL_REVIEW'] as const;
const COUNT_WITHIN_MS = 10_000;

/**
 * Counts what is open, again and again: no counter of a worker knows that. Every worker process counts, and all report
 * the same figures, so a query takes their maximum.
 */
export async function keepCensus(options: CensusOptions): Promise<void> {
  const { everyMs, signal, onFailure } = options;
  while (!signal.aborted) {
    await countOnce(options).catch(onFailure);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function countOnce({ client, meter }: CensusOptions): Promise<void> {
  const now = new Date();
  const set = ({ name, unit, description }: Metric, value: number, labels: Record<string, string> = {}) =>
    meter.createGauge(name, 'int', unit, description).set(value, labels);
  const count = async (query: string) => {
    const counted = () => client.workflow.count(query);
    return (await client.withDeadline(Date.now() + COUNT_WITHIN_MS, counted)).count;
  };
  for (const status of OPEN_STATUSES) {
    set(METRICS.openVerifications, await count(openWithStatus(status)), { status });
  }
  set(METRICS.openReviews, await count(OPEN_REVIEWS));
  set(METRICS.overdueReviews, await count(overdueReviews(now)));
  set(METRICS.resultsNearDeletion, await count(nearlyDeletedResults(now)));
  set(METRICS.censusTime, Math.floor(now.getTime() / 1000));
}
