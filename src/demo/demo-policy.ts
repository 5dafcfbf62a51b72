import type { Policy } from '../contract/schemas';
import { DEFAULT_POLICY, resolvePolicy } from '../policy';

const SECOND_MS = 1_000;

/** The default rules with deadlines of seconds: an inline policy, as any user may send one. */
export function demoPolicy(changes: Partial<Policy> = {}): Policy {
  const rules = resolvePolicy(DEFAULT_POLICY)?.rules ?? [];
  return {
    name: 'demo',
    version: 1,
    rules,
    callbackTimeoutMs: 10 * SECOND_MS,
    completionDeadlineMs: 60 * SECOND_MS,
    resultDeadlineMs: 120 * SECOND_MS,
    maxAttempts: 3,
    fallback: { deadlineMs: 60 * SECOND_MS, whenAbandoned: 'manualReview' },
    review: { dueMs: 60 * SECOND_MS, deadlineMs: 90 * SECOND_MS, fourEyes: 'never', whenUndecided: 'reject' },
    ...changes,
  };
}

/** Retry cadences of tenths of a second, through the variables that any worker may be given. */
export const DEMO_WORKER_VARIABLES: Readonly<Record<string, string>> = {
  IDV_PULL_SCHEDULE_S: '0.2,0.3,0.5',
  IDV_PULL_EVERY_S: '0.5',
  IDV_CALLBACK_SCHEDULE_S: '0.1,0.1,0.2,0.4,0.4,0.4,0.4,0.4,0.4,0.4',
  IDV_BACKOFF_MIN_S: '0.05',
  IDV_BACKOFF_MAX_S: '0.3',
  IDV_THROTTLED_MIN_S: '0.05',
  IDV_THROTTLED_MAX_S: '0.1',
  IDV_OPERATOR_RETRY_S: '0.3',
  IDV_CALL_TIMEOUT_MS: '1000',
  IDV_SHUTDOWN_GRACE_MS: '2000',
  IDV_CHECK_RESULT_PER_SECOND: '500',
};
