import { sendToReview, submitTransaction } from '../contract/messages';
import { attemptWorkflowId } from '../contract/names';
import {
  sendToReviewSchema,
  submitTransactionSchema,
  type SendToReview,
  type SubmitTransaction,
} from '../contract/schemas';
import { VerificationClientError } from './errors';
import { viewVerification } from './get';
import { parseInput } from './parse-input';
import type { TemporalCalls, UpdateOptions } from './temporal-calls';

/**
 * Gives a fallback its new transaction. The same one again is the same submission.
 *
 * @throws VerificationClientError `INVALID_INPUT`, `REFUSED`, `ALREADY_OVER`, `NOT_FOUND`, `UNAVAILABLE`
 */
export async function submitFallbackTransaction(
  calls: TemporalCalls,
  verificationId: string,
  attempt: number,
  transaction: SubmitTransaction,
  options?: UpdateOptions,
): Promise<void> {
  const argument = parseInput(submitTransactionSchema, transaction);
  const what = `Attempt ${attempt} of verification ${verificationId}`;
  await calls.update(attemptWorkflowId(verificationId, attempt), what, submitTransaction, argument, options);
}

/**
 * Lets a person decide now: the verification, or its open fallback, stops waiting.
 *
 * @throws VerificationClientError `INVALID_INPUT`, `REFUSED`, `ALREADY_OVER`, `NOT_FOUND`, `UNAVAILABLE`
 */
export async function sendVerificationToReview(
  calls: TemporalCalls,
  verificationId: string,
  request: SendToReview,
  options?: UpdateOptions,
): Promise<void> {
  const argument = parseInput(sendToReviewSchema, request);
  const what = `Verification ${verificationId}`;
  const send = (attempt: number) =>
    calls.update(attemptWorkflowId(verificationId, attempt), what, sendToReview, argument, options);
  try {
    await send(1);
  } catch (error) {
    if (!(error instanceof VerificationClientError && error.refusal === 'NotAwaitingResult')) throw error;
    const view = await viewVerification(calls, verificationId);
    const attempt = view.phase === 'open' ? view.state.fallback?.attempt : undefined;
    if (attempt === undefined) throw error;
    await send(attempt);
  }
}
