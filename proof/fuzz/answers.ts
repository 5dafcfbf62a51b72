import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { checkResult } from '../../src/activities/check-result';
import { DEFAULT_RETRY_CADENCE } from '../../src/activities/retry-cadence';
import type { CloudauthClient } from '../../src/cloudauth';
import { parseCheckResult, type RawAnswer } from '../../src/cloudauth/answers';
import { CHECK_RESULT_FAILURES, SCORE_NAMES, type CheckResultInput } from '../../src/contract/check-result';
import type { CheckResultSummary } from '../../src/contract/check-result';
import type { Policy } from '../../src/contract/schemas';
import { decide as decideForReal, resolvePolicy } from '../../src/policy';
import { makeAnswer } from './answer-cases';
import { MARKER } from './mutations';
import { maySayApproved } from './own-words';
import { claim, type FuzzTarget } from './target';

/** The product's parts that answers go through; a test puts broken ones in. */
export interface AnswerParts {
  activity: typeof checkResult;
  decide: typeof decideForReal;
}

const DEFAULT = resolvePolicy('default/1') as Policy;
const LIMITS = { faceComparisonScoreMin: 60, faceAttackScoreMax: 40, guardRiskScoreMax: 50 };
const POLICIES: readonly Policy[] = [DEFAULT, { ...DEFAULT, scoreLimits: LIMITS }];
const FAR_MS = Date.now() + 20 * 24 * 60 * 60 * 1000;
const INPUT: CheckResultInput = {
  region: 'ap-southeast-1',
  merchantBizId: 'fuzz',
  transactionId: 'hksfuzz',
  callbackReceived: false,
  waitingSinceMs: Date.now(),
  completionDeadlineMs: FAR_MS,
  resultDeadlineMs: FAR_MS,
};
const QUIET = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** CheckResult answers through the activity and the decision. */
export function answersTarget(parts: Partial<AnswerParts> = {}): FuzzTarget<RawAnswer> {
  const { activity = checkResult, decide = decideForReal } = parts;
  const environment = new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }, { logger: QUIET });
  return {
    name: 'answers',
    make: makeAnswer,
    show: (raw) => JSON.stringify(raw),
    check: async (raw) => {
      const dependencies = { cadence: DEFAULT_RETRY_CADENCE, cloudauthFor: () => vendorThatAnswers(raw) };
      const asked: Promise<CheckResultSummary> = environment.run(() => activity(dependencies, INPUT));
      const result = await asked.catch((error: unknown) => checkFailure(error));
      if (typeof result === 'string') return result;
      checkSummary(result);
      return decideAll(decide, raw, result);
    },
  };
}

function vendorThatAnswers(raw: RawAnswer): CloudauthClient {
  const never = async () => {
    throw new Error('Not called here.');
  };
  return { checkResult: async () => parseCheckResult(raw), initialize: never, close: async () => {} };
}

function checkFailure(error: unknown): string {
  claim(error instanceof ApplicationFailure, `The activity threw something else: ${String(error)}`);
  const { type, message, stack, details, cause } = error;
  const known: readonly string[] = CHECK_RESULT_FAILURES;
  claim(typeof type === 'string' && known.includes(type), 'The failure has an unknown type.');
  claim(!message.includes('UNEXPECTED'), 'An answer became a fault of our own.');
  const told = `${message} ${stack} ${JSON.stringify(details)} ${String(cause)}`;
  claim(!told.includes(MARKER), 'A failure tells something of the answer.');
  return type;
}

/** Every field against its documented form: nothing else of an answer can then be in it. */
function checkSummary(result: CheckResultSummary): void {
  const { requestId, passed, subCode, procedurePriority, faceAttack, scores, extFaceInfoUnreadable, ...rest } = result;
  claim(Object.keys(rest).length === 0, 'The result has a field too many.');
  claim(requestId === '' || /^[A-Za-z0-9-]{1,64}$/.test(requestId), 'The RequestId has another form.');
  claim(passed === 'Y' || passed === 'N', 'Passed has another form.');
  claim(/^[A-Za-z0-9_]{1,16}$/.test(subCode), 'The SubCode has another form.');
  claim([undefined, 'url', 'keep', 'unknown'].includes(procedurePriority), 'procedurePriority has another form.');
  claim([undefined, 'Y', 'N', 'unknown'].includes(faceAttack), 'faceAttack has another form.');
  claim(typeof extFaceInfoUnreadable === 'boolean', 'extFaceInfoUnreadable has another form.');
  const names: readonly string[] = SCORE_NAMES;
  for (const [name, score] of Object.entries(scores)) {
    claim(names.includes(name) && score >= 0 && score <= 100, 'A score has another form.');
  }
  claim(!JSON.stringify(result).includes(MARKER), 'The result tells something of the answer.');
}

function decideAll(decide: typeof decideForReal, raw: RawAnswer, result: CheckResultSummary): string {
  const routes = POLICIES.map((policy) => {
    const { route } = decide(result, policy, 1 + (raw.body.length % 4));
    if (route === 'approve') claim(maySayApproved(raw, policy.scoreLimits), 'Approved what does not say so.');
    return route;
  });
  return `decided ${routes.join(' / ')}`;
}
