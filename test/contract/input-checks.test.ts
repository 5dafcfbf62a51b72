import fc from 'fast-check';
import type { z } from 'zod';
import * as checks from '../../src/contract/input-checks';
import * as schemas from '../../src/contract/schemas';
import { resolvePolicy } from '../../src/policy';
import { quickPolicy } from '../support/quick-policy';

const IDS = { merchantBizId: 'biz1', transactionId: 'hks1' };
const REVIEWER = { reviewer: 'ana@example.com' };

type Pair = [name: string, schema: z.ZodType, check: (value: unknown) => string[], valid: object[]];

const PAIRS: Pair[] = [
  [
    'verification input',
    schemas.verificationInputSchema,
    checks.verificationInputProblems,
    [
      { ...IDS, region: 'ap-southeast-1' },
      { ...IDS, region: 'cn-hongkong', policy: 'default/1', account: 'acme', productCode: 'eKYC_PRO' },
      { ...IDS, region: 'ap-southeast-3', policy: resolvePolicy('default/1') },
      { ...IDS, region: 'ap-southeast-5', policy: quickPolicy({ scoreLimits: { faceAttackScoreMax: 50 } }) },
    ],
  ],
  [
    'callback',
    schemas.callbackReceivedSchema,
    checks.callbackProblems,
    [{ transactionId: 'h' }, { transactionId: 'h', passed: 'Y', subCode: '200' }],
  ],
  ['submission', schemas.submitTransactionSchema, checks.submissionProblems, [IDS]],
  ['send to review', schemas.sendToReviewSchema, checks.sendToReviewProblems, [{ operator: 'ops', reason: 'stuck' }]],
  ['reviewer', schemas.reviewerSchema, checks.reviewerProblems, [REVIEWER, { ...REVIEWER, attested: true }]],
  ['note', schemas.reviewNoteSchema, checks.reviewNoteProblems, [{ ...REVIEWER, note: 'seen' }]],
  [
    'decision',
    schemas.decideReviewSchema,
    checks.decisionProblems,
    [
      { ...REVIEWER, decision: 'approve', reasonCode: 'false-alarm' },
      { ...REVIEWER, decision: 'reject', reasonCode: 'spoofing', note: 'a mask' },
      { ...REVIEWER, decision: 'newAttempt', reasonCode: 'user-request', attested: false },
    ],
  ],
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1.5,
    NaN,
    Infinity,
    2_592_000_001,
    '',
    'x',
    'é',
    ' a',
    'a'.repeat(200),
    null,
    [],
    {},
    true,
    'default/0',
  ),
  fc.string(),
  fc.integer(),
);

describe.each(PAIRS)('%s: the schema of the edges and the plain check of the workflow', (_, schema, check, valid) => {
  test('take what is valid', () => {
    for (const value of valid) {
      expect(check(value)).toEqual([]);
      expect(schema.safeParse(value).success).toBe(true);
    }
  });

  test('agree on everything that one change makes of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom('set', 'delete', 'add'),
        odd,
        (value, picks, change, by) => {
          const changed = changeSomewhere(structuredClone(value), picks, change, by);
          expect({ value: changed, fine: check(changed).length === 0 }).toEqual({
            value: changed,
            fine: schema.safeParse(changed).success,
          });
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test.each([undefined, null, 'text', 7, [], new Uint8Array(3)])('refuse %p', (value) => {
    expect(check(value)).not.toEqual([]);
    expect(schema.safeParse(value).success).toBe(false);
  });
});

/** Goes down into a value by chance and changes one field there. */
function changeSomewhere(value: object, picks: fc.Stream<number>, change: string, by: unknown): object {
  let at = value as Record<string, unknown>;
  for (;;) {
    const names = Object.keys(at);
    const name = names[(picks.next().value as number) % Math.max(1, names.length)] ?? 'extra';
    const inner = at[name];
    if (typeof inner === 'object' && inner !== null && (picks.next().value as number) % 4 > 0) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (change === 'set') at[name] = by;
    else if (change === 'add') at[`${name}X`] = by;
    else if (Array.isArray(at)) at.pop();
    else delete at[name];
    return value;
  }
}

test('problems name the field by its path and repeat nothing of the value', () => {
  const policy = quickPolicy();
  policy.review.dueMs = -1;
  const problems = checks.verificationInputProblems({ ...IDS, region: 'SECRET', policy, SECRET: 1 });
  expect(problems).toEqual(['region', 'policy.review.dueMs', '(unknown field)']);
});

test('a policy that could approve an unknown SubCode is no policy', () => {
  const policy = quickPolicy({ rules: [{ passed: 'Y', subCode: '*', route: 'approve', reason: 'passed' }] });
  expect(checks.verificationInputProblems({ ...IDS, region: 'ap-southeast-1', policy })).toEqual([
    'policy.rules.0.route',
  ]);
  expect(schemas.policySchema.safeParse(policy).error?.issues[0]?.path).toEqual(['rules', 0, 'route']);
});
