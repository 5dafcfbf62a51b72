import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Outcome } from '../../src/contract/verification';
import { startProduct, type Product } from '../support/product';
import { temporalAddress } from '../support/temporal';
import { succeeds, until } from '../support/until';
import { pythonEnvironment } from '../support/python-environment';

const run = promisify(execFile);
const environment = pythonEnvironment({
  requirements: 'docs/examples/python/requirements.txt',
  module: 'temporalio.client',
});
const missing = 'missing' in environment ? environment.missing : undefined;
// The user's part is over as soon as it begins, and the vendor's callback is lost: the example has to send it.
const silent = { finishAfterMs: 0, callback: { times: 0 } };

if (missing !== undefined && process.env.REQUIRE_PYTHON === '1') throw new Error(`REQUIRE_PYTHON=1, but ${missing}`);
const describePython = missing === undefined ? describe : describe.skip;
// Jest counts what is skipped and says no more of it.
if (missing !== undefined) process.stderr.write(`Skipped: test/docs/python-examples.test.ts: ${missing}\n`);

async function python(script: string, args: readonly string[]): Promise<string> {
  const executable = 'python' in environment ? environment.python : '';
  const { stdout } = await run(executable, [`docs/examples/python/${script}`, ...args], {
    env: { ...process.env, TEMPORAL_ADDRESS: temporalAddress() },
    timeout: 45_000,
  });
  return stdout.trim();
}

async function startAndWait(product: Product, ids: { merchantBizId: string; transactionId: string }): Promise<Outcome> {
  const { merchantBizId, transactionId } = ids;
  const printed = await python('start_and_wait.py', [merchantBizId, transactionId, '--task-queue', product.taskQueue]);
  return JSON.parse(printed) as Outcome;
}

describePython('the examples for the Temporal SDK of Python', () => {
  test('start a verification, signal the callback and read the outcome; again, it is the same one', async () => {
    const product = await startProduct();
    const ids = await product.initialize({ script: silent });
    const outcome = await startAndWait(product, ids);
    expect(outcome).toMatchObject({ verificationId: ids.merchantBizId, status: 'APPROVED', reason: 'passed' });
    expect(outcome.attempts[0]?.callbacks.accepted).toBe(1);
    await expect(startAndWait(product, ids)).resolves.toEqual(outcome);
  });

  test('claim a review and decide it, and say why an update was refused', async () => {
    const product = await startProduct();
    const ids = await product.initialize({ script: { ...silent, results: [{ passed: 'N', subCode: '205' }] } });
    const outcome = startAndWait(product, ids);
    await until(() => succeeds(product.client.reviews.get(ids.merchantBizId, 1)));
    const decide = (reviewer: string, reasonCode: string) =>
      python('decide_review.py', [ids.merchantBizId, reviewer, 'approve', reasonCode]);
    await expect(decide('bob@example.com', 'spoofing')).rejects.toThrow('InvalidArgument');
    await expect(decide('ana@example.com', 'identity-confirmed')).rejects.toThrow('ClaimedByAnother');
    await expect(decide('bob@example.com', 'identity-confirmed')).resolves.toBe('decided');
    await expect(outcome).resolves.toMatchObject({ status: 'APPROVED', decidedBy: 'reviewer' });
  });

  test('read the outcome of a cancelled verification', async () => {
    const product = await startProduct({ workers: false });
    const ids = await product.initialize({ script: { finishAfterMs: null } });
    const outcome = startAndWait(product, ids);
    await until(() => succeeds(product.client.cancel(ids.merchantBizId)));
    await product.startWorkers();
    await expect(outcome).resolves.toMatchObject({ status: 'CANCELLED', decidedBy: 'backend' });
  });
});
