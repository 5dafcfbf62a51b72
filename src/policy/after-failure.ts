import { CHECK_RESULT_FAILURES, type CheckResultFailure } from '../contract/check-result';
import type { AttemptDecision } from '../contract/status';

/** How the calls of an attempt ended, where they brought no result. */
export type CallFailure = CheckResultFailure | 'TimedOut';

/** What follows when the calls ended without a result. Nothing here is a verdict on a person, but for one who gave up. */
export const AFTER_FAILURE: Readonly<Record<CallFailure, AttemptDecision>> = {
  ProcessNotCompleted: { route: 'expire', reason: 'not-completed' },
  ResultPending: { route: 'manualReview', reason: 'result-pending' },
  MalformedResponse: { route: 'manualReview', reason: 'malformed-response' },
  InvalidRequest: { route: 'manualReview', reason: 'invalid-request' },
  Throttled: { route: 'manualReview', reason: 'result-unavailable' },
  VendorUnavailable: { route: 'manualReview', reason: 'result-unavailable' },
  OperatorActionRequired: { route: 'manualReview', reason: 'result-unavailable' },
  TimedOut: { route: 'manualReview', reason: 'result-unavailable' },
};

/** The failure that an `ApplicationFailure` type names; one that is not ours counts as the vendor's being unavailable. */
export function callFailureOf(type: string | null | undefined): CallFailure {
  return CHECK_RESULT_FAILURES.find((known) => known === type) ?? 'VendorUnavailable';
}
