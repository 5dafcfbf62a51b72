import type { Policy } from '../contract/schemas';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * What a verification follows unless it names another policy. A built-in policy never changes, or recorded histories
 * could not be replayed: a new version is added beside it.
 */
const DEFAULT_1: Policy = {
  name: 'default',
  version: 1,
  rules: [
    { passed: 'Y', subCode: '200', route: 'approve', reason: 'passed' },
    { passed: 'Y', subCode: '*', route: 'manualReview', reason: 'inconsistent-result' },
    { passed: 'N', subCode: '200', route: 'manualReview', reason: 'inconsistent-result' },
    { passed: 'N', subCode: '204', procedurePriority: 'url', route: 'fallback', reason: 'face-mismatch' },
    { passed: 'N', subCode: '204', route: 'manualReview', reason: 'face-mismatch' },
    { passed: 'N', subCode: '205', route: 'manualReview', reason: 'liveness-risk' },
    { passed: 'N', subCode: '206', route: 'fallback', reason: 'unsafe-device', guidance: 'restore-device' },
    { passed: 'N', subCode: '233', route: 'manualReview', reason: 'similar-face' },
    { passed: 'N', subCode: '*', route: 'manualReview', reason: 'unmapped-sub-code' },
  ],
  callbackTimeoutMs: 5 * MINUTE_MS,
  completionDeadlineMs: DAY_MS,
  resultDeadlineMs: 30 * DAY_MS,
  maxAttempts: 3,
  fallback: { deadlineMs: 3 * DAY_MS, whenAbandoned: 'expire' },
  review: { dueMs: DAY_MS, deadlineMs: 7 * DAY_MS, fourEyes: 'never', whenUndecided: 'reject' },
};

/** Every built-in policy by its reference, `{name}/{version}`. */
export const BUILT_IN_POLICIES: Readonly<Record<string, Policy>> = { 'default/1': DEFAULT_1 };

/** The policy of a verification that names none. */
export const DEFAULT_POLICY = 'default/1';

/** The policy that an input means: a built-in by reference, or the whole one that it carries. Undefined: no such built-in. */
export function resolvePolicy(policy: string | Policy | undefined): Policy | undefined {
  if (typeof policy === 'object') return policy;
  const reference = policy ?? DEFAULT_POLICY;
  return Object.hasOwn(BUILT_IN_POLICIES, reference) ? BUILT_IN_POLICIES[reference] : undefined;
}
