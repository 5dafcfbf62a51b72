import fc from 'fast-check';
import type { CheckResultSummary } from '../../src/contract/check-result';
import { policySchema, type Policy } from '../../src/contract/schemas';
import { GUIDANCE, ROUTES, RULE_REASONS } from '../../src/contract/status';
import { BUILT_IN_POLICIES, decide, resolvePolicy } from '../../src/policy';

const DEFAULT = resolvePolicy(undefined) as Policy;

function result(passed: 'Y' | 'N', subCode: string, more: Partial<CheckResultSummary> = {}): CheckResultSummary {
  return { requestId: 'r', passed, subCode, scores: {}, extFaceInfoUnreadable: false, ...more };
}

describe('the rows of default/1', () => {
  test.each<[CheckResultSummary, object]>([
    [result('Y', '200'), { route: 'approve', reason: 'passed' }],
    [result('Y', '200', { procedurePriority: 'keep' }), { route: 'approve', reason: 'passed' }],
    [result('Y', '200', { faceAttack: 'N' }), { route: 'approve', reason: 'passed' }],
    [result('Y', '200', { faceAttack: 'Y' }), { route: 'manualReview', reason: 'risk-score' }],
    [result('Y', '200', { faceAttack: 'unknown' }), { route: 'manualReview', reason: 'risk-score' }],
    [result('Y', '200', { extFaceInfoUnreadable: true }), { route: 'manualReview', reason: 'risk-score' }],
    [result('Y', '205'), { route: 'manualReview', reason: 'inconsistent-result' }],
    [result('Y', 'OTHER'), { route: 'manualReview', reason: 'inconsistent-result' }],
    [result('N', '200'), { route: 'manualReview', reason: 'inconsistent-result' }],
    [result('N', '204', { procedurePriority: 'url' }), { route: 'fallback', reason: 'face-mismatch' }],
    [result('N', '204', { procedurePriority: 'keep' }), { route: 'manualReview', reason: 'face-mismatch' }],
    [result('N', '204', { procedurePriority: 'unknown' }), { route: 'manualReview', reason: 'face-mismatch' }],
    [result('N', '204'), { route: 'manualReview', reason: 'face-mismatch' }],
    [result('N', '205'), { route: 'manualReview', reason: 'liveness-risk' }],
    [result('N', '206'), { route: 'fallback', reason: 'unsafe-device', guidance: 'restore-device' }],
    [result('N', '233'), { route: 'manualReview', reason: 'similar-face' }],
    [result('N', '299'), { route: 'manualReview', reason: 'unmapped-sub-code' }],
    [result('N', 'OTHER'), { route: 'manualReview', reason: 'unmapped-sub-code' }],
  ])('%j is %j', (summary, decision) => {
    expect(decide(summary, DEFAULT, 1)).toEqual(decision);
  });

  test('a fallback beyond the last attempt becomes a review', () => {
    const mismatch = result('N', '204', { procedurePriority: 'url' });
    expect(decide(mismatch, DEFAULT, 2)).toMatchObject({ route: 'fallback' });
    expect(decide(mismatch, DEFAULT, 3)).toEqual({ route: 'manualReview', reason: 'attempts-exhausted' });
  });
});

test.each<[Policy['scoreLimits'], CheckResultSummary['scores'], 'approve' | 'manualReview']>([
  [{ faceComparisonScoreMin: 90 }, { faceComparisonScore: 90 }, 'approve'],
  [{ faceComparisonScoreMin: 90 }, { faceComparisonScore: 89.9 }, 'manualReview'],
  [{ faceComparisonScoreMin: 90 }, {}, 'manualReview'],
  [{ faceAttackScoreMax: 50 }, { faceAttackScore: 50 }, 'approve'],
  [{ faceAttackScoreMax: 50 }, { faceAttackScore: 50.1 }, 'manualReview'],
  [{ faceAttackScoreMax: 50 }, {}, 'manualReview'],
  [{ guardRiskScoreMax: 50 }, { guardRiskScore: 10 }, 'approve'],
  [{ guardRiskScoreMax: 50 }, {}, 'manualReview'],
  [undefined, {}, 'approve'],
])('with the limits %j the scores %j lead to %s', (scoreLimits, scores, route) => {
  expect(decide(result('Y', '200', { scores }), { ...DEFAULT, scoreLimits }, 1).route).toBe(route);
});

const anyResult: fc.Arbitrary<CheckResultSummary> = fc.record({
  requestId: fc.string(),
  passed: fc.constantFrom('Y', 'N'),
  subCode: fc.oneof(fc.constantFrom('200', '204', '205', '206', '233', 'OTHER', ' 200', '0200'), fc.string()),
  procedurePriority: fc.constantFrom('url', 'keep', 'unknown', undefined),
  faceAttack: fc.constantFrom('Y', 'N', 'unknown', undefined),
  scores: fc.dictionary(fc.constantFrom('faceAttackScore', 'guardRiskScore', 'faceComparisonScore'), fc.double()),
  extFaceInfoUnreadable: fc.boolean(),
});

const anyRule = fc.record({
  passed: fc.constantFrom('Y', 'N'),
  subCode: fc.constantFrom('*', '200', '204'),
  route: fc.constantFrom(...ROUTES),
  reason: fc.constantFrom(...RULE_REASONS),
  guidance: fc.constantFrom(...GUIDANCE, undefined),
});

test('whatever the answer and the policy, only Passed Y with SubCode 200 and no attack is approved', () => {
  fc.assert(
    fc.property(anyResult, fc.array(anyRule), fc.nat(20), (summary, rules, attempt) => {
      // Not even a policy that its own schema refuses can approve anything else.
      const decision = decide(summary, { ...DEFAULT, rules: rules as Policy['rules'] }, attempt);
      if (decision.route !== 'approve') return;
      expect(summary).toMatchObject({ passed: 'Y', subCode: '200', extFaceInfoUnreadable: false });
      expect(['N', undefined]).toContain(summary.faceAttack);
    }),
    { numRuns: 5_000 },
  );
});

test('a policy without a rule for the answer sends it to a person', () => {
  expect(decide(result('N', '205'), { ...DEFAULT, rules: [] }, 1)).toEqual({
    route: 'manualReview',
    reason: 'unmapped-sub-code',
  });
});

test('every built-in policy is one that a user could send', () => {
  for (const policy of Object.values(BUILT_IN_POLICIES)) expect(policySchema.parse(policy)).toEqual(policy);
});

test('an unknown built-in is none, whatever it is called', () => {
  expect(resolvePolicy('default/2')).toBeUndefined();
  expect(resolvePolicy('toString')).toBeUndefined();
});
