import type { Policy } from '../../src/contract/schemas';
import { resolvePolicy } from '../../src/policy';

const DEFAULT = resolvePolicy('default/1') as Policy;

/** The default rules with deadlines of seconds, and what a test changes. */
export function quickPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    ...DEFAULT,
    name: 'quick',
    callbackTimeoutMs: 3_000,
    completionDeadlineMs: 20_000,
    resultDeadlineMs: 40_000,
    fallback: { deadlineMs: 20_000, whenAbandoned: 'manualReview' },
    review: { dueMs: 20_000, deadlineMs: 30_000, fourEyes: 'never', whenUndecided: 'reject' },
    ...changes,
  };
}
