import { canonicalQueryString } from '../src/cloudauth/acs3-signature';
import { parseCheckResult } from '../src/cloudauth/answers';
import { signedRequest } from '../src/cloudauth/signed-request';
import { callbackToken, isCallbackToken } from '../src/client/callback-token';
import type { CheckResultSummary } from '../src/contract/check-result';
import { BUILT_IN_POLICIES, decide, DEFAULT_POLICY } from '../src/policy';
import { takeUpRole, type RoleAtWork } from './bench-process';
import { CALLBACK_KEYS } from './callback-requests';
import { checkResultJson } from './vendor-answers';

/** One operation's samples; the caller takes the medians. */
export interface Samples {
  nsPerOperation: number[];
  heapBytesPerOperation: number[];
}

const ID = 'e0c34a77f5ac40a5aa5e6ed20c353888';
const QUERY = { MerchantBizId: ID, TransactionId: 'hksb7ba1b28130d24e015d6d4f2e1a9c' };
const KEY = { accessKeyId: 'an-access-key-id', accessKeySecret: 'an-access-key-secret' };
const CALLBACK_KEY = CALLBACK_KEYS[0] as (typeof CALLBACK_KEYS)[number];
const SUMMARY: CheckResultSummary = {
  requestId: 'r',
  passed: 'N',
  subCode: '204',
  procedurePriority: 'url',
  faceAttack: 'N',
  scores: { faceAttackScore: 1, guardRiskScore: 1, faceComparisonScore: 95 },
  extFaceInfoUnreadable: false,
};

if (require.main === module) takeUpRole({ operations });

async function operations(): Promise<RoleAtWork> {
  const all = operationsByName();
  return {
    ready: { names: Object.keys(all) },
    answer: async ({ name, rounds }: { name: string; rounds: number }) => sample(all[name] as () => unknown, rounds),
  };
}

function operationsByName(): Record<string, () => unknown> {
  const policy = BUILT_IN_POLICIES[DEFAULT_POLICY];
  if (!policy) throw new Error('There is no default policy.');
  const pairs = Object.entries(QUERY);
  const raw = { action: 'CheckResult', httpStatus: 200, body: checkResultJson() };
  const token = callbackToken(CALLBACK_KEY, ID, 1);
  return {
    'sign (signedRequest)': () => signedRequest({ action: 'CheckResult', query: QUERY }, 'localhost:1', KEY),
    canonicalQueryString: () => canonicalQueryString(pairs),
    decide: () => decide(SUMMARY, policy, 1),
    'parseCheckResult (small)': () => parseCheckResult(raw),
    callbackToken: () => callbackToken(CALLBACK_KEY, ID, 1),
    isCallbackToken: () => isCallbackToken(CALLBACK_KEYS, token, ID, 1),
  };
}

function sample(operation: () => unknown, rounds: number): Samples {
  const times = 20_000;
  timed(operation, times);
  const nsPerOperation = Array.from({ length: rounds }, () => timed(operation, times));
  const heapBytesPerOperation = Array.from({ length: rounds }, () => allocated(operation, 2_000));
  return { nsPerOperation, heapBytesPerOperation };
}

let sink: unknown;

function timed(operation: () => unknown, times: number): number {
  const started = process.hrtime.bigint();
  // Kept, so that the compiler may not leave the work out.
  for (let done = 0; done < times; done += 1) sink = operation();
  return Number(process.hrtime.bigint() - started) / times;
}

/** Heap bytes; the young generation of this process is large enough that nothing is collected meanwhile. */
function allocated(operation: () => unknown, times: number): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let done = 0; done < times; done += 1) sink = operation();
  const bytes = process.memoryUsage().heapUsed - before;
  return sink === undefined ? 0 : Math.max(0, bytes / times);
}
