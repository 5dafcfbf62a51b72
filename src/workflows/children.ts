import {
  ApplicationFailure,
  CancellationScope,
  executeChild,
  ParentClosePolicy,
  startChild,
  type ChildWorkflowOptions,
} from '@temporalio/workflow';
import { MAX_ATTEMPTS, MAX_NOTES } from '../contract/limits';
import { attemptWorkflowId, reviewWorkflowId } from '../contract/names';
import type { ManualReviewInput, ReviewResult } from '../contract/review';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import type { Policy, SendToReview, VerificationInput } from '../contract/schemas';
import type { Guidance, Reason } from '../contract/status';
import type { AttemptEnd } from '../contract/attempt';
import type { FallbackRequest, FallbackVerificationInput } from '../contract/verification';
import { newAttempt } from './attempt';
import { clockTime, factDetails } from './current-details';
import { fallbackVerification } from './fallback-verification';
import { manualReview } from './manual-review';
import { decoded } from './undecodable';
import type { VerificationProgress } from './verification-progress';

/** The verification that a child belongs to. */
export interface Parent {
  input: VerificationInput;
  policy: Policy;
  progress: VerificationProgress;
}

/** Reviews that may be ended from outside before the verification itself gives up and fails, for an operator to see. */
const MAX_REVIEWS = MAX_ATTEMPTS * 2;

/** One more attempt, with a new transaction, as a child. A child ended from outside leads to a review. */
export async function runFallback(parent: Parent, reason: Reason, guidance?: Guidance): Promise<AttemptEnd> {
  const { progress } = parent;
  const attempt = progress.attempt + 1;
  const record = newAttempt(progress.state.verificationId, attempt);
  const request = requestFor(parent, { attempt, reason, guidance });
  progress.addAttempt(record);
  progress.enter('FALLBACK', reason, {
    for: 'fallback',
    since: record.startedAt,
    until: request.deadline,
    workflowId: record.workflowId,
  });
  const end = await orUndefinedWhenEnded(startFallback(parent, request));
  return end ?? { attempt: record, decision: { route: 'manualReview', reason: 'fallback-ended' } };
}

/** The backend is told of the fallback only when there is a workflow to submit the transaction to. */
async function startFallback(parent: Parent, request: FallbackRequest): Promise<AttemptEnd> {
  const child = await startChild(fallbackVerification, fallbackOptions(parent, request));
  parent.progress.announce(request);
  return child.result();
}

/** A review as a child. One that was ended from outside is opened again: a verification is never lost in it. */
export async function runReview(parent: Parent, reason: Reason, sentBy?: SendToReview): Promise<ReviewResult> {
  const { progress, policy } = parent;
  for (let review = progress.nextReview(); review <= MAX_REVIEWS; review = progress.nextReview()) {
    const sinceMs = Date.now();
    progress.enter('MANUAL_REVIEW', reason, {
      for: 'review',
      since: new Date(sinceMs).toISOString(),
      until: new Date(sinceMs + policy.review.deadlineMs).toISOString(),
      workflowId: reviewWorkflowId(progress.state.verificationId, review),
    });
    const input = reviewInput(parent, review, reason, sentBy);
    const result = await orUndefinedWhenEnded(executeChild(manualReview, reviewOptions(input, sinceMs)));
    if (result) {
      progress.addReview(result);
      return result;
    }
  }
  throw ApplicationFailure.nonRetryable(
    `${MAX_REVIEWS} reviews were ended from outside without a decision. Reset this workflow to open another one.`,
    'ReviewsEnded',
  );
}

function requestFor(parent: Parent, request: Omit<FallbackRequest, 'deadline'>): FallbackRequest {
  return { ...request, deadline: new Date(Date.now() + parent.policy.fallback.deadlineMs).toISOString() };
}

function fallbackOptions(
  { input, policy, progress }: Parent,
  { attempt, reason, guidance, deadline }: FallbackRequest,
) {
  const { region, account, productCode } = input;
  const { verificationId, attempts } = progress.state;
  const used = attempts.flatMap(({ merchantBizId, transactionId }) =>
    merchantBizId && transactionId ? [merchantBizId, transactionId] : [],
  );
  const childInput: FallbackVerificationInput = {
    verificationId,
    region,
    account,
    productCode,
    policy,
    attempt,
    reason,
    guidance,
    used,
  };
  return {
    workflowId: attemptWorkflowId(verificationId, attempt),
    args: [childInput],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.VerificationReason, value: reason }],
    staticSummary: `Attempt ${attempt} of ${verificationId}: ${reason}`,
    staticDetails: factDetails(`Attempt ${attempt}`, {
      Why: reason,
      'The user should first': guidance,
      'New transaction wanted until': clockTime(deadline),
    }),
  } satisfies ChildWorkflowOptions & { args: [FallbackVerificationInput] };
}

function reviewInput({ input, policy, progress }: Parent, review: number, reason: Reason, sentBy?: SendToReview) {
  const { verificationId, attempts, reviews } = progress.state;
  const notes = reviews.flatMap(({ auditTrail }) => auditTrail.filter(({ action }) => action === 'noted'));
  return {
    verificationId,
    review,
    reason,
    sentBy,
    attempts,
    account: input.account,
    productCode: input.productCode,
    policy: policy.review,
    mayGrantNewAttempt: attempts.length < MAX_ATTEMPTS,
    notesLeft: MAX_NOTES - notes.length,
  } satisfies ManualReviewInput;
}

function reviewOptions(input: ManualReviewInput, sinceMs: number) {
  const dueAt = new Date(sinceMs + input.policy.dueMs);
  return {
    workflowId: reviewWorkflowId(input.verificationId, input.review),
    args: [input],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.ReviewStatus, value: 'OPEN' },
      { key: SEARCH_ATTRIBUTES.ReviewDueAt, value: dueAt },
      { key: SEARCH_ATTRIBUTES.VerificationReason, value: input.reason },
    ],
    staticSummary: `Review ${input.review} of ${input.verificationId}: ${input.reason}`,
    staticDetails: factDetails(`Review ${input.review}`, {
      Why: input.reason,
      'Asked for by': input.sentBy?.operator,
      'Due at': clockTime(dueAt.toISOString()),
      'Four eyes': input.policy.fourEyes,
    }),
  } satisfies ChildWorkflowOptions & { args: [ManualReviewInput] };
}

/** A child's result; undefined when the child was ended from outside. Throws when this workflow itself is cancelled. */
async function orUndefinedWhenEnded<T>(child: Promise<T>): Promise<T | undefined> {
  let result: T;
  try {
    result = await child;
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    return undefined;
  }
  return decoded(result, "The child workflow's result");
}
