import type { UpdateDefinition } from '@temporalio/common';
import { addReviewNote, claimReview, decideReview, getReview, releaseReview } from '../contract/messages';
import { reviewWorkflowId } from '../contract/names';
import type { ReviewState } from '../contract/review';
import {
  decideReviewSchema,
  reviewerSchema,
  reviewNoteSchema,
  type DecideReview,
  type ReviewerRequest,
  type ReviewNote,
} from '../contract/schemas';
import { VerificationClientError } from './errors';
import { listReviews, type ListedReview, type ReviewFilter } from './list';
import { parseInput } from './parse-input';
import type { TemporalCalls, UpdateOptions } from './temporal-calls';

/** A review call, as the authorize hook sees it before it is sent. */
export type ReviewCall = { verificationId: string; review: number } & (
  | ({ action: 'claim' | 'release' } & Unattested<ReviewerRequest>)
  | ({ action: 'addNote' } & Unattested<ReviewNote>)
  | ({ action: 'decide' } & Unattested<DecideReview>)
);

/**
 * Sees every review call. Temporal does not check who a reviewer is: the one who calls does. Throw to refuse the call;
 * return true to vouch for the reviewer, and the audit trail marks the act as attested.
 */
export type Authorize = (call: ReviewCall) => Promise<boolean> | boolean;

type Unattested<T> = T extends unknown ? Omit<T, 'attested'> : never;

/** Reviews, for a reviewer's tool. Every act may carry an idempotency key. All throw {@link VerificationClientError}. */
export interface Reviews {
  list(filter?: ReviewFilter): AsyncIterable<ListedReview>;
  get(verificationId: string, review: number): Promise<ReviewState>;
  claim(
    verificationId: string,
    review: number,
    request: Unattested<ReviewerRequest>,
    options?: UpdateOptions,
  ): Promise<void>;
  release(
    verificationId: string,
    review: number,
    request: Unattested<ReviewerRequest>,
    options?: UpdateOptions,
  ): Promise<void>;
  decide(
    verificationId: string,
    review: number,
    request: Unattested<DecideReview>,
    options?: UpdateOptions,
  ): Promise<void>;
  addNote(
    verificationId: string,
    review: number,
    request: Unattested<ReviewNote>,
    options?: UpdateOptions,
  ): Promise<void>;
}

/** Makes the reviewers' part of the client. */
export function createReviews(calls: TemporalCalls, authorize: Authorize | undefined): Reviews {
  async function act<A extends ReviewerRequest>(
    call: ReviewCall,
    argument: A,
    update: UpdateDefinition<void, [A]>,
    options?: UpdateOptions,
  ) {
    const what = `Review ${call.review} of verification ${call.verificationId}`;
    const attested = authorize ? await vouched(authorize, call, what) : false;
    const workflowId = reviewWorkflowId(call.verificationId, call.review);
    // Whatever the caller said of itself, only the hook vouches.
    await calls.update(workflowId, what, update, { ...argument, attested }, options);
  }
  return {
    list: (filter) => listReviews(calls, filter),
    get: (verificationId, review) => {
      const workflowId = reviewWorkflowId(verificationId, review);
      return calls.within(`Review ${review} of verification ${verificationId}`, () =>
        calls.client.workflow.getHandle(workflowId).query(getReview),
      );
    },
    claim: async (verificationId, review, request, options) => {
      const argument = parseInput(reviewerSchema, request);
      await act({ action: 'claim', verificationId, review, ...argument }, argument, claimReview, options);
    },
    release: async (verificationId, review, request, options) => {
      const argument = parseInput(reviewerSchema, request);
      await act({ action: 'release', verificationId, review, ...argument }, argument, releaseReview, options);
    },
    decide: async (verificationId, review, request, options) => {
      const argument = parseInput(decideReviewSchema, request);
      await act({ action: 'decide', verificationId, review, ...argument }, argument, decideReview, options);
    },
    addNote: async (verificationId, review, request, options) => {
      const argument = parseInput(reviewNoteSchema, request);
      await act({ action: 'addNote', verificationId, review, ...argument }, argument, addReviewNote, options);
    },
  };
}

async function vouched(authorize: Authorize, call: ReviewCall, what: string): Promise<boolean> {
  try {
    return (await authorize(call)) === true;
  } catch {
    throw new VerificationClientError('NOT_AUTHORIZED', `${what}: the reviewer may not do that.`);
  }
}
