/** What every side agrees on: names, messages, types, and schemas for the edges. */
export type { Attempt, AttemptEnd } from './attempt';
export type { CheckResultSummary, Region } from './check-result';
export * from './messages';
export * from './names';
export type { AuditEntry, ReviewResult, ReviewState } from './review';
export { REVIEW_REASON_CODES, type ReviewDecision } from './review-reason-codes';
export * from './schemas';
export { SEARCH_ATTRIBUTES, SEARCH_ATTRIBUTE_TYPES } from './search-attributes';
export {
  FINAL_STATUSES,
  VERIFICATION_STATUSES,
  type FinalStatus,
  type Reason,
  type VerificationStatus,
} from './status';
export type { FallbackState, Outcome, VerificationState } from './verification';
