import { FINAL_STATUSES, VERIFICATION_STATUSES, type Reason } from '../../src/contract/status';
import { codesIn, page, tableOf } from './page';

const text = page('concepts.md');

/** Every reason: the compiler knows when one is missing here. */
const REASONS: Readonly<Record<Reason, true>> = {
  passed: true,
  'inconsistent-result': true,
  'face-mismatch': true,
  'liveness-risk': true,
  'unsafe-device': true,
  'similar-face': true,
  'unmapped-sub-code': true,
  'risk-score': true,
  'attempts-exhausted': true,
  'fallback-abandoned': true,
  'fallback-ended': true,
  'not-completed': true,
  'result-pending': true,
  'result-unavailable': true,
  'malformed-response': true,
  'invalid-request': true,
  'sent-to-review': true,
  'review-undecided': true,
  'new-attempt-granted': true,
  cancelled: true,
};

test('the table of statuses has every status, and says which are final', () => {
  const rows = tableOf(text, ['status', 'means']).map(([status = '', , final]) => [
    codesIn(status)[0],
    final === 'yes',
  ]);
  const isFinal = (status: string) => (FINAL_STATUSES as readonly string[]).includes(status);
  expect(rows).toEqual(VERIFICATION_STATUSES.map((status) => [status, isFinal(status)]));
});

test('the table of reasons has every reason, and no other', () => {
  const reasons = tableOf(text, ['reason', 'when']).map(([reason = '']) => codesIn(reason)[0]);
  expect(reasons).toEqual(Object.keys(REASONS));
});
