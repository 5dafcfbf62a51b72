import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { CloudauthError, fieldOf, scoreOf, type CheckResultAnswer, type CloudauthClient } from '../cloudauth';
import {
  SCORE_NAMES,
  type CheckResultFailure,
  type CheckResultInput,
  type CheckResultSummary,
  type ScoreName,
} from '../contract/check-result';
import { PATTERNS } from '../contract/limits';
import { classify } from './failure-classification';
import { failureMessage } from './failure-message';
import { countVendorCall } from './vendor-call-count';
import { nextRetryDelayMs, type RetryCadence } from './retry-cadence';

/** What the activity works with. */
export interface CheckResultDependencies {
  /** The connection with the credentials of an account; none named: the default one. */
  cloudauthFor(account?: string): CloudauthClient;
  cadence: RetryCadence;
}

/**
 * Asks the vendor once. Retries are the server's: each failure says when to come again.
 *
 * @returns the small summary of an answer with Passed Y or N; never an image or a link
 * @throws ApplicationFailure with a `CheckResultFailure` as its type; CancelledFailure when the activity is cancelled
 */
export async function checkResult(
  dependencies: CheckResultDependencies,
  input: CheckResultInput,
): Promise<CheckResultSummary> {
  const { cadence } = dependencies;
  const answer = await call(dependencies, input).catch((error: unknown) => {
    throwWhenCancelled(Context.current());
    throw toFailure(error, input, cadence);
  });
  const passed = answer.passed;
  if (passed !== 'Y' && passed !== 'N') {
    countVendorCall('NotFinal', 'ResultPending', input);
    throw failureOf('ResultPending', {}, input, cadence);
  }
  countVendorCall('Success', 'none', input);
  return { passed, ...summaryOf(answer) };
}

async function call(dependencies: CheckResultDependencies, input: CheckResultInput): Promise<CheckResultAnswer> {
  return dependencies
    .cloudauthFor(input.account)
    .checkResult(
      input.region,
      { MerchantBizId: input.merchantBizId, TransactionId: input.transactionId },
      { signal: Context.current().cancellationSignal },
    );
}

function summaryOf(answer: CheckResultAnswer): Omit<CheckResultSummary, 'passed'> {
  const { subCode = '', requestId = '', extFaceInfo, extInfo } = answer;
  const scores: Partial<Record<ScoreName, number>> = {};
  for (const name of SCORE_NAMES) {
    const score = scoreOf(extFaceInfo, name);
    if (score !== undefined) scores[name] = score;
  }
  return {
    requestId,
    subCode: PATTERNS.subCode.test(subCode) ? subCode : 'OTHER',
    procedurePriority: known(fieldOf(extInfo, 'procedurePriority'), ['url', 'keep']),
    faceAttack: known(fieldOf(extFaceInfo, 'faceAttack'), ['Y', 'N']),
    scores,
    extFaceInfoUnreadable: extFaceInfo.status === 'unreadable',
  };
}

/** One of the documented values, `unknown` for any other, undefined for none. */
function known<V extends string>(value: unknown, values: readonly V[]): V | 'unknown' | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'string' ? value.toLowerCase() : undefined;
  return values.find((one) => one.toLowerCase() === text) ?? 'unknown';
}

// A cancelled activity ends as cancelled; one whose worker shuts down is tried again elsewhere.
function throwWhenCancelled({ cancellationSignal }: Context): void {
  const { reason } = cancellationSignal as { reason?: unknown };
  if (cancellationSignal.aborted && reason instanceof CancelledFailure && reason.message !== 'WORKER_SHUTDOWN')
    throw reason;
}

function toFailure(error: unknown, input: CheckResultInput, cadence: RetryCadence): ApplicationFailure {
  if (!(error instanceof CloudauthError)) {
    // A fault of our own. It may quote anything, so only its kind is told; retries bridge the time until it is mended.
    countVendorCall('UNEXPECTED', 'VendorUnavailable', input);
    return failureOf('VendorUnavailable', { code: 'UNEXPECTED' }, input, cadence);
  }
  const failure = classify(error);
  countVendorCall(error.vendorCode ?? error.code, failure, input);
  // Only a worker that shuts down aborts a call: another one takes it up at once.
  const { code, vendorCode, httpStatus, requestId } = error;
  const retryAfterMs = code === 'ABORTED' ? cadence.backoffMs.min : error.retryAfterMs;
  return failureOf(failure, { code, vendorCode, httpStatus, requestId, retryAfterMs }, input, cadence);
}

function failureOf(
  type: CheckResultFailure,
  error: Parameters<typeof failureMessage>[1],
  input: CheckResultInput,
  cadence: RetryCadence,
): ApplicationFailure {
  const scheduledMs = Context.current().info.scheduledTimestampMs;
  const call = { failure: type, input, nowMs: Date.now(), scheduledMs, retryAfterMs: error.retryAfterMs };
  const delayMs = nextRetryDelayMs(call, cadence, Math.random());
  const isExpected = type === 'ProcessNotCompleted' || type === 'ResultPending';
  const failure = ApplicationFailure.create({
    type,
    message: failureMessage(type, error, delayMs),
    nonRetryable: delayMs === undefined,
    nextRetryDelay: delayMs === undefined ? undefined : Math.ceil(delayMs),
    category: isExpected ? ApplicationFailureCategory.BENIGN : undefined,
  });
  // The failure is an answer, not a fault: a stack would only store paths of this machine in the history.
  failure.stack = '';
  return failure;
}
