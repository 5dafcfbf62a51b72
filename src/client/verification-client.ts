import type { Client } from '@temporalio/client';
import { DEFAULT_TASK_QUEUE, verificationWorkflowId } from '../contract/names';
import type { SendToReview, SubmitTransaction } from '../contract/schemas';
import type { Outcome } from '../contract/verification';
import { sendVerificationToReview, submitFallbackTransaction } from './attempts';
import { createCallbackAddresses, type CallbackAddress, type CallbackOptions } from './callback-address';
import { VerificationClientError } from './errors';
import { viewVerification, type VerificationView } from './get';
import { listVerifications, type ListedVerification, type VerificationFilter } from './list';
import { awaitOutcome } from './outcome';
import { createReviews, type Authorize, type Reviews } from './reviews';
import { startVerification, type StartedVerification, type StartInput } from './start';
import { TemporalCalls, type UpdateOptions } from './temporal-calls';

/** What a client works with. */
export interface VerificationClientOptions {
  client: Client;
  /** Needed for `callbackFor` only. */
  callback?: CallbackOptions | undefined;
  /** Default: `id-verification`. */
  taskQueue?: string | undefined;
  /** Sees, and vouches for, every review call. */
  authorize?: Authorize | undefined;
  /** How long a call to Temporal may take. Default: 20 s, so that an update outlasts the crash of the worker that it was for. */
  timeoutMs?: number | undefined;
}

/** What an onboarding backend or a reviewer's tool calls. Every method throws {@link VerificationClientError} and nothing else. */
export interface VerificationClient {
  /** CallbackUrl and CallbackToken to give to Initialize. */
  callbackFor(verificationId: string, attempt?: number): CallbackAddress;
  /** Starts a verification; the same start again is the same verification. */
  start(input: StartInput): Promise<StartedVerification>;
  /** Where it stands now. */
  get(verificationId: string): Promise<VerificationView>;
  /** Waits for the outcome. */
  outcome(verificationId: string, options?: { timeoutMs?: number | undefined }): Promise<Outcome>;
  /** Withdraws it: its outcome becomes CANCELLED, unless there was an outcome before. */
  cancel(verificationId: string): Promise<void>;
  list(filter?: VerificationFilter): AsyncIterable<ListedVerification>;
  /** Gives a fallback its new transaction. */
  submitTransaction(
    verificationId: string,
    attempt: number,
    transaction: SubmitTransaction,
    options?: UpdateOptions,
  ): Promise<void>;
  /** Stops waiting and lets a reviewer decide. */
  sendToReview(verificationId: string, request: SendToReview, options?: UpdateOptions): Promise<void>;
  reviews: Reviews;
}

/** @throws VerificationClientError `INVALID_INPUT` for callback options that are wrong */
export function createVerificationClient(options: VerificationClientOptions): VerificationClient {
  const calls = new TemporalCalls(options.client, options.timeoutMs ?? 20_000);
  const callbackAddress = options.callback && createCallbackAddresses(options.callback);
  const taskQueue = options.taskQueue ?? DEFAULT_TASK_QUEUE;
  return {
    callbackFor: (verificationId, attempt = 1) => {
      if (callbackAddress) return callbackAddress(verificationId, attempt);
      throw new VerificationClientError('INVALID_INPUT', 'callback: the client was created without it', {
        field: 'callback',
      });
    },
    start: (input) => startVerification(calls, taskQueue, input),
    get: (verificationId) => viewVerification(calls, verificationId),
    outcome: (verificationId, { timeoutMs } = {}) => awaitOutcome(calls, verificationId, timeoutMs),
    cancel: async (verificationId) => {
      const handle = calls.client.workflow.getHandle(verificationWorkflowId(verificationId));
      await calls.within(`Cancelling verification ${verificationId}`, () => handle.cancel());
    },
    list: (filter) => listVerifications(calls, filter),
    submitTransaction: (verificationId, attempt, transaction, update) =>
      submitFallbackTransaction(calls, verificationId, attempt, transaction, update),
    sendToReview: (verificationId, request, update) => sendVerificationToReview(calls, verificationId, request, update),
    reviews: createReviews(calls, options.authorize),
  };
}
