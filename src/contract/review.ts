import type { AccountAndProduct } from './names';
import type { Attempt } from './attempt';
import type { ReviewDecision, ReviewReasonCode } from './review-reason-codes';
import type { Reason } from './status';
import type { ReviewPolicy } from './schemas';

/** Where a review stands. `DECIDED`, `UNDECIDED` and `CANCELLED` are final. */
export type ReviewStatus =
  | 'OPEN'
  | 'CLAIMED'
  /** a first reviewer decided, a second and different one must agree */
  | 'SECOND_REVIEW'
  /** the two disagreed: a third and different reviewer decides */
  | 'ESCALATED'
  | 'DECIDED'
  | 'UNDECIDED'
  | 'CANCELLED';

/** Input of the `manualReview` workflow: facts, and no images. */
export interface ManualReviewInput extends AccountAndProduct {
  verificationId: string;
  review: number;
  reason: Reason;
  /** Who asked for this review and why, when an operator did. */
  sentBy?: { operator: string; reason: string } | undefined;
  attempts: Attempt[];
  policy: ReviewPolicy;
  /** False once the verification has had as many attempts as there may be. */
  mayGrantNewAttempt: boolean;
  /** Notes that may still be added to this verification. */
  notesLeft: number;
}

/** One line of a review's audit trail. */
export type AuditEntry = { at: string } & (
  | { action: 'opened'; reason: Reason; operator?: string | undefined; note?: string | undefined }
  | { action: 'claimed' | 'released'; reviewer: string; attested: boolean }
  | { action: 'noted'; reviewer: string; attested: boolean; note: string }
  | {
      action: 'decided';
      reviewer: string;
      attested: boolean;
      decision: ReviewDecision;
      reasonCode: ReviewReasonCode;
      note?: string | undefined;
    }
  | { action: 'overdue' | 'escalated' | 'deadline-passed' | 'cancelled' }
);

/** How a review ended. `undecided` means that the final deadline passed. */
export interface ReviewResult {
  review: number;
  reason: Reason;
  decision: ReviewDecision | 'undecided';
  reasonCode?: ReviewReasonCode | undefined;
  /** Whose decision it was; two names where four eyes agreed. */
  decidedBy: string[];
  openedAt: string;
  closedAt: string;
  auditTrail: AuditEntry[];
}

/** What `getReview` answers. */
export interface ReviewState {
  verificationId: string;
  review: number;
  workflowId: string;
  status: ReviewStatus;
  reason: Reason;
  priority: 'normal' | 'high';
  assignee?: string | undefined;
  openedAt: string;
  dueAt: string;
  deadlineAt: string;
  overdue: boolean;
  mayGrantNewAttempt: boolean;
  attempts: Attempt[];
  auditTrail: AuditEntry[];
  result?: ReviewResult | undefined;
}
