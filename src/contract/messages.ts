import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ReviewState } from './review';
import type {
  CallbackReceived,
  DecideReview,
  ReviewerRequest,
  ReviewNote,
  SendToReview,
  SubmitTransaction,
} from './schemas';
import type { FallbackState, VerificationState } from './verification';

/** Signal to a verification or a fallback: the vendor called back. A wake-up, never evidence. */
export const callbackReceived = defineSignal<[CallbackReceived]>('callbackReceived');

/** Update of a verification or a fallback that waits for its result: let a person decide now. */
export const sendToReview = defineUpdate<void, [SendToReview]>('sendToReview');

/** Update of a fallback: the new transaction that Initialize gave. */
export const submitTransaction = defineUpdate<void, [SubmitTransaction]>('submitTransaction');

export const claimReview = defineUpdate<void, [ReviewerRequest]>('claimReview');
export const releaseReview = defineUpdate<void, [ReviewerRequest]>('releaseReview');
export const decideReview = defineUpdate<void, [DecideReview]>('decideReview');
export const addReviewNote = defineUpdate<void, [ReviewNote]>('addReviewNote');

/** Query of a verification or a fallback. */
export const getVerification = defineQuery<VerificationState | FallbackState>('getVerification');

/** Query of a review. */
export const getReview = defineQuery<ReviewState>('getReview');

/** Types of the `ApplicationFailure`s with which an update is refused. Nothing of a refusal enters the history. */
export type UpdateRefusal =
  /** the argument is not of the documented form; the message names the fields */
  | 'InvalidArgument'
  /** the verification is not waiting for a result */
  | 'NotAwaitingResult'
  /** the fallback has its transaction already */
  | 'AlreadySubmitted'
  /** an earlier attempt used this MerchantBizId or TransactionId */
  | 'TransactionUsed'
  | 'NotClaimed'
  /** the policy takes only decisions that somebody vouched for */
  | 'NotAttested'
  | 'ClaimedByAnother'
  /** the reviewer already decided in this review: another one has to */
  | 'SameReviewer'
  | 'AlreadyDecided'
  | 'DeadlinePassed'
  | 'NewAttemptNotAllowed'
  | 'TooManyNotes'
  | 'TooManyReleases';
