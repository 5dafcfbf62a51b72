import type { z } from 'zod';
import * as checks from '../../src/contract/input-checks';
import * as schemas from '../../src/contract/schemas';
import { resolvePolicy } from '../../src/policy';
import type { Policy } from '../../src/contract/schemas';
import type { Random } from '../random';
import { changeSomewhere, MARKER, oddValue } from './mutations';

/** The two readings of one kind of message, and valid ones. */
export interface MessageKind {
  name: string;
  schema: z.ZodType;
  problems(value: unknown): string[];
  valid: readonly object[];
}

const IDS = { merchantBizId: 'biz1', transactionId: 'hks1' };
const POLICY = resolvePolicy('default/1') as Policy;
const LIMITED: Policy = { ...POLICY, name: 'limited', scoreLimits: { faceAttackScoreMax: 50 } };
const REVIEWERS = ['ana', 'ben@example.com', 'cleo', 'dan'];

/** Every message that comes from outside. */
export const MESSAGE_KINDS: readonly MessageKind[] = [
  {
    name: 'verification',
    schema: schemas.verificationInputSchema,
    problems: checks.verificationInputProblems,
    valid: [
      { ...IDS, region: 'cn-hongkong', policy: 'default/1', account: 'acme', productCode: 'eKYC_PRO' },
      { ...IDS, region: 'ap-southeast-1', policy: POLICY },
      { ...IDS, region: 'ap-southeast-3', policy: LIMITED },
    ],
  },
  {
    name: 'callback',
    schema: schemas.callbackReceivedSchema,
    problems: checks.callbackProblems,
    valid: [
      { transactionId: 'h' },
      { transactionId: 'h', passed: 'Y', subCode: '200' },
      { transactionId: 'another', passed: 'N' },
    ],
  },
  {
    name: 'submission',
    schema: schemas.submitTransactionSchema,
    problems: checks.submissionProblems,
    valid: [IDS, { merchantBizId: 'biz2', transactionId: 'hks2' }, { merchantBizId: 'biz3', transactionId: 'hks0' }],
  },
  {
    name: 'sendToReview',
    schema: schemas.sendToReviewSchema,
    problems: checks.sendToReviewProblems,
    valid: [{ operator: 'ops', reason: 'stuck' }],
  },
  {
    name: 'reviewer',
    schema: schemas.reviewerSchema,
    problems: checks.reviewerProblems,
    valid: REVIEWERS.map((reviewer) => ({ reviewer, attested: true })),
  },
  {
    name: 'note',
    schema: schemas.reviewNoteSchema,
    problems: checks.reviewNoteProblems,
    valid: REVIEWERS.map((reviewer) => ({ reviewer, note: 'seen' })),
  },
  {
    name: 'decision',
    schema: schemas.decideReviewSchema,
    problems: checks.decisionProblems,
    valid: REVIEWERS.flatMap((reviewer) => [
      { reviewer, decision: 'approve', reasonCode: 'false-alarm' },
      { reviewer, decision: 'reject', reasonCode: 'spoofing', note: 'a mask' },
      { reviewer, decision: 'newAttempt', reasonCode: 'user-request', attested: false },
    ]),
  },
];

/** A value that came as a message of this kind. */
export function makeMessage(random: Random, kind: MessageKind): unknown {
  if (random.int(0, 19) === 0) return random.int(0, 9) === 0 ? undefined : oddValue(random);
  const value = structuredClone(random.pick(kind.valid));
  const changes = random.pick([0, 1, 1, 1, 2, 4]);
  for (let change = 0; change < changes; change += 1) changeSomewhere(random, value);
  if (random.int(0, 9) === 0) Object.assign(value, { [MARKER]: MARKER });
  return value;
}
