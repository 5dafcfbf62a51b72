import type { VerificationStatus } from './status';

/** What visibility queries of the product have in common. None can say "now", so a time is given. */

const DAY_MS = 24 * 60 * 60 * 1000;
/** The vendor deletes a result after 30 days; three are left to act in. */
const NEARLY_DELETED_MS = 27 * DAY_MS;

/** What has not ended. */
export const OPEN = "ExecutionStatus = 'Running'";

/** Open verifications with this status. */
export function openWithStatus(status: VerificationStatus): string {
  return `${OPEN} AND VerificationStatus = '${status}'`;
}

/** Reviews without a decision. */
export const OPEN_REVIEWS = `WorkflowType = 'manualReview' AND ${OPEN}`;

/** Reviews without a decision that were due before `now`. */
export function overdueReviews(now: Date): string {
  return `${OPEN_REVIEWS} AND ReviewDueAt < '${now.toISOString()}'`;
}

/** Attempts that wait for a result which the vendor deletes within three days of `now`. */
export function nearlyDeletedResults(now: Date): string {
  const since = new Date(now.getTime() - NEARLY_DELETED_MS).toISOString();
  return `${OPEN} AND StartTime < '${since}' AND (VerificationStatus = 'AWAITING_RESULT' OR WorkflowType = 'fallbackVerification')`;
}
