import { createDataConverter } from '../../src/codec';
import { loadWorkerConfig } from '../../src/config';
import { freePort } from '../../src/server/free-port';
import { newPayloadKey } from '../support/payload-keys';
import { startProduct } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { connectClient } from '../support/temporal';
import { until } from '../support/until';
import { runWorkerToItsEnd, startWorkerProcess } from '../support/worker-process';

test('a worker without the key of an open verification refuses to start, and says which key and what to do', async () => {
  const [A, B] = [newPayloadKey('key-a'), newPayloadKey('key-b')];
  const product = await startProduct({ workers: false, env: { IDV_PAYLOAD_KEYS: A } });
  const { merchantBizId, transactionId } = await product.initialize();
  await product.client.start({ merchantBizId, transactionId, region: 'ap-southeast-1', policy: quickPolicy() });
  const query = `TaskQueue = '${product.taskQueue}'`;
  await until(async () => (await product.temporal.workflow.count(query)).count === 1);

  for (const IDV_PAYLOAD_KEYS of ['', B]) {
    const { status, stderr } = await runWorkerToItsEnd({ ...product.workerEnv, IDV_PAYLOAD_KEYS });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /need the payload key "key-a", which this worker does not have .*Add it to IDV_PAYLOAD_KEYS/,
    );
    expect(stderr).toContain(`verification-${merchantBizId}`);
    expect(stderr).not.toContain(B.slice('key-b:'.length));
  }
  await startWorkerProcess({ ...product.workerEnv, IDV_PAYLOAD_KEYS: `${B},${A}` });
  await expect(product.client.outcome(merchantBizId, { timeoutMs: 20_000 })).rejects.toMatchObject({
    code: 'UNREADABLE',
  });
});

test('what a worker cannot decrypt is counted where it serves metrics', async () => {
  const product = await startProduct({ workers: false, env: { IDV_PAYLOAD_KEYS: newPayloadKey('key-a') } });
  const metrics = `127.0.0.1:${await freePort()}`;
  await startWorkerProcess({ ...product.workerEnv, IDV_PROMETHEUS_ADDRESS: metrics });
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({ ...ids, region: 'ap-southeast-1', policy: quickPolicy() });
  const { payloadKeys } = loadWorkerConfig({ IDV_PAYLOAD_KEYS: newPayloadKey('foreign') });
  const foreign = await connectClient(createDataConverter(payloadKeys));
  await foreign.workflow.getHandle(`verification-${ids.merchantBizId}`).signal('callbackReceived', {});
  const errors = async () => {
    const text = await (await fetch(`http://${metrics}/metrics`)).text();
    return text.split('\n').find((line) => line.startsWith('idv_codec_errors_total{'));
  };
  await until(async () => (await errors()) !== undefined);
  await expect(errors()).resolves.toMatch(/problem="unknown-key".*\} [1-9]/);
});

test('keys that are none: told without a word of them', async () => {
  const { status, stderr } = await runWorkerToItsEnd({ IDV_PAYLOAD_KEYS: 'key-a:c2VjcmV0LWJ1dC1zaG9ydA==' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^IDV_PAYLOAD_KEYS: each key is id:base64 of exactly 32 random bytes\./);
  expect(stderr).not.toContain('c2Vj');
});
