import type { VerificationView } from '../../src/client';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { succeeds, until } from '../support/until';
import { startWorkerProcess } from '../support/worker-process';

const REGION = 'ap-southeast-1';

async function untilOpen(
  product: Product,
  id: string,
  holds: (view: Extract<VerificationView, { phase: 'open' }>) => boolean,
) {
  await until(async () => {
    const view = await product.client.get(id);
    return view.phase === 'open' && holds(view);
  });
}

const callsOf = (product: Product, transactionId: string) =>
  product.simulator.control.journal(transactionId).filter(({ kind }) => kind === 'call').length;

describe('a worker that is killed with -9 loses nothing and does nothing twice', () => {
  test('while a verification waits for its callback', async () => {
    const product = await startProduct({ workers: false });
    const worker = await startWorkerProcess(product.workerEnv);
    const ids = await product.initialize({ script: { finishAfterMs: null } });
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy({ callbackTimeoutMs: 20_000 }) });
    await untilOpen(product, ids.merchantBizId, ({ state }) => state.waiting?.for === 'callback');
    await worker.kill();
    product.simulator.control.finish(ids.transactionId);
    await product.simulator.control.untilJournal((entries) => entries.some(({ kind }) => kind === 'callback'));
    await startWorkerProcess(product.workerEnv);
    await expect(product.client.outcome(ids.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
    expect(callsOf(product, ids.transactionId)).toBe(1);
  });

  test("during an activity's back-off", async () => {
    const product = await startProduct({ workers: false, env: { IDV_OPERATOR_RETRY_S: '2' } });
    const worker = await startWorkerProcess(product.workerEnv);
    const refused = { kind: 'code', httpStatus: 403, code: 'Forbidden.AccountAccessDenied' } as const;
    const ids = await product.initialize({ script: { faults: [refused] } });
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    await product.simulator.control.untilJournal(() => callsOf(product, ids.transactionId) === 1);
    const handle = product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`);
    await until(async () => (await handle.describe()).raw.pendingActivities?.[0]?.attempt === 2);
    await worker.kill();
    await startWorkerProcess(product.workerEnv);
    await expect(product.client.outcome(ids.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
    expect(callsOf(product, ids.transactionId)).toBe(2);
  });

  test('inside a fallback', async () => {
    const product = await startProduct({ workers: false });
    const worker = await startWorkerProcess(product.workerEnv);
    const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '206' }] } });
    const id = ids.merchantBizId;
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    await untilOpen(product, id, ({ state }) => state.fallback?.attempt === 2);
    await worker.kill();
    await startWorkerProcess(product.workerEnv);
    const second = await product.initialize({ verificationId: id, attempt: 2, script: { finishAfterMs: null } });
    await product.client.submitTransaction(id, 2, second);
    product.simulator.control.finish(second.transactionId);
    const outcome = await product.client.outcome(id);
    expect(outcome).toMatchObject({ status: 'APPROVED', decidedBy: 'policy' });
    expect(outcome.attempts).toHaveLength(2);
  });

  test('inside a review', async () => {
    const product = await startProduct({ workers: false });
    const worker = await startWorkerProcess(product.workerEnv);
    const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '205' }] } });
    const id = ids.merchantBizId;
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    const { reviews } = product.client;
    const reviewer = 'ana@example.com';
    await until(() => succeeds(reviews.claim(id, 1, { reviewer })));
    await worker.kill();
    await startWorkerProcess(product.workerEnv);
    await reviews.decide(id, 1, { reviewer, decision: 'approve', reasonCode: 'false-alarm' }, { updateId: 'once' });
    const outcome = await product.client.outcome(id);
    expect(outcome).toMatchObject({ status: 'APPROVED', decidedBy: 'reviewer' });
    expect(outcome.reviews[0]?.auditTrail.filter(({ action }) => action === 'decided')).toHaveLength(1);
  });
});

test('a worker that is asked to end lets the calls under way finish, and ends with status 0', async () => {
  const product = await startProduct({ workers: false });
  const worker = await startWorkerProcess(product.workerEnv);
  await expect(worker.terminate()).resolves.toBe(0);
});
