import type { Outcome } from '../contract/verification';
import { factsOf } from './print';

/** An outcome in a few lines. */
export function outcomeText({
  verificationId,
  status,
  reason,
  decidedBy,
  attempts,
  reviews,
  ...times
}: Outcome): string {
  const last = attempts.findLast(({ result }) => result)?.result;
  return factsOf({
    Verification: verificationId,
    Status: status,
    Reason: reason,
    'Decided by': [decidedBy, ...reviews.flatMap((review) => review.decidedBy)].join(', '),
    Result: last && `Passed ${last.passed}, SubCode ${last.subCode}`,
    Attempts: attempts.length,
    Reviews: reviews.length,
    Started: times.startedAt,
    Decided: times.decidedAt,
  });
}
