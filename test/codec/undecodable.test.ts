import { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { createDataConverter } from '../../src/codec';
import { createVerificationClient } from '../../src/client';
import { loadWorkerConfig } from '../../src/config';
import { newPayloadKey } from '../support/payload-keys';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { storedEvents } from '../support/stored-text';
import { taskFailure } from '../support/task-failure';
import { connectClient } from '../support/temporal';
import { succeeds, until } from '../support/until';

const REGION = 'ap-southeast-1';
const [A, C, FOREIGN] = [newPayloadKey('key-a'), newPayloadKey('key-c'), newPayloadKey('foreign')];
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

async function encryptedBy(keys: string, value: unknown): Promise<Payload> {
  const [codec] = createDataConverter(loadWorkerConfig({ IDV_PAYLOAD_KEYS: keys }).payloadKeys).payloadCodecs ?? [];
  const [payload = {}] = (await codec?.encode([defaultPayloadConverter.toPayload(value)])) ?? [];
  return payload;
}

/** A client that sends these payloads, whatever it is asked to send, and reads as the product's own. */
function sends(product: Product, payloads: Payload[]): Client {
  const [own] = product.temporal.options.loadedDataConverter.payloadCodecs;
  const codec: PayloadCodec = { encode: async () => payloads, decode: async (given) => own?.decode(given) ?? given };
  return new Client({ connection: product.temporal.connection, dataConverter: { payloadCodecs: [codec] } });
}

async function startWaiting(product: Product, script = {}): Promise<{ id: string; transactionId: string }> {
  const ids = await product.initialize({ script: { finishAfterMs: null, ...script } });
  await product.client.start({ ...ids, region: REGION, policy: quickPolicy({ callbackTimeoutMs: 20_000 }) });
  await until(async () => (await product.client.get(ids.merchantBizId)).phase === 'open');
  return { id: ids.merchantBizId, transactionId: ids.transactionId };
}

const BAD: [string, () => Promise<Payload[]>][] = [
  ['encrypted with a key that nobody has', async () => [await encryptedBy(FOREIGN, { transactionId: 'x' })]],
  [
    'encrypted with another key under a name of ours',
    async () => [await encryptedBy(newPayloadKey('key-a'), { transactionId: 'x' })],
  ],
  ['not JSON', async () => [{ metadata: { encoding: bytes('json/plain') }, data: bytes('{') }]],
  ['of an encoding that nobody knows', async () => [{ metadata: { encoding: bytes('x/y') }, data: bytes('{}') }]],
  ['without metadata', async () => [{ data: bytes('{}') }]],
  [
    'of more arguments, the second not JSON',
    async () => [
      defaultPayloadConverter.toPayload({ transactionId: 'x' }),
      { metadata: { encoding: bytes('json/plain') }, data: bytes('{') },
    ],
  ],
];

describe.each([
  ['with keys', { IDV_PAYLOAD_KEYS: A }],
  ['without keys', {}],
])('%s, a message that cannot be decoded', (_, env: Record<string, string>) => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({ env });
  });

  test.each(BAD)('%s is ignored as a signal, and the true callback still counts', async (__, payloads) => {
    const { id, transactionId } = await startWaiting(product);
    const { workflow } = sends(product, await payloads());
    await workflow.getHandle(`verification-${id}`).signal('callbackReceived', {});
    await workflow.getHandle(`verification-${id}`).signal('a-signal-that-nobody-takes', {});
    product.simulator.control.finish(transactionId);
    const { status, attempts } = await product.client.outcome(id);
    expect({ status, callbacks: attempts[0]?.callbacks }).toEqual({
      status: 'APPROVED',
      callbacks: { accepted: 1, repeated: 0, ignored: 1 },
    });
  });

  test.each(BAD.slice(0, 5))('%s is refused as an update, and does not stop a query', async (__, payloads) => {
    const { id, transactionId } = await startWaiting(product);
    const handle = sends(product, await payloads()).workflow.getHandle(`verification-${id}`);
    const { historyLength } = await product.temporal.workflow.getHandle(handle.workflowId).describe();
    await expect(handle.executeUpdate('sendToReview', { args: [{}] })).rejects.toMatchObject({
      cause: { type: 'InvalidArgument' },
    });
    await expect(handle.query('getVerification', {})).resolves.toMatchObject({ status: 'AWAITING_RESULT' });
    await expect(product.temporal.workflow.getHandle(handle.workflowId).describe()).resolves.toMatchObject({
      historyLength,
    });
    product.simulator.control.finish(transactionId);
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED' });
  });
});

describe('a callback under a key that the worker lacks', () => {
  test('is ignored, and stays so when the key comes: the verification goes on from where it was', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A }, workers: false });
    const lacking = await product.startWorkers();
    const script = { finishAfterMs: null, results: [{ passed: 'N', subCode: '205' }], callback: { times: 0 } };
    const { merchantBizId: id, transactionId } = await product.initialize({ script });
    await product.client.start({ merchantBizId: id, transactionId, region: REGION, policy: quickPolicy() });
    await until(async () => (await product.client.get(id)).phase === 'open');
    const writer = await connectClient(converterOf(C));
    await writer.workflow.getHandle(`verification-${id}`).signal('callbackReceived', { transactionId });
    await until(async () =>
      (await storedEvents(product.temporal, `verification-${id}`)).some((event) => event.markerRecordedEventAttributes),
    );
    product.simulator.control.finish(transactionId);
    await until(() => succeeds(product.client.reviews.claim(id, 1, { reviewer: 'ana' })));
    await lacking.stop();

    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    await product.client.reviews.decide(id, 1, { reviewer: 'ana', decision: 'approve', reasonCode: 'false-alarm' });
    const { status, attempts } = await product.client.outcome(id);
    expect({ status, callbacks: attempts[0]?.callbacks }).toMatchObject({
      status: 'APPROVED',
      callbacks: { ignored: 1 },
    });
  });

  test('that came before the first worker is ignored as well', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A }, workers: false });
    const ids = await product.initialize();
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    const writer = await connectClient(converterOf(FOREIGN));
    await writer.workflow.getHandle(`verification-${ids.merchantBizId}`).signal('callbackReceived', {});
    await product.startWorkers();
    await expect(product.client.outcome(ids.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
  });

  test('but was taken up when it came, stalls until the key is back', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A }, workers: false });
    const both = await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    const { id, transactionId } = await startWaiting(product, {
      results: [{ passed: 'N', subCode: '205' }],
      callback: { times: 0 },
    });
    product.simulator.control.finish(transactionId);
    const writer = await connectClient(converterOf(C));
    await writer.workflow.getHandle(`verification-${id}`).signal('callbackReceived', { transactionId });
    await until(() => succeeds(product.client.reviews.claim(id, 1, { reviewer: 'ana' })));
    await both.stop();
    const lacking = await product.startWorkers();
    await product.client.reviews.decide(id, 1, { reviewer: 'ana', decision: 'approve', reasonCode: 'false-alarm' });
    await expect(taskFailure(product.temporal, `verification-${id}`, A)).resolves.toMatch(
      /^A signal that was taken up cannot be decoded: it is encrypted with the key "key-c"/,
    );
    await lacking.stop();
    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED' });
  });
});

describe('what a verification cannot do without waits for its key, and is then taken up', () => {
  test('an input', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: C }, workers: false });
    const ids = await product.initialize();
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    const lacking = await product.startWorkers({ IDV_PAYLOAD_KEYS: A });
    await expect(taskFailure(product.temporal, `verification-${ids.merchantBizId}`, A)).resolves.toMatch(
      /^The input of this workflow cannot be decoded: it is encrypted with the key "key-c".*Add the key to IDV_PAYLOAD_KEYS/,
    );
    await lacking.stop();
    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    const reader = await productClientUnder(product, `${A},${C}`);
    await expect(reader.outcome(ids.merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
  });

  test("an activity's result", async () => {
    const product = await startProduct({
      env: { IDV_PAYLOAD_KEYS: A, IDV_CALL_TIMEOUT_MS: '10000' },
      workers: false,
    });
    const lacking = await product.startWorkers();
    const { id, transactionId } = await startWaiting(product, { finishAfterMs: 0, faults: [{ kind: 'stall' }] });
    await product.simulator.control.untilJournal((entries) =>
      entries.some((entry) => entry.kind === 'call' && entry.action === 'CheckResult'),
    );
    const result = { passed: 'N', subCode: '205', requestId: 'r', transactionId };
    const handle = product.temporal.workflow.getHandle(`verification-${id}`);
    const { raw } = await handle.describe();
    const [{ activityId = '' } = {}] = (raw.pendingActivities ?? []) as { activityId?: string }[];
    await sends(product, [await encryptedBy(C, result)]).activity.complete(
      { workflowId: handle.workflowId, activityId },
      {},
    );
    await expect(taskFailure(product.temporal, `verification-${id}`, A)).resolves.toMatch(
      /^The result of CheckResult cannot be decoded: it is encrypted with the key "key-c"/,
    );
    await lacking.stop();
    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    await until(() => succeeds(product.client.reviews.get(id, 1)));
    await expect(product.client.reviews.get(id, 1)).resolves.toMatchObject({ reason: 'liveness-risk' });
  });

  test("a child's result", async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A }, workers: false });
    const reader = await productClientUnder(product, `${A},${C}`);
    const writesA = await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '205' }] } });
    const id = ids.merchantBizId;
    await product.client.start({ ...ids, region: REGION, policy: quickPolicy() });
    await until(() => succeeds(reader.reviews.claim(id, 1, { reviewer: 'ana' })));
    await writesA.stop();
    const writesC = await product.startWorkers({ IDV_PAYLOAD_KEYS: `${C},${A}` });
    await reader.reviews.decide(id, 1, { reviewer: 'ana', decision: 'newAttempt', reasonCode: 'poor-capture' });
    await until(async () => {
      const view = await reader.get(id);
      return view.phase === 'open' && view.state.fallback !== undefined;
    });
    await writesC.stop();
    const lacking = await product.startWorkers();
    await product.temporal.workflow.getHandle(`verification-${id}`).signal('callbackReceived', {});
    await expect(taskFailure(product.temporal, `verification-${id}`, A)).resolves.toMatch(
      /^The child workflow's result cannot be decoded: it is encrypted with the key "key-c"/,
    );
    await lacking.stop();
    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    const second = await product.initialize({ verificationId: id, attempt: 2 });
    await until(() => succeeds(reader.submitTransaction(id, 2, second)));
    await expect(reader.outcome(id)).resolves.toMatchObject({ status: 'APPROVED' });
  });

  test('an update that was accepted', async () => {
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: A }, workers: false });
    const both = await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    const { id } = await startWaiting(product);
    const writer = await productClientUnder(product, `${C},${A}`);
    await writer.sendToReview(id, { operator: 'ops', reason: 'on the phone' });
    await until(() => succeeds(product.client.reviews.get(id, 1)));
    await both.stop();
    const lacking = await product.startWorkers();
    await product.temporal.workflow.getHandle(`verification-${id}`).signal('callbackReceived', {});
    await expect(taskFailure(product.temporal, `verification-${id}`, A)).resolves.toMatch(
      /The argument of the accepted update sendToReview cannot be decoded: it is encrypted with the key "key-c"/,
    );
    await lacking.stop();
    await product.startWorkers({ IDV_PAYLOAD_KEYS: `${A},${C}` });
    await until(() => succeeds(product.client.reviews.claim(id, 1, { reviewer: 'ana' })));
    await product.client.reviews.decide(id, 1, { reviewer: 'ana', decision: 'approve', reasonCode: 'false-alarm' });
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED' });
  });
});

async function productClientUnder(product: Product, keys: string) {
  return createVerificationClient({ client: await connectClient(converterOf(keys)), taskQueue: product.taskQueue });
}

function converterOf(keys: string) {
  return createDataConverter(loadWorkerConfig({ IDV_PAYLOAD_KEYS: keys }).payloadKeys);
}
