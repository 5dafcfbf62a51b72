/** Where a verification stands. The last four are final and never change. */
export const VERIFICATION_STATUSES = [
  'AWAITING_RESULT',
  'FALLBACK',
  'MANUAL_REVIEW',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** Statuses that a verification ends in. */
export const FINAL_STATUSES = ['APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED'] as const satisfies VerificationStatus[];
export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** Reasons that a policy's rule may give: what the vendor's answer says of the person. */
export const RULE_REASONS = [
  'passed',
  'inconsistent-result',
  'face-mismatch',
  'liveness-risk',
  'unsafe-device',
  'similar-face',
  'unmapped-sub-code',
] as const;
export type RuleReason = (typeof RULE_REASONS)[number];

/** Why a verification is where it is. */
export type Reason =
  | RuleReason
  /** passed, but `faceAttack` or a configured score limit forbids an approval */
  | 'risk-score'
  /** one more fallback than the policy allows */
  | 'attempts-exhausted'
  /** nobody submitted the new transaction in time */
  | 'fallback-abandoned'
  /** a fallback workflow was ended from outside without a result */
  | 'fallback-ended'
  /** the user did not finish the vendor's flow in time */
  | 'not-completed'
  /** the vendor said "pending" until the completion deadline */
  | 'result-pending'
  /** no answer about the result until the vendor deleted it */
  | 'result-unavailable'
  /** for an hour the vendor's answers were not the documented JSON */
  | 'malformed-response'
  /** the vendor refuses the request itself, e.g. `TransactionIdInvalid` */
  | 'invalid-request'
  /** an operator asked for a person's decision */
  | 'sent-to-review'
  /** no reviewer decided in time */
  | 'review-undecided'
  /** a reviewer granted a new attempt */
  | 'new-attempt-granted'
  /** the backend withdrew the verification */
  | 'cancelled';

/** What a policy's rule does with a result. */
export const ROUTES = ['approve', 'reject', 'fallback', 'manualReview'] as const;

/** What the user should do before the next attempt. */
export const GUIDANCE = ['restore-device'] as const;
export type Guidance = (typeof GUIDANCE)[number];

/** What `decide` says of a CheckResult answer. */
export type Decision =
  | { route: 'approve' | 'reject' | 'manualReview'; reason: Reason }
  | { route: 'fallback'; reason: Reason; guidance?: Guidance | undefined };

/** What comes of an attempt: a decision on its result, or none because nobody came by a deadline. */
export type AttemptDecision = Decision | { route: 'expire'; reason: 'not-completed' | 'fallback-abandoned' };
