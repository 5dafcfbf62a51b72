import { startProduct } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { startWorkerProcess } from '../support/worker-process';

const VERIFICATIONS = 200;
const CALLS_PER_SECOND = 10;

test('200 verifications at once on two worker processes keep the limit of 10 calls a second, and all end well', async () => {
  const product = await startProduct({
    workers: false,
    env: {
      IDV_CHECK_RESULT_PER_SECOND: String(CALLS_PER_SECOND),
      IDV_THROTTLED_MIN_S: '1',
      IDV_THROTTLED_MAX_S: '2',
      IDV_CALL_TIMEOUT_MS: '10000',
    },
    limits: { CheckResult: CALLS_PER_SECOND },
  });
  await Promise.all([startWorkerProcess(product.workerEnv), startWorkerProcess(product.workerEnv)]);
  const policy = quickPolicy({ completionDeadlineMs: 100_000, resultDeadlineMs: 200_000 });
  const outcomes = await Promise.all(
    Array.from({ length: VERIFICATIONS }, async () => {
      const ids = await product.initialize();
      await product.client.start({ ...ids, region: 'ap-southeast-1', policy });
      return product.client.outcome(ids.merchantBizId);
    }),
  );
  expect(outcomes.filter(({ status }) => status === 'APPROVED')).toHaveLength(VERIFICATIONS);

  const calls = product.simulator.control
    .journal()
    .filter((entry) => entry.kind === 'call' && entry.action === 'CheckResult')
    .map((entry) => ({ atMs: Date.parse(entry.at), throttled: 'code' in entry && entry.code === 'Throttling.Api' }));
  const firstMs = Math.min(...calls.map(({ atMs }) => atMs));
  const afterBurst = calls.filter(({ atMs }) => atMs - firstMs >= 1_000);
  const lastedS = (Math.max(...calls.map(({ atMs }) => atMs)) - firstMs - 1_000) / 1_000;
  expect(afterBurst.length / lastedS).toBeLessThanOrEqual(CALLS_PER_SECOND);
  const accepted = calls.filter(({ throttled }) => !throttled);
  expect(accepted.length).toBeGreaterThanOrEqual(VERIFICATIONS);
  process.stdout.write(
    `rate limit: ${calls.length} calls, ${calls.length - accepted.length} throttled, ${(afterBurst.length / lastedS).toFixed(2)} a second after the first\n`,
  );
}, 120_000);
