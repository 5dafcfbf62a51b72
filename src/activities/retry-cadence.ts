import type { CheckResultFailure, CheckResultInput } from '../contract/check-result';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** When the vendor is asked again, in milliseconds. A worker's configuration may change it for open verifications too. */
export interface RetryCadence {
  /** Steps of the pull while there is no callback, then `pullEveryMs`. */
  pullStepsMs: readonly number[];
  pullEveryMs: number;
  /** Steps after a callback, when the result should be there; one that came to nothing was wrong or stolen. */
  callbackStepsMs: readonly number[];
  /** Back-off while the vendor is unavailable: as long as it already lasts, within these bounds. */
  backoffMs: { min: number; max: number };
  /** Pause after a throttled call that named none. */
  throttledMs: { min: number; max: number };
  /** Answers that are not the documented JSON are retried for this long. */
  malformedForMs: number;
  /** While an operator has to mend something. */
  operatorEveryMs: number;
}

/** The cadence of design and documentation. */
export const DEFAULT_RETRY_CADENCE: RetryCadence = {
  pullStepsMs: [40, 60, 100, 160, 240, 340, 460, 600, 760, 940].map((seconds) => seconds * SECOND_MS),
  pullEveryMs: HOUR_MS,
  callbackStepsMs: [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * SECOND_MS),
  backoffMs: { min: SECOND_MS, max: 5 * MINUTE_MS },
  throttledMs: { min: SECOND_MS, max: 5 * SECOND_MS },
  malformedForMs: HOUR_MS,
  operatorEveryMs: 5 * MINUTE_MS,
};

/** A failed call, and what its next try depends on. */
export interface FailedCall {
  failure: CheckResultFailure;
  input: Pick<CheckResultInput, 'callbackReceived' | 'waitingSinceMs' | 'completionDeadlineMs' | 'resultDeadlineMs'>;
  nowMs: number;
  /** When the first try was scheduled: steps go by time elapsed, since throttles and outages count as tries too. */
  scheduledMs: number;
  /** The pause that the vendor asked for. */
  retryAfterMs?: number | undefined;
}

/** Below this a clamped delay would only spin. */
const MIN_DELAY_MS = 10;

/**
 * Milliseconds until the next try, or undefined when there is none. The last delay before a deadline is clamped, so
 * that one call happens at the deadline itself.
 *
 * @param random a number in [0, 1), spreads tries after an outage
 */
export function nextRetryDelayMs(call: FailedCall, cadence: RetryCadence, random: number): number | undefined {
  const deadlineMs = retriesEndAtMs(call, cadence);
  if (call.nowMs >= deadlineMs) return undefined;
  return Math.max(MIN_DELAY_MS, Math.min(wantedDelayMs(call, cadence, random), deadlineMs - call.nowMs));
}

function retriesEndAtMs({ failure, input, scheduledMs }: FailedCall, { malformedForMs }: RetryCadence): number {
  switch (failure) {
    case 'InvalidRequest':
      return -Infinity;
    case 'ProcessNotCompleted':
    case 'ResultPending':
      return input.completionDeadlineMs;
    case 'MalformedResponse':
      return Math.min(scheduledMs + malformedForMs, input.resultDeadlineMs);
    case 'Throttled':
    case 'VendorUnavailable':
    case 'OperatorActionRequired':
      return input.resultDeadlineMs;
  }
}

function wantedDelayMs(call: FailedCall, cadence: RetryCadence, random: number): number {
  const elapsedMs = Math.max(0, call.nowMs - call.scheduledMs);
  switch (call.failure) {
    case 'ProcessNotCompleted':
    case 'ResultPending':
      return pullDelayMs(call, elapsedMs, cadence);
    case 'Throttled':
      return call.retryAfterMs ?? between(cadence.throttledMs, random);
    case 'VendorUnavailable':
    case 'MalformedResponse':
      return call.retryAfterMs ?? clamp(elapsedMs, cadence.backoffMs) * between({ min: 0.8, max: 1.2 }, random);
    case 'OperatorActionRequired':
    case 'InvalidRequest':
      return cadence.operatorEveryMs;
  }
}

function pullDelayMs({ input, nowMs }: FailedCall, elapsedMs: number, cadence: RetryCadence): number {
  const pulledForMs = input.callbackReceived ? Math.max(0, nowMs - input.waitingSinceMs) : elapsedMs;
  const fast = input.callbackReceived ? stepAt(cadence.callbackStepsMs, elapsedMs) : undefined;
  return fast ?? stepAt(cadence.pullStepsMs, pulledForMs) ?? cadence.pullEveryMs;
}

/** The step that `elapsedMs` falls into; undefined behind the last one. */
function stepAt(stepsMs: readonly number[], elapsedMs: number): number | undefined {
  let endMs = 0;
  return stepsMs.find((stepMs) => (endMs += stepMs) > elapsedMs);
}

function between({ min, max }: { min: number; max: number }, random: number): number {
  return min + (max - min) * random;
}

function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value));
}
