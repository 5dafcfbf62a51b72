import { z } from 'zod';
import { REGIONS } from './check-result';
import { MAX_ATTEMPTS, MAX_DEADLINE_MS, MAX_NOTE_LENGTH, PATTERNS } from './limits';
import { REVIEW_REASON_CODES } from './review-reason-codes';
import { GUIDANCE, ROUTES, RULE_REASONS } from './status';

/** Schemas for the edges. Workflow code uses the types only: zod costs 570 KB for each cached workflow. */

const merchantBizId = z.string().regex(PATTERNS.merchantBizId, 'must be 1 to 32 letters and digits');
const transactionId = z.string().regex(PATTERNS.transactionId, 'must be 1 to 128 letters, digits, "_" or "-"');
const durationMs = z
  .int('must be a whole number of milliseconds')
  .min(1, 'must be at least 1 millisecond')
  .max(MAX_DEADLINE_MS, 'must be at most 30 days, which is how long the vendor keeps a result');
const score = z.number().min(0).max(100);
const reviewer = z.string().regex(PATTERNS.reviewer, 'must be a user name or mail address of 1 to 128 characters');
const note = z.string().min(1).max(MAX_NOTE_LENGTH, `must be at most ${MAX_NOTE_LENGTH} characters`);

const ruleSchema = z
  .strictObject({
    passed: z.enum(['Y', 'N']),
    /** One SubCode, or `*` for any. */
    subCode: z.union([z.literal('*'), z.string().regex(PATTERNS.subCode)]),
    /** Absent: any. */
    procedurePriority: z.enum(['url', 'keep']).optional(),
    route: z.enum(ROUTES),
    reason: z.enum(RULE_REASONS),
    guidance: z.enum(GUIDANCE).optional(),
  })
  .refine((rule) => rule.route !== 'approve' || (rule.passed === 'Y' && rule.subCode === '200'), {
    message: 'only Passed Y with SubCode 200 may be approved',
    path: ['route'],
  });

const reviewPolicySchema = z.strictObject({
  /** From here on the review is overdue and its priority raised. */
  dueMs: durationMs,
  /** From here on `whenUndecided` holds. */
  deadlineMs: durationMs,
  fourEyes: z.enum(['never', 'approvals', 'always']),
  /** Never an approval. */
  whenUndecided: z.enum(['reject', 'expire']),
  /** True: only decisions that the client's authorize hook vouched for are taken. */
  requireAttested: z.boolean().optional(),
});

/** The policy of a verification: the decision table and every deadline, in milliseconds. */
export const policySchema = z
  .strictObject({
    name: z.string().regex(PATTERNS.policyName),
    version: z.int().min(1).max(999_999),
    /** The first rule that matches decides; where none does: manualReview, `unmapped-sub-code`. */
    rules: z.array(ruleSchema).min(1).max(50),
    /** An approval needs every limit named here to be met; a missing score does not meet it. */
    scoreLimits: z
      .strictObject({
        faceComparisonScoreMin: score.optional(),
        faceAttackScoreMax: score.optional(),
        guardRiskScoreMax: score.optional(),
      })
      .optional(),
    callbackTimeoutMs: durationMs,
    completionDeadlineMs: durationMs,
    resultDeadlineMs: durationMs,
    /** Attempts before a fallback becomes a review; a reviewer may grant more, 10 in all. */
    maxAttempts: z.int().min(1).max(MAX_ATTEMPTS),
    fallback: z.strictObject({ deadlineMs: durationMs, whenAbandoned: z.enum(['manualReview', 'expire']) }),
    review: reviewPolicySchema,
  })
  .refine((policy) => policy.completionDeadlineMs <= policy.resultDeadlineMs, {
    message: 'must not be after resultDeadlineMs',
    path: ['completionDeadlineMs'],
  })
  .refine((policy) => policy.review.dueMs <= policy.review.deadlineMs, {
    message: 'must not be after review.deadlineMs',
    path: ['review', 'dueMs'],
  });

/** Input of the `verification` workflow. */
export const verificationInputSchema = z.strictObject({
  merchantBizId,
  transactionId,
  region: z.enum(REGIONS),
  /** A built-in by name and version (`default/1`, the default), or a whole policy. */
  policy: z.union([z.string().regex(PATTERNS.policyReference), policySchema]).optional(),
  account: z.string().regex(PATTERNS.account).optional(),
  productCode: z.string().regex(PATTERNS.productCode).optional(),
});

/** Signal `callbackReceived`: a wake-up, never evidence. */
export const callbackReceivedSchema = z.strictObject({
  transactionId,
  passed: z.string().max(32).optional(),
  subCode: z.string().max(32).optional(),
});

/** Update `submitTransaction`: the new Initialize of a fallback. */
export const submitTransactionSchema = z.strictObject({ merchantBizId, transactionId });

/** Update `sendToReview`. */
export const sendToReviewSchema = z.strictObject({ operator: reviewer, reason: note });

const attested = z.boolean().optional();

/** Updates `claimReview` and `releaseReview`. */
export const reviewerSchema = z.strictObject({ reviewer, attested });

/** Update `addReviewNote`. */
export const reviewNoteSchema = z.strictObject({ reviewer, note, attested });

const decision = <D extends keyof typeof REVIEW_REASON_CODES>(name: D) =>
  z.strictObject({
    reviewer,
    decision: z.literal(name),
    reasonCode: z.enum(REVIEW_REASON_CODES[name]),
    note: note.optional(),
    attested,
  });

/** Update `decideReview`. */
export const decideReviewSchema = z.discriminatedUnion('decision', [
  decision('approve'),
  decision('reject'),
  decision('newAttempt'),
]);

export type PolicyRule = z.infer<typeof ruleSchema>;
export type ReviewPolicy = z.infer<typeof reviewPolicySchema>;
export type Policy = z.infer<typeof policySchema>;
export type VerificationInput = z.infer<typeof verificationInputSchema>;
export type CallbackReceived = z.infer<typeof callbackReceivedSchema>;
export type SubmitTransaction = z.infer<typeof submitTransactionSchema>;
export type SendToReview = z.infer<typeof sendToReviewSchema>;
export type ReviewerRequest = z.infer<typeof reviewerSchema>;
export type ReviewNote = z.infer<typeof reviewNoteSchema>;
export type DecideReview = z.infer<typeof decideReviewSchema>;
