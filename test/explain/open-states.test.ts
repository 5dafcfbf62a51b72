import { explainVerification, formatExplanation, type Explanation, type Wait } from '../../src/explain';
import type { Policy } from '../../src/contract/schemas';
import type { UserScriptInput } from '../../src/simulator';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { until } from '../support/until';

const REFUSED = { kind: 'code', httpStatus: 403, code: 'Forbidden.RAMUserAccessDenied' } as const;
const MISMATCH = { results: [{ passed: 'N', subCode: '204', procedurePriority: 'url' }] };
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

async function begin(script: UserScriptInput, policy: Partial<Policy> = {}): Promise<string> {
  const { merchantBizId, transactionId } = await product.initialize({ script });
  await product.client.start({ merchantBizId, transactionId, region: 'ap-southeast-1', policy: quickPolicy(policy) });
  return merchantBizId;
}

/** The explanation as soon as it waits for what is wanted. */
async function whenWaiting(verificationId: string, wanted: (wait: Wait) => boolean): Promise<[Explanation, Wait]> {
  let found: [Explanation, Wait] | undefined;
  await until(async () => {
    const explanation = await explainVerification(product.temporal, verificationId);
    const wait = explanation.waits.find(wanted);
    if (wait) found = [explanation, wait];
    return found !== undefined;
  });
  if (!found) throw new Error('It never waited for that.');
  return found;
}

test('waiting for the callback: until when, and what comes then', async () => {
  const verificationId = await begin({ finishAfterMs: null }, { callbackTimeoutMs: 60_000 });
  const [{ standing, isOpen, steps }, wait] = await whenWaiting(verificationId, () => true);
  expect({ standing, isOpen }).toEqual({ standing: 'AWAITING_RESULT', isOpen: true });
  expect(steps).toHaveLength(1);
  expect(wait).toEqual({
    workflowId: `verification-${verificationId}`,
    waitsFor: 'Callback of attempt 1; without one the result is pulled',
    since: expect.stringMatching(ISO_TIME) as string,
    until: expect.stringMatching(ISO_TIME) as string,
  });
  await product.client.cancel(verificationId);
});

test('refused credentials: how often it was tried, by whom, how the last try failed, and when the next one is', async () => {
  const verificationId = await begin({ faults: Array.from({ length: 100 }, () => REFUSED) });
  const [explanation, wait] = await whenWaiting(verificationId, ({ tries = 0, nextTryAt }) => tries > 1 && !!nextTryAt);
  expect(wait.waitsFor).toBe("Result of the user's attempt 1, after its callback");
  expect(wait.lastFailure).toMatch(/^CheckResult: Forbidden\.RAMUserAccessDenied, HTTP 403, .+ Grant the RAM user/);
  expect(wait.nextTryAt).toMatch(ISO_TIME);
  expect(wait.worker).toMatch(/^idv-worker-calls@/);
  expect(formatExplanation(explanation)).toMatch(
    /Waits now for\n- Result of the user's attempt 1.*\n(.*\n)*? {4}last failure: CheckResult: Forb/,
  );
  await product.client.cancel(verificationId);
});

test('a user who is not done, without a callback: the pull is explained', async () => {
  const verificationId = await begin({ finishAfterMs: null, callback: { times: 0 } }, { callbackTimeoutMs: 200 });
  const [{ steps }, wait] = await whenWaiting(verificationId, ({ lastFailure = '' }) => lastFailure !== '');
  expect(steps.map(({ what }) => what)).toContain(
    'Time is up. Callback of attempt 1; without one the result is pulled.',
  );
  expect(wait.lastFailure).toContain('The user has not finished the flow yet. Nothing to do.');
  await product.client.cancel(verificationId);
});

test('a fallback waits for its transaction, a review for its reviewers, each in its own workflow', async () => {
  const verificationId = await begin(MISMATCH, {
    review: { dueMs: 400, deadlineMs: 60_000, fourEyes: 'always', whenUndecided: 'reject' },
  });
  const root = `verification-${verificationId}`;
  const [fallback, submission] = await whenWaiting(
    verificationId,
    ({ workflowId }) => workflowId === `${root}/attempt-2`,
  );
  expect(fallback.standing).toBe('FALLBACK: face-mismatch');
  expect(submission.waitsFor).toBe('New transaction for attempt 2; without one: a reviewer decides');
  await product.client.sendToReview(verificationId, { operator: 'ops', reason: 'tired\u001B[31m' });
  const review = `${root}/manual-review-1`;
  const [overdue] = await whenWaiting(
    verificationId,
    ({ workflowId, waitsFor }) => workflowId === review && waitsFor.startsWith('Final deadline'),
  );
  const said = overdue.steps.map(({ what }) => what);
  expect(said).toContain('ops sent it to review: "tired [31m".');
  expect(said).toContain('Review 1 opens: sent-to-review, asked for by ops: "tired [31m", four eyes: always.');
  expect(said).toContain('Time is up. Review due; after that it is overdue and its priority high.');
  await product.client.reviews.claim(verificationId, 1, { reviewer: 'ana' });
  await product.client.reviews.decide(verificationId, 1, {
    reviewer: 'ana',
    decision: 'reject',
    reasonCode: 'spoofing',
    note: 'kept out of it',
  });
  const { steps } = await explainVerification(product.temporal, verificationId);
  expect(steps.map(({ what }) => what).slice(-3)).toEqual([
    'ana (not attested) claimed the review.',
    'ana (not attested) decided: reject, spoofing, with a note.',
    'Four eyes: a second, different reviewer has to agree.',
  ]);
  await product.client.cancel(verificationId);
});

test('a review that somebody terminated, and the one that was opened after it', async () => {
  const verificationId = await begin({ results: [{ passed: 'N', subCode: '205' }] });
  const root = `verification-${verificationId}`;
  await whenWaiting(verificationId, ({ workflowId }) => workflowId === `${root}/manual-review-1`);
  await product.temporal.workflow.getHandle(`${root}/manual-review-1`).terminate('by mistake');
  const [{ steps }] = await whenWaiting(verificationId, ({ workflowId }) => workflowId === `${root}/manual-review-2`);
  const said = steps.map(({ what }) => what);
  expect(said).toContainEqual(expect.stringMatching(/^Review 1 ended without an outcome \(terminated: "by mistake/));
  expect(said).toContain('Review 1 came back without a decision (terminated).');
  await product.client.cancel(verificationId);
});

test('no worker: it says so, and what to do', async () => {
  const { client, initialize, temporal } = await startProduct({ workers: false });
  const { merchantBizId, transactionId } = await initialize();
  await client.start({ merchantBizId, transactionId, region: 'ap-southeast-1' });
  const inAMinuteMs = Date.now() + 60_000;
  const { waits } = await explainVerification(temporal, merchantBizId, inAMinuteMs);
  expect(waits).toMatchObject([
    {
      waitsFor: 'A worker that goes on with the workflow',
      advice: 'No worker takes it up: see whether workflow workers run (idv doctor).',
    },
  ]);
});

test('an input that is no verification: why the workflow failed', async () => {
  const workflowId = 'verification-rubbish' + Date.now();
  const handle = await product.temporal.workflow.start('verification', {
    workflowId,
    taskQueue: product.taskQueue,
    args: [{ nonsense: true }],
  });
  await expect(handle.result()).rejects.toThrow('Workflow execution failed');
  const explanation = await explainVerification(product.temporal, workflowId.replace('verification-', ''));
  expect(explanation).toMatchObject({ isOpen: false, standing: 'FAILED without an outcome' });
  expect(explanation.steps.map(({ what }) => what)[0]).toBe('Started with an input that is no verification.');
  expect(explanation.steps.at(-1)?.what).toContain('The input is not a verification');
});
