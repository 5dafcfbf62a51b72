import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities, DEFAULT_RETRY_CADENCE } from '../../src/activities';
import { createCloudauthClient, type CloudauthClient } from '../../src/cloudauth';
import type { CheckResultInput, CheckResultSummary } from '../../src/contract/check-result';
import { SIMULATOR_KEY, startSimulator, type Simulator, type UserScriptInput } from '../../src/simulator';
import { onCleanup } from '../support/cleanup';

const H = 3_600_000;
let simulator: Simulator;
let vendor: CloudauthClient;

beforeEach(async () => {
  simulator = await startSimulator();
  onCleanup(() => simulator.stop());
  vendor = createCloudauthClient({
    credentials: async () => SIMULATOR_KEY,
    endpoint: new URL(simulator.url),
    callTimeoutMs: 2_000,
  });
  onCleanup(() => vendor.close());
});

async function inputFor(script: UserScriptInput): Promise<CheckResultInput> {
  const ids = { MerchantBizId: 'biz1', MerchantUserId: 'user-abandons' };
  const { transactionId } = await vendor.initialize('ap-southeast-1', { ...ids, ProductCode: 'P', MetaInfo: '{}' });
  simulator.control.script(transactionId, { finishAfterMs: null, ...script });
  simulator.control.finish(transactionId);
  const now = Date.now();
  return {
    region: 'ap-southeast-1',
    merchantBizId: 'biz1',
    transactionId,
    callbackReceived: true,
    waitingSinceMs: now,
    completionDeadlineMs: now + 24 * H,
    resultDeadlineMs: now + 720 * H,
  };
}

function quietEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
}

function run(input: CheckResultInput, environment = quietEnvironment()): Promise<CheckResultSummary> {
  const { checkResult } = createActivities({ cloudauthFor: () => vendor, cadence: DEFAULT_RETRY_CADENCE });
  return environment.run(checkResult, input);
}

const failureOf = (input: CheckResultInput) =>
  run(input).then(
    () => undefined,
    (error: unknown) => error as ApplicationFailure,
  );

test('the summary holds the verdict and the scores, and nothing of the face', async () => {
  const summary = await run(
    await inputFor({ results: [{ passed: 'Y', subCode: '200', procedurePriority: 'keep', faceAttackScore: 3 }] }),
  );
  expect(summary).toEqual({
    requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    passed: 'Y',
    subCode: '200',
    procedurePriority: 'keep',
    faceAttack: 'N',
    scores: { faceAttackScore: 3, guardRiskScore: 1, faceComparisonScore: 95 },
    extFaceInfoUnreadable: false,
  });
});

test.each<[string, UserScriptInput['results'], Partial<CheckResultSummary>]>([
  ['a SubCode of another form', [{ passed: 'N', subCode: '204; DROP' }], { subCode: 'OTHER' }],
  ['no SubCode', [{ passed: 'N' }], { subCode: 'OTHER' }],
  [
    'an unknown procedurePriority',
    [{ passed: 'N', subCode: '204', procedurePriority: 'video' }],
    { procedurePriority: 'unknown' },
  ],
  ['an unknown faceAttack', [{ passed: 'Y', subCode: '200', faceAttack: 'maybe' }], { faceAttack: 'unknown' }],
  ['a broken ExtFaceInfo', [{ passed: 'Y', subCode: '200', extFaceInfo: '{' }], { extFaceInfoUnreadable: true }],
  [
    'no ExtFaceInfo',
    [{ passed: 'Y', subCode: '200', extFaceInfo: null }],
    { extFaceInfoUnreadable: false, scores: {} },
  ],
])('%s is kept as unknown', async (_, results, expected) => {
  await expect(run(await inputFor({ results }))).resolves.toMatchObject(expected);
});

test.each(['P', 'y', '', 'true'])('Passed "%s" is no final result', async (passed) => {
  const failure = await failureOf(await inputFor({ results: [{ passed, subCode: '200' }] }));
  expect(failure).toMatchObject({ type: 'ResultPending', nonRetryable: false, category: 'BENIGN' });
});

test('a throttled call comes again when the vendor says, and says so in plain words', async () => {
  const failure = await failureOf(await inputFor({ faults: [{ kind: 'throttled', retryAfterMs: 1_234 }] }));
  expect(failure).toMatchObject({ type: 'Throttled', nonRetryable: false, nextRetryDelay: 1_234 });
  expect(failure?.message).toMatch(/Throttling\.Api, HTTP 403, RequestId .* Next try in 1 s\./);
});

test('a transaction that the vendor does not know is not asked for again', async () => {
  const input = await inputFor({});
  await expect(failureOf({ ...input, transactionId: 'unknown' })).resolves.toMatchObject({
    type: 'InvalidRequest',
    nonRetryable: true,
  });
});

test('refused credentials are told with what to do', async () => {
  simulator.control.refuseKey(SIMULATOR_KEY.accessKeyId, undefined);
  const input = await inputFor({ faults: [{ kind: 'code', httpStatus: 403, code: 'Forbidden.RAMUserAccessDenied' }] });
  const failure = await failureOf(input);
  expect(failure).toMatchObject({ type: 'OperatorActionRequired', nextRetryDelay: 300_000 });
  expect(failure?.message).toContain('AliyunAntCloudAuthFullAccess');
});

test('a fault of our own becomes a failure that can be retried and quotes nothing', async () => {
  const { checkResult } = createActivities({
    cloudauthFor: () => {
      throw new TypeError('quotes the-secret');
    },
    cadence: DEFAULT_RETRY_CADENCE,
  });
  const failure: ApplicationFailure = await quietEnvironment()
    .run(checkResult, await inputFor({}))
    .then(
      () => undefined as never,
      (error: unknown) => error as ApplicationFailure,
    );
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'VendorUnavailable', nonRetryable: false });
  expect(failure.message).not.toContain('the-secret');
});

test('a cancelled activity ends as cancelled, and its socket is closed', async () => {
  const environment = quietEnvironment();
  const running = run(await inputFor({ faults: [{ kind: 'stall' }] }), environment);
  await simulator.control.untilJournal((entries) =>
    entries.some((entry) => entry.kind === 'call' && entry.fault === 'stall'),
  );
  environment.cancel();
  await expect(running).rejects.toBeInstanceOf(CancelledFailure);
});

test('a worker that shuts down gives the call back to be tried elsewhere', async () => {
  const environment = quietEnvironment();
  const running = run(await inputFor({ faults: [{ kind: 'stall' }] }), environment);
  await simulator.control.untilJournal((entries) =>
    entries.some((entry) => entry.kind === 'call' && entry.fault === 'stall'),
  );
  environment.cancel('WORKER_SHUTDOWN');
  await expect(running).rejects.toMatchObject({
    type: 'VendorUnavailable',
    nonRetryable: false,
    nextRetryDelay: 1_000,
  });
});
