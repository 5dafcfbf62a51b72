import fc from 'fast-check';
import { DEFAULT_RETRY_CADENCE, nextRetryDelayMs, type FailedCall } from '../../src/activities/retry-cadence';
import { CHECK_RESULT_FAILURES, type CheckResultFailure } from '../../src/contract/check-result';

const S = 1_000;
const H = 3_600 * S;
const BEGAN = 1_700_000_000_000;

interface Case {
  failure?: CheckResultFailure;
  atS: number;
  callbackReceived?: boolean;
  waitingForS?: number;
  retryAfterMs?: number;
}

function delayS({
  failure = 'ProcessNotCompleted',
  atS,
  callbackReceived = false,
  waitingForS = 0,
  retryAfterMs,
}: Case): number | undefined {
  const waitingSinceMs = BEGAN - waitingForS * S;
  const call: FailedCall = {
    failure,
    scheduledMs: BEGAN,
    nowMs: BEGAN + atS * S,
    retryAfterMs,
    input: {
      callbackReceived,
      waitingSinceMs,
      completionDeadlineMs: waitingSinceMs + 24 * H,
      resultDeadlineMs: waitingSinceMs + 720 * H,
    },
  };
  const delayMs = nextRetryDelayMs(call, DEFAULT_RETRY_CADENCE, 0.5);
  return delayMs === undefined ? undefined : delayMs / S;
}

test.each<[string, Case, number | undefined]>([
  ['the first pull comes after 40 s', { atS: 0 }, 40],
  ['then 60 s', { atS: 40.2 }, 60],
  ['then 100 s', { atS: 100.5 }, 100],
  ['throttles in between change no step', { atS: 55 }, 60],
  ['after the steps, hourly', { atS: 3_700 }, 3_600],
  ['the last pull before the completion deadline is at it', { atS: 24 * 3_600 - 10 }, 10],
  ['past the completion deadline the user gave up', { atS: 24 * 3_600 }, undefined],
  ['after a callback it is asked fast', { atS: 0, callbackReceived: true }, 1],
  ['and less fast', { atS: 3.1, callbackReceived: true }, 4],
  ['and once a minute', { atS: 70, callbackReceived: true }, 60],
  [
    'after ten answers the callback was wrong: back to the pull',
    { atS: 304, callbackReceived: true, waitingForS: 0 },
    160,
  ],
  ['which counts from when the wait began', { atS: 304, callbackReceived: true, waitingForS: 7_200 }, 3_600],
  ['a pending result is pulled likewise', { failure: 'ResultPending', atS: 0 }, 40],
  ['a throttled call waits as the vendor says', { failure: 'Throttled', atS: 0, retryAfterMs: 80 }, 0.08],
  ['or some seconds', { failure: 'Throttled', atS: 0 }, 3],
  ['an outage backs off from a second', { failure: 'VendorUnavailable', atS: 0 }, 1],
  ['as long as it already lasts', { failure: 'VendorUnavailable', atS: 60 }, 60],
  ['up to five minutes', { failure: 'VendorUnavailable', atS: 9_999 }, 300],
  ['and goes on past the completion deadline', { failure: 'VendorUnavailable', atS: 25 * 3_600 }, 300],
  ['with a last try at the result deadline', { failure: 'VendorUnavailable', atS: 720 * 3_600 - 7 }, 7],
  ['after which the result is gone', { failure: 'VendorUnavailable', atS: 720 * 3_600 }, undefined],
  ['malformed answers are retried', { failure: 'MalformedResponse', atS: 60 }, 60],
  ['for an hour', { failure: 'MalformedResponse', atS: 3_600 }, undefined],
  ['an operator is waited for in steps of five minutes', { failure: 'OperatorActionRequired', atS: 12_345 }, 300],
  ['an invalid request is not repeated', { failure: 'InvalidRequest', atS: 0 }, undefined],
])('%s', (_, given, expected) => {
  expect(delayS(given)).toBe(expected);
});

test('no delay is below 10 ms, reaches past the result deadline, or comes after it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CHECK_RESULT_FAILURES),
      fc.integer({ min: -60 * S, max: 800 * H }),
      fc.boolean(),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failure, elapsedMs, callbackReceived, random) => {
        const nowMs = BEGAN + elapsedMs;
        const input = {
          callbackReceived,
          waitingSinceMs: BEGAN,
          completionDeadlineMs: BEGAN + 24 * H,
          resultDeadlineMs: BEGAN + 720 * H,
        };
        const delayMs = nextRetryDelayMs({ failure, input, nowMs, scheduledMs: BEGAN }, DEFAULT_RETRY_CADENCE, random);
        if (delayMs === undefined) return;
        expect(delayMs).toBeGreaterThanOrEqual(10);
        expect(nowMs).toBeLessThan(input.resultDeadlineMs);
        expect(nowMs + delayMs).toBeLessThanOrEqual(input.resultDeadlineMs + 10);
      },
    ),
  );
});
