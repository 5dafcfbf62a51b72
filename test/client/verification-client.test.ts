import { Client, Connection } from '@temporalio/client';
import { createVerificationClient, VerificationClientError, type VerificationClient } from '../../src/client';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { onCleanup } from '../support/cleanup';
import { uniqueId } from '../support/temporal';
import { succeeds, until } from '../support/until';

const REGION = 'ap-southeast-1';
let product: Product;
let client: VerificationClient;

beforeAll(async () => {
  product = await startProduct();
  client = product.client;
});

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as VerificationClientError,
  );

describe('bad input is refused before anything is sent, naming the field', () => {
  const ok = { merchantBizId: 'biz1', transactionId: 'hks1', region: REGION } as const;
  test.each<[string, object]>([
    ['merchantBizId', { ...ok, merchantBizId: '' }],
    ['merchantBizId', { ...ok, merchantBizId: 'a'.repeat(33) }],
    ['merchantBizId', { ...ok, merchantBizId: 'with-dash' }],
    ['transactionId', { ...ok, transactionId: '' }],
    ['transactionId', { ...ok, transactionId: 'odd one' }],
    ['region', { ...ok, region: 'mars' }],
    ['policy', { ...ok, policy: 'default/99' }],
    ['policy', { ...ok, policy: 'whatever' }],
    ['input', { ...ok, metaInfo: '{}' }],
    ['policy.callbackTimeoutMs', { ...ok, policy: quickPolicy({ callbackTimeoutMs: 0 }) }],
    ['policy.completionDeadlineMs', { ...ok, policy: quickPolicy({ completionDeadlineMs: -1 }) }],
    ['policy.resultDeadlineMs', { ...ok, policy: quickPolicy({ resultDeadlineMs: 31 * 86_400_000 }) }],
    [
      'policy.rules.0.route',
      { ...ok, policy: quickPolicy({ rules: [{ passed: 'Y', subCode: '*', route: 'approve', reason: 'passed' }] }) },
    ],
  ])('%s: %#', async (field, input) => {
    const error = await errorOf(client.start(input as never));
    expect(error).toBeInstanceOf(VerificationClientError);
    // A union's problem is told of the union as a whole where no member is nearer.
    expect(field.startsWith(error?.field ?? 'none')).toBe(true);
    expect(error?.code).toBe('INVALID_INPUT');
  });

  test('a review decision with an unknown reason code, and a note of 100 kB', async () => {
    const ana = { reviewer: 'ana@example.com' };
    await expect(
      client.reviews.decide('biz1', 1, { ...ana, decision: 'approve', reasonCode: 'spoofing' as never }),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'reasonCode',
    });
    await expect(client.reviews.addNote('biz1', 1, { ...ana, note: 'x'.repeat(100_000) })).rejects.toMatchObject({
      field: 'note',
    });
  });

  test.each(['http://example.com', 'https://user:pw@example.com', 'https://example.com?x=1', 'nonsense'])(
    'callback base URL %s',
    (baseUrl) => {
      const keys = [{ name: 'k', secret: 'x'.repeat(32) }];
      expect(() => createVerificationClient({ client: product.temporal, callback: { baseUrl, keys } })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', field: 'callback.baseUrl' }),
      );
    },
  );
});

test('the callback address is under the base, and its token belongs to the attempt', () => {
  const keys = [{ name: 'k', secret: 'x'.repeat(32) }];
  const { callbackFor } = createVerificationClient({
    client: product.temporal,
    callback: { baseUrl: 'https://example.com/idv/', keys },
  });
  const first = callbackFor('biz1');
  expect(first.callbackUrl).toBe('https://example.com/idv/callbacks/biz1/1');
  expect(first.callbackToken).toMatch(/^[\w-]{43}$/);
  expect(callbackFor('biz1', 2).callbackToken).not.toBe(first.callbackToken);
  expect(callbackFor('biz1').callbackToken).toBe(first.callbackToken);
  expect(() => callbackFor('biz1', 11)).toThrow(expect.objectContaining({ field: 'attempt' }));
});

test('a start is idempotent, open and closed, also under another policy', async () => {
  const ids = await product.initialize();
  const input = { ...ids, region: REGION, policy: quickPolicy() } as const;
  const first = await client.start(input);
  await expect(client.start({ ...input, policy: 'default/1' })).resolves.toEqual({ ...first, started: false });
  await client.outcome(ids.merchantBizId);
  await expect(client.start(input)).resolves.toEqual({ ...first, started: false });
  await expect(client.start({ ...input, region: 'cn-hongkong' })).rejects.toMatchObject({ code: 'ID_TAKEN' });
});

test('an open verification is seen with its state, an ended one with its outcome', async () => {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await client.start({ ...ids, region: REGION });
  const open = await client.get(ids.merchantBizId);
  expect(open).toMatchObject({
    phase: 'open',
    state: { status: 'AWAITING_RESULT', waiting: { for: 'callback' } },
    policy: { name: 'default', version: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  await expect(errorOf(client.outcome(ids.merchantBizId, { timeoutMs: 200 }))).resolves.toMatchObject({
    code: 'NO_OUTCOME_YET',
  });
  product.simulator.control.finish(ids.transactionId);
  await client.outcome(ids.merchantBizId);
  // A withdrawal that comes too late changes nothing.
  await client.cancel(ids.merchantBizId);
  await expect(client.get(ids.merchantBizId)).resolves.toMatchObject({
    phase: 'ended',
    outcome: { status: 'APPROVED' },
  });
});

test('lists find a verification by status and reason', async () => {
  const ids = await product.initialize();
  await client.start({ ...ids, region: REGION, policy: quickPolicy() });
  await client.outcome(ids.merchantBizId);
  const listed = async () => {
    for await (const one of client.list({ status: 'APPROVED', reason: 'passed', subCode: '200' })) {
      if (one.verificationId === ids.merchantBizId) return one;
    }
    return undefined;
  };
  // Visibility is eventually consistent.
  await until(async () => (await listed()) !== undefined);
  await expect(listed()).resolves.toMatchObject({ status: 'APPROVED', reason: 'passed', subCode: '200' });
  await expect(errorOf(client.list({ reason: "x' OR 1=1" })[Symbol.asyncIterator]().next())).resolves.toMatchObject({
    field: 'reason',
  });
});

test('an operator sends a waiting verification to review; a reviewer with the hook is attested, one without is not', async () => {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  const id = ids.merchantBizId;
  await client.start({ ...ids, region: REGION });
  await client.sendToReview(id, { operator: 'ops', reason: 'the user called' });
  await expect(errorOf(client.sendToReview(id, { operator: 'ops', reason: 'again' }))).resolves.toMatchObject({
    refusal: 'NotAwaitingResult',
  });
  const seen: object[] = [];
  const authorize = (call: { reviewer: string }) => {
    seen.push(call);
    if (call.reviewer === 'eve') throw new Error('no');
    return true;
  };
  const hooked = createVerificationClient({ client: product.temporal, authorize });
  await until(() => succeeds(client.reviews.get(id, 1)));
  await expect(errorOf(hooked.reviews.claim(id, 1, { reviewer: 'eve' }))).resolves.toMatchObject({
    code: 'NOT_AUTHORIZED',
  });
  await client.reviews.claim(id, 1, { reviewer: 'ana', attested: true } as never);
  await hooked.reviews.decide(id, 1, { reviewer: 'ana', decision: 'reject', reasonCode: 'insufficient-evidence' });
  const { reviews, reason } = await client.outcome(id);
  expect(reason).toBe('sent-to-review');
  expect(reviews[0]?.auditTrail).toMatchObject([
    { action: 'opened' },
    { action: 'claimed', attested: false },
    { action: 'decided', attested: true },
  ]);
  expect(seen).toHaveLength(2);
});

test('what is not there is told so, and a Temporal that does not answer too', async () => {
  await expect(errorOf(client.get(uniqueId()))).resolves.toMatchObject({ code: 'NOT_FOUND' });
  await expect(errorOf(client.outcome(uniqueId()))).resolves.toMatchObject({ code: 'NOT_FOUND' });
  await expect(errorOf(client.cancel(uniqueId()))).resolves.toMatchObject({ code: 'NOT_FOUND' });
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  onCleanup(() => connection.close());
  const cutOff = createVerificationClient({ client: new Client({ connection }), timeoutMs: 300 });
  await expect(errorOf(cutOff.reviews.list()[Symbol.asyncIterator]().next())).resolves.toMatchObject({
    code: 'UNAVAILABLE',
  });
  await expect(errorOf(cutOff.get('biz1'))).resolves.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(
    errorOf(cutOff.start({ merchantBizId: 'biz1', transactionId: 'x', region: REGION })),
  ).resolves.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a verification that an operator terminated is failed, not lost from sight', async () => {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await client.start({ ...ids, region: REGION });
  await product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`).terminate();
  await expect(client.get(ids.merchantBizId)).resolves.toMatchObject({ phase: 'failed', temporalStatus: 'TERMINATED' });
  await expect(errorOf(client.outcome(ids.merchantBizId))).resolves.toMatchObject({ code: 'FAILED' });
});
