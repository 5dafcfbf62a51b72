import { readFileSync } from 'node:fs';
import type { WorkflowFailedError } from '@temporalio/client';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { succeeds, until } from '../support/until';
import { uniqueId } from '../support/temporal';

const REGION = 'ap-southeast-1';
let product: Product;

beforeAll(async () => {
  product = await startProduct();
});

async function startInReview(): Promise<string> {
  const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '205' }] } });
  await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
  await until(() => succeeds(product.client.reviews.get(ids.merchantBizId, 1)));
  return ids.merchantBizId;
}

async function startInFallback(): Promise<{ id: string; first: { merchantBizId: string; transactionId: string } }> {
  const first = await product.initialize({ script: { results: [{ passed: 'N', subCode: '206' }] } });
  await product.client.start({ ...first, region: REGION, policy: quickPolicy() });
  await until(async () => {
    const view = await product.client.get(first.merchantBizId);
    return view.phase === 'open' && view.state.fallback?.attempt === 2;
  });
  return { id: first.merchantBizId, first };
}

describe('signals that are no callbacks', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'callback'],
    ['a list', [{ transactionId: 'x' }]],
    ['wrong types', { transactionId: 7 }],
    ['another transaction', { transactionId: 'another' }],
    ['a huge one', { transactionId: 'x'.repeat(500_000) }],
    ['more fields', { transactionId: 'x', admin: true }],
  ])('%s is ignored, and the true callback still counts', async (_, signal) => {
    const ids = await product.initialize({ script: { finishAfterMs: null } });
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy({ callbackTimeoutMs: 15_000 }) });
    const handle = product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`);
    await handle.signal('callbackReceived', signal);
    product.simulator.control.finish(ids.transactionId);
    const { attempts, status } = await product.client.outcome(ids.merchantBizId);
    expect({ status, callbacks: attempts[0]?.callbacks }).toEqual({
      status: 'APPROVED',
      callbacks: { accepted: 1, repeated: 0, ignored: 1 },
    });
  });
});

test('a callback that claims another result is not believed, and the outcome says so', async () => {
  const claims = { passed: 'Y', subCode: '200' };
  const ids = await product.initialize({
    script: { results: [{ passed: 'N', subCode: '205' }], callback: { claims } },
  });
  const review = { dueMs: 300, deadlineMs: 600, fourEyes: 'never', whenUndecided: 'reject' } as const;
  await product.client.start({ ...ids, region: REGION, policy: quickPolicy({ review }) });
  const outcome = await product.client.outcome(ids.merchantBizId);
  expect(outcome).toMatchObject({ status: 'REJECTED', decidedBy: 'deadline' });
  expect(outcome.attempts[0]).toMatchObject({ callbackDisagreed: true, result: { passed: 'N', subCode: '205' } });
});

test('a callback that comes while the result is pulled cuts the wait short', async () => {
  const slow = await startProduct({ env: { IDV_PULL_SCHEDULE_S: '600', IDV_PULL_EVERY_S: '600' } });
  const ids = await slow.initialize({ script: { finishAfterMs: null } });
  await slow.client.start({
    ...ids,
    region: REGION,
    policy: quickPolicy({ callbackTimeoutMs: 200, completionDeadlineMs: 900_000, resultDeadlineMs: 900_000 }),
  });
  await slow.simulator.control.untilJournal((entries) =>
    entries.some((entry) => entry.kind === 'call' && entry.code === 'ProcessNotCompleted'),
  );
  slow.simulator.control.finish(ids.transactionId);
  await expect(slow.client.outcome(ids.merchantBizId, { timeoutMs: 20_000 })).resolves.toMatchObject({
    status: 'APPROVED',
  });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['another region', { merchantBizId: 'biz1', transactionId: 'x', region: 'mars' }],
  [
    'a policy that approves anything',
    {
      merchantBizId: 'biz1',
      transactionId: 'x',
      region: REGION,
      policy: quickPolicy({ rules: [{ passed: 'Y', subCode: '*', route: 'approve', reason: 'passed' }] }),
    },
  ],
  [
    'a policy that is not built in',
    { merchantBizId: 'biz1', transactionId: 'x', region: REGION, policy: 'default/99' },
  ],
])('a workflow started with %s fails, and its task does not', async (_, input) => {
  const error: WorkflowFailedError = await product.temporal.workflow
    .execute('verification', { workflowId: `verification-${uniqueId()}`, taskQueue: product.taskQueue, args: [input] })
    .then(
      () => undefined as never,
      (failure: unknown) => failure as WorkflowFailedError,
    );
  expect(error.cause).toMatchObject({ type: 'InvalidInput' });
});

describe('a fallback', () => {
  test('refuses a transaction that was used, and a second one; the same one again is the same submission', async () => {
    const { id, first } = await startInFallback();
    const { client } = product;
    await expect(client.submitTransaction(id, 2, first)).rejects.toMatchObject({
      code: 'REFUSED',
      refusal: 'TransactionUsed',
    });
    const second = await product.initialize({ verificationId: id, attempt: 2, script: { finishAfterMs: null } });
    await client.submitTransaction(id, 2, second);
    await client.submitTransaction(id, 2, second);
    await expect(
      client.submitTransaction(id, 2, { merchantBizId: uniqueId(), transactionId: 'other' }),
    ).rejects.toMatchObject({
      refusal: 'AlreadySubmitted',
    });
    product.simulator.control.finish(second.transactionId);
    await expect(client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED' });
    await expect(client.submitTransaction(id, 2, second)).rejects.toMatchObject({ code: 'ALREADY_OVER' });
    await expect(client.submitTransaction(id, 9, second)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('keeps a callback that comes before its transaction is submitted', async () => {
    const { id } = await startInFallback();
    const second = await product.initialize({ verificationId: id, attempt: 2, script: { finishAfterMs: 0 } });
    await product.simulator.control.untilJournal((entries) =>
      entries.some((entry) => entry.kind === 'callback' && entry.transactionId === second.transactionId),
    );
    await product.client.submitTransaction(id, 2, second);
    const { attempts } = await product.client.outcome(id);
    expect(attempts[1]?.callbacks).toEqual({ accepted: 1, repeated: 0, ignored: 0 });
  });

  test('can be sent to review by an operator, through the verification id', async () => {
    const { id } = await startInFallback();
    await product.client.sendToReview(id, { operator: 'ops@example.com', reason: 'the user is on the phone' });
    await until(() => succeeds(product.client.reviews.get(id, 1)));
    const review = await product.client.reviews.get(id, 1);
    expect(review).toMatchObject({ reason: 'sent-to-review', auditTrail: [{ operator: 'ops@example.com' }] });
  });

  test('that is ended from outside leads to a review', async () => {
    const { id } = await startInFallback();
    await product.temporal.workflow.getHandle(`verification-${id}/attempt-2`).terminate();
    await until(() => succeeds(product.client.reviews.get(id, 1)));
    await expect(product.client.reviews.get(id, 1)).resolves.toMatchObject({ reason: 'fallback-ended' });
  });
});

describe('a review', () => {
  const ana = { reviewer: 'ana@example.com' };
  const approve = { ...ana, decision: 'approve', reasonCode: 'false-alarm' } as const;

  test('refuses who has not claimed it, and a refusal leaves nothing in the history', async () => {
    const id = await startInReview();
    const handle = product.temporal.workflow.getHandle(`verification-${id}/manual-review-1`);
    const before = (await handle.describe()).historyLength;
    await expect(product.client.reviews.decide(id, 1, approve)).rejects.toMatchObject({
      code: 'REFUSED',
      refusal: 'NotClaimed',
    });
    await expect(
      handle.executeUpdate('addReviewNote', { args: [{ ...ana, note: 'x'.repeat(100_000) }] }),
    ).rejects.toMatchObject({ cause: { type: 'InvalidArgument' } });
    await expect(handle.executeUpdate('decideReview', { args: ['rubbish'] })).rejects.toMatchObject({
      cause: { type: 'InvalidArgument' },
    });
    expect((await handle.describe()).historyLength).toBe(before);
  });

  test('the same decision under one key, sent twice, is one; another one after it comes too late', async () => {
    const id = await startInReview();
    const { reviews } = product.client;
    await reviews.claim(id, 1, ana);
    await reviews.decide(id, 1, approve, { updateId: 'click-1' });
    await reviews.decide(id, 1, approve, { updateId: 'click-1' });
    const { reviews: ended } = await product.client.outcome(id);
    expect(ended[0]?.auditTrail.filter(({ action }) => action === 'decided')).toHaveLength(1);
    await expect(reviews.decide(id, 1, approve)).rejects.toMatchObject({ code: 'ALREADY_OVER' });
  });

  test('that is ended from outside is opened again, and no later one takes its number', async () => {
    const id = await startInReview();
    const { reviews } = product.client;
    await product.temporal.workflow.getHandle(`verification-${id}/manual-review-1`).terminate();
    await until(() => succeeds(reviews.claim(id, 2, ana)));
    await reviews.decide(id, 2, { ...ana, decision: 'newAttempt', reasonCode: 'poor-capture' });
    const second = await product.initialize({
      verificationId: id,
      attempt: 2,
      script: { results: [{ passed: 'N', subCode: '205' }] },
    });
    await until(() => succeeds(product.client.submitTransaction(id, 2, second)));
    await until(() => succeeds(reviews.claim(id, 3, ana)));
    await reviews.decide(id, 3, approve);
    const outcome = await product.client.outcome(id);
    expect(outcome.status).toBe('APPROVED');
    expect(outcome.reviews.map(({ review }) => review)).toEqual([2, 3]);
  });

  test('cancelling the verification ends it too', async () => {
    const id = await startInReview();
    await product.client.cancel(id);
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'CANCELLED' });
    const { status } = await product.temporal.workflow.getHandle(`verification-${id}/manual-review-1`).describe();
    expect(status.name).toBe('CANCELLED');
  });
});

describe('the message reference', () => {
  /** The JSON examples of docs/messages.md, by the name that each carries. */
  const examples = new Map(
    [...readFileSync('docs/messages.md', 'utf8').matchAll(/<!-- example: (\S+) -->\n+```json\n([\s\S]*?)```/g)].map(
      ([, name = '', json = '']) => [name, JSON.parse(json) as Record<string, unknown>],
    ),
  );

  test('its examples drive a verification through a plain Temporal client', async () => {
    const first = await product.initialize({ script: { results: [{ passed: 'N', subCode: '206' }] } });
    const id = first.merchantBizId;
    const { workflow } = product.temporal;
    const handle = await workflow.start('verification', {
      workflowId: `verification-${id}`,
      taskQueue: product.taskQueue,
      args: [{ ...examples.get('start'), ...first }],
    });
    await handle.signal('callbackReceived', {
      ...examples.get('callbackReceived'),
      transactionId: first.transactionId,
    });
    await until(async () => ((await handle.query('getVerification')) as { fallback?: object }).fallback !== undefined);
    const second = await product.initialize({
      verificationId: id,
      attempt: 2,
      script: { results: [{ passed: 'N', subCode: '205' }] },
    });
    const fallback = workflow.getHandle(`verification-${id}/attempt-2`);
    await fallback.executeUpdate('submitTransaction', { args: [{ ...examples.get('submitTransaction'), ...second }] });
    const review = workflow.getHandle(`verification-${id}/manual-review-1`);
    await until(() => succeeds(review.query('getReview')));
    for (const update of ['claimReview', 'releaseReview', 'claimReview', 'addReviewNote', 'decideReview']) {
      await review.executeUpdate(update, { args: [examples.get(update)] });
    }
    await expect(handle.result()).resolves.toMatchObject({ status: 'APPROVED', decidedBy: 'reviewer' });
  });

  test('an operator sends a verification to review with its example', async () => {
    const ids = await product.initialize({ script: { finishAfterMs: null } });
    await product.client.start({ ...ids, region: REGION });
    const handle = product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`);
    await handle.executeUpdate('sendToReview', { args: [examples.get('sendToReview')] });
    await until(() => succeeds(product.client.reviews.get(ids.merchantBizId, 1)));
    expect(examples.size).toBe(9);
  });
});
