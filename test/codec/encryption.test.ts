import { createDataConverter, keyIdsInUse } from '../../src/codec';
import { createVerificationClient } from '../../src/client';
import { loadWorkerConfig } from '../../src/config';
import { newPayloadKey } from '../support/payload-keys';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { storedEvents, storedText } from '../support/stored-text';
import { taskFailure } from '../support/task-failure';
import { connectClient, uniqueId } from '../support/temporal';
import { succeeds, until } from '../support/until';

const REGION = 'ap-southeast-1';
const [A, B, C] = [newPayloadKey('key-a'), newPayloadKey('key-b'), newPayloadKey('key-c')];
const POLICY = quickPolicy({ name: 'planted-policy' });

function clientUnder(product: Product, keys: string) {
  const { payloadKeys } = loadWorkerConfig({ IDV_PAYLOAD_KEYS: keys });
  return connectClient(createDataConverter(payloadKeys)).then((client) =>
    createVerificationClient({ client, taskQueue: product.taskQueue }),
  );
}

async function startWaiting(product: Product): Promise<{ merchantBizId: string; transactionId: string }> {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({ ...ids, region: REGION, policy: quickPolicy({ callbackTimeoutMs: 20_000 }) });
  await until(async () => (await product.client.get(ids.merchantBizId)).phase === 'open');
  return ids;
}

/** A verification that goes through faults, a fallback and a review, with a text planted wherever one may be. */
async function playPlanted(product: Product): Promise<{ planted: string[]; workflowIds: string[] }> {
  const { client } = product;
  const first = await product.initialize({
    script: {
      results: [{ passed: 'N', subCode: '206' }],
      faults: [{ kind: 'code', httpStatus: 503, code: 'PlantedVendorCode' }],
    },
  });
  const id = first.merchantBizId;
  await client.start({ ...first, region: REGION, policy: POLICY });
  await until(async () => {
    const view = await client.get(id);
    return view.phase === 'open' && view.state.fallback !== undefined;
  });
  const second = await product.initialize({ verificationId: id, attempt: 2, script: { finishAfterMs: null } });
  await client.submitTransaction(id, 2, second);
  await client.sendToReview(id, { operator: 'planted-operator', reason: 'planted-reason' });
  await until(() => succeeds(client.reviews.claim(id, 1, { reviewer: 'planted-reviewer' })));
  await client.reviews.addNote(id, 1, { reviewer: 'planted-reviewer', note: 'planted-note' });
  const decision = { reviewer: 'planted-reviewer', decision: 'approve', reasonCode: 'false-alarm' } as const;
  await client.reviews.decide(id, 1, decision);
  await expect(client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED', decidedBy: 'reviewer' });
  const { memo: { inputDigest } = {} } = await product.temporal.workflow.getHandle(`verification-${id}`).describe();
  return {
    planted: [
      first.transactionId,
      second.transactionId,
      second.merchantBizId,
      'planted-policy',
      'planted-operator',
      'planted-reason',
      'planted-reviewer',
      'planted-note',
      'false-alarm',
      'PlantedVendorCode',
      'in ap-southeast-1',
      'Callback of attempt',
      'New transaction for attempt',
      '**Policy:**',
      inputDigest as string,
    ],
    workflowIds: ['', '/attempt-2', '/manual-review-1'].map((suffix) => `verification-${id}${suffix}`),
  };
}

describe('what Temporal stores', () => {
  test('holds none of the texts that were planted in input, memo, details, notes and failures', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A } });
    const { planted, workflowIds } = await playPlanted(product);
    for (const workflowId of workflowIds) {
      const stored = await storedText(product.temporal, workflowId);
      expect(planted.filter((text) => stored.includes(text))).toEqual([]);
    }
  });

  test('holds all of them without keys, readable as ever', async () => {
    const product = await startProduct();
    const { planted, workflowIds } = await playPlanted(product);
    const stored = await Promise.all(workflowIds.map((workflowId) => storedText(product.temporal, workflowId)));
    expect(planted.filter((text) => !stored.join('\n').includes(text))).toEqual([]);
    expect(stored.join('\n')).not.toMatch(/binary\/encrypted|Encoded failure/);
  });

  test('shows of a failure its type and nothing else, and the client reads all of it', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A } });
    const workflowId = `verification-${uniqueId()}`;
    const { workflow } = product.temporal;
    const handle = await workflow.start('verification', { workflowId, taskQueue: product.taskQueue, args: ['no'] });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'InvalidInput' } });
    const failure = (await storedEvents(product.temporal, workflowId)).at(-1)?.workflowExecutionFailedEventAttributes
      ?.failure;
    expect(failure).toMatchObject({ message: 'Encoded failure', stackTrace: '' });
    await expect(handle.result()).rejects.toMatchObject({
      cause: { message: expect.stringContaining('The input is not a verification') },
    });
  });

  test('of a withdrawn verification the outcome is in the memo, encrypted', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A } });
    const { merchantBizId: id } = await startWaiting(product);
    await product.client.cancel(id);
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'CANCELLED' });
    expect(await storedText(product.temporal, `verification-${id}`)).not.toContain('decidedBy');
  });
});

test('a key is changed while a verification is open, and retired only with an answer that names it', async () => {
  const product = await startProduct({ workers: false, env: { IDV_PAYLOAD_KEYS: A } });
  const { temporal, client } = product;
  const first = await product.startWorkers();
  const ids = await startWaiting(product);
  const stuck = await startWaiting(product);
  await first.stop();

  const rotated = await product.startWorkers({ IDV_PAYLOAD_KEYS: `${B},${A}` });
  product.simulator.control.finish(ids.transactionId);
  const readsBoth = await clientUnder(product, `${B},${A}`);
  await expect(readsBoth.outcome(ids.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
  // Under the old key alone the new result cannot be read, and that is what is said.
  await expect(client.outcome(ids.merchantBizId, { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: 'UNREADABLE',
    message: expect.stringContaining('"key-b"'),
  });
  await rotated.stop();

  const { options } = temporal;
  const query = `WorkflowId = 'verification-${stuck.merchantBizId}'`;
  await until(async () => (await keyIdsInUse(temporal.connection, options.namespace, { query })).workflows === 1);
  const usage = await keyIdsInUse(temporal.connection, options.namespace, { query });
  expect([...usage.workflowIdsByKeyId.keys()]).toEqual(['key-a']);

  const retired = await product.startWorkers({ IDV_PAYLOAD_KEYS: B });
  product.simulator.control.finish(stuck.transactionId);
  await expect(taskFailure(temporal, `verification-${stuck.merchantBizId}`, B)).resolves.toContain(
    'The input of this workflow cannot be decoded: it is encrypted with the key "key-a"',
  );
  await retired.stop();

  await product.startWorkers({ IDV_PAYLOAD_KEYS: `${B},${A}` });
  await expect(readsBoth.outcome(stuck.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
});

test('a client with another key, or with none, is told so; its lists go on', async () => {
  const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A } });
  const ids = await product.initialize();
  await product.client.start({ ...ids, region: REGION, policy: POLICY });
  await product.client.outcome(ids.merchantBizId);
  const wrong = await clientUnder(product, `${C},key-a:${C.split(':')[1]}`);
  const none = createVerificationClient({ client: await connectClient(), taskQueue: product.taskQueue });
  for (const client of [wrong, none]) {
    await expect(client.outcome(ids.merchantBizId)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(client.get(ids.merchantBizId)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await until(async () => {
      for await (const { verificationId } of client.list({ status: 'APPROVED' })) {
        if (verificationId === ids.merchantBizId) return true;
      }
      return false;
    });
  }
});
