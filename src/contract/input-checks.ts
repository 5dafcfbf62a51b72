import { REGIONS } from './check-result';
import { optional, record, that, type Check, type Fields, type Problems } from './checks';
import { MAX_ATTEMPTS, MAX_DEADLINE_MS, MAX_NOTE_LENGTH, PATTERNS } from './limits';
import { REVIEW_REASON_CODES } from './review-reason-codes';
import type {
  CallbackReceived,
  DecideReview,
  Policy,
  PolicyRule,
  ReviewerRequest,
  ReviewNote,
  ReviewPolicy,
  SendToReview,
  SubmitTransaction,
  VerificationInput,
} from './schemas';
import { GUIDANCE, ROUTES, RULE_REASONS } from './status';

/**
 * The schemas once more, as plain predicates, for workflow code: there zod may not run (schemas.ts says why). A
 * property test holds the two against each other.
 */

/** Fields that are wrong in the input of a `verification` workflow. */
export function verificationInputProblems(value: unknown): Problems {
  return record(VERIFICATION_INPUT)(value, '');
}

/** Fields that are wrong in a `callbackReceived` signal. */
export function callbackProblems(value: unknown): Problems {
  return record(CALLBACK_RECEIVED)(value, '');
}

/** Fields that are wrong in a `submitTransaction` update. */
export function submissionProblems(value: unknown): Problems {
  return record(SUBMIT_TRANSACTION)(value, '');
}

/** Fields that are wrong in a `sendToReview` update. */
export function sendToReviewProblems(value: unknown): Problems {
  return record(SEND_TO_REVIEW)(value, '');
}

/** Fields that are wrong in a `claimReview` or `releaseReview` update. */
export function reviewerProblems(value: unknown): Problems {
  return record(REVIEWER)(value, '');
}

/** Fields that are wrong in an `addReviewNote` update. */
export function reviewNoteProblems(value: unknown): Problems {
  return record(REVIEW_NOTE)(value, '');
}

/** Fields that are wrong in a `decideReview` update. */
export function decisionProblems(value: unknown): Problems {
  const problems = record(DECIDE_REVIEW)(value, '');
  if (problems.length > 0) return problems;
  const { decision, reasonCode } = value as DecideReview;
  const known: readonly string[] = REVIEW_REASON_CODES[decision];
  return known.includes(reasonCode) ? [] : ['reasonCode'];
}

const text = (pattern: RegExp): Check => that((value) => typeof value === 'string' && pattern.test(value));
const oneOf = (values: readonly string[]): Check =>
  that((value) => typeof value === 'string' && values.includes(value));
const wholeNumber = (max: number): Check =>
  that((value) => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max);
const durationMs = wholeNumber(MAX_DEADLINE_MS);
const score = that((value) => typeof value === 'number' && value >= 0 && value <= 100);
const boolean = that((value) => typeof value === 'boolean');
const shortText = (max: number, min = 0): Check =>
  that((value) => typeof value === 'string' && value.length >= min && value.length <= max);
const note = shortText(MAX_NOTE_LENGTH, 1);

const RULE: Fields<PolicyRule> = {
  passed: oneOf(['Y', 'N']),
  subCode: that((value) => value === '*' || (typeof value === 'string' && PATTERNS.subCode.test(value))),
  procedurePriority: optional(oneOf(['url', 'keep'])),
  route: oneOf(ROUTES),
  reason: oneOf(RULE_REASONS),
  guidance: optional(oneOf(GUIDANCE)),
};

const REVIEW_POLICY: Fields<ReviewPolicy> = {
  dueMs: durationMs,
  deadlineMs: durationMs,
  fourEyes: oneOf(['never', 'approvals', 'always']),
  whenUndecided: oneOf(['reject', 'expire']),
  requireAttested: optional(boolean),
};

const POLICY: Fields<Policy> = {
  name: text(PATTERNS.policyName),
  version: wholeNumber(999_999),
  rules: rules,
  scoreLimits: optional(
    record<NonNullable<Policy['scoreLimits']>>({
      faceComparisonScoreMin: optional(score),
      faceAttackScoreMax: optional(score),
      guardRiskScoreMax: optional(score),
    }),
  ),
  callbackTimeoutMs: durationMs,
  completionDeadlineMs: durationMs,
  resultDeadlineMs: durationMs,
  maxAttempts: wholeNumber(MAX_ATTEMPTS),
  fallback: record<Policy['fallback']>({ deadlineMs: durationMs, whenAbandoned: oneOf(['manualReview', 'expire']) }),
  review: record(REVIEW_POLICY),
};

const VERIFICATION_INPUT: Fields<VerificationInput> = {
  merchantBizId: text(PATTERNS.merchantBizId),
  transactionId: text(PATTERNS.transactionId),
  region: oneOf(REGIONS),
  policy: optional(policyOrReference),
  account: optional(text(PATTERNS.account)),
  productCode: optional(text(PATTERNS.productCode)),
};

const CALLBACK_RECEIVED: Fields<CallbackReceived> = {
  transactionId: text(PATTERNS.transactionId),
  passed: optional(shortText(32)),
  subCode: optional(shortText(32)),
};

const SUBMIT_TRANSACTION: Fields<SubmitTransaction> = {
  merchantBizId: text(PATTERNS.merchantBizId),
  transactionId: text(PATTERNS.transactionId),
};

const SEND_TO_REVIEW: Fields<SendToReview> = { operator: text(PATTERNS.reviewer), reason: note };
const REVIEWER: Fields<ReviewerRequest> = { reviewer: text(PATTERNS.reviewer), attested: optional(boolean) };
const REVIEW_NOTE: Fields<ReviewNote> = { ...REVIEWER, note };
const DECIDE_REVIEW: Fields<DecideReview> = {
  ...REVIEWER,
  decision: oneOf(Object.keys(REVIEW_REASON_CODES)),
  reasonCode: shortText(64, 1),
  note: optional(note),
};

function rules(value: unknown, path: string): Problems {
  if (!Array.isArray(value) || value.length < 1 || value.length > 50) return [path];
  return value.flatMap((rule, index) => approvesOnlyAPass(rule, `${path}.${index}`));
}

function approvesOnlyAPass(value: unknown, path: string): Problems {
  const problems = record(RULE)(value, path);
  if (problems.length > 0) return problems;
  const rule = value as PolicyRule;
  const safe = rule.route !== 'approve' || (rule.passed === 'Y' && rule.subCode === '200');
  return safe ? [] : [`${path}.route`];
}

function policyOrReference(value: unknown, path: string): Problems {
  if (typeof value === 'string') return PATTERNS.policyReference.test(value) ? [] : [path];
  const problems = record(POLICY)(value, path);
  if (problems.length > 0) return problems;
  const policy = value as Policy;
  return [
    ...(policy.completionDeadlineMs <= policy.resultDeadlineMs ? [] : [`${path}.completionDeadlineMs`]),
    ...(policy.review.dueMs <= policy.review.deadlineMs ? [] : [`${path}.review.dueMs`]),
  ];
}
