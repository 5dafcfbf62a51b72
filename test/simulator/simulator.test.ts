import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createCloudauthClient, type CloudauthClient } from '../../src/cloudauth';
import {
  SIMULATOR_KEY,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
  type UserScriptInput,
} from '../../src/simulator';
import { onCleanup } from '../support/cleanup';

const REGION = 'ap-southeast-1';

async function start(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; vendor: CloudauthClient }> {
  const simulator = await startSimulator(options);
  onCleanup(() => simulator.stop());
  const vendor = createCloudauthClient({
    credentials: async () => SIMULATOR_KEY,
    endpoint: new URL(simulator.url),
    callTimeoutMs: 500,
  });
  onCleanup(() => vendor.close());
  return { simulator, vendor };
}

async function open({ simulator, vendor }: Awaited<ReturnType<typeof start>>, script?: UserScriptInput, extra = {}) {
  const ids = { MerchantBizId: 'biz1', MerchantUserId: 'user-abandons' };
  const { transactionId } = await vendor.initialize(REGION, { ...ids, ProductCode: 'P', MetaInfo: '{}', ...extra });
  if (script) simulator.control.script(transactionId, script);
  return { MerchantBizId: 'biz1', TransactionId: transactionId };
}

/** A server that notes the callbacks which it gets. */
async function listenForCallbacks(): Promise<{ url: string; got: URL[]; until(count: number): Promise<void> }> {
  const got: URL[] = [];
  const server = createServer((message: IncomingMessage, response) => {
    got.push(new URL(message.url ?? '', 'http://receiver'));
    response.end();
    server.emit('callback');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => server.close());
  const until = async (count: number) => {
    while (got.length < count) await once(server, 'callback');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb?own=1`, got, until };
}

test('same seed and same calls, same answers', async () => {
  const answers = await Promise.all(
    [1, 2].map(async () => {
      const parts = await start({ seed: 'seven' });
      const ids = await open(parts, { finishAfterMs: null });
      parts.simulator.control.finish(ids.TransactionId);
      return [ids, await parts.vendor.checkResult(REGION, ids)];
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test('a result is forgotten 30 days after the flow', async () => {
  const parts = await start();
  const ids = await open(parts, { finishAfterMs: null });
  parts.simulator.control.finish(ids.TransactionId);
  parts.simulator.control.advanceClock(30 * 86_400_000 - 60_000);
  await expect(parts.vendor.checkResult(REGION, ids)).resolves.toMatchObject({ passed: 'Y' });
  parts.simulator.control.advanceClock(120_000);
  await expect(parts.vendor.checkResult(REGION, ids)).rejects.toMatchObject({ vendorCode: 'TransactionIdInvalid' });
});

test('calls over the limit are throttled, and told when to come again', async () => {
  const parts = await start({ callsPerSecond: 3 });
  const ids = await open(parts, { finishAfterMs: 0 });
  const codes = await Promise.all(
    Array.from({ length: 10 }, () =>
      parts.vendor.checkResult(REGION, ids).then(
        () => 'ok',
        (error: unknown) => error,
      ),
    ),
  );
  const refused = codes.filter((code) => (code as { vendorCode?: string }).vendorCode === 'Throttling.Api');
  expect(refused).toHaveLength(7);
  expect((refused[0] as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
});

test('callbacks are GETs with the documented parameters, as often as scripted, forged ones first', async () => {
  const parts = await start();
  const receiver = await listenForCallbacks();
  const ids = await open(
    parts,
    { finishAfterMs: 0, callback: { times: 2, forgedFirst: ['bad-token', 'other-transaction'], spelling: 'subcode' } },
    { CallbackUrl: receiver.url, CallbackToken: 'secret-token' },
  );
  await receiver.until(4);
  const [badToken, otherTransaction, ...true_] = receiver.got.map(({ searchParams }) =>
    Object.fromEntries(searchParams),
  );
  expect(badToken).toMatchObject({ callbackToken: 'forged', transactionId: ids.TransactionId });
  expect(otherTransaction?.transactionId).not.toBe(ids.TransactionId);
  const expected = {
    own: '1',
    transactionId: ids.TransactionId,
    passed: 'Y',
    subcode: '200',
    callbackToken: 'secret-token',
  };
  expect(true_).toEqual([expected, expected]);
});

test.each([
  ['refused', { code: 'UNREACHABLE' }],
  ['reset', { code: 'UNREACHABLE' }],
  ['stall', { code: 'TIMEOUT' }],
  ['malformed', { code: 'MALFORMED_ANSWER' }],
  ['html-502', { code: 'SERVER_ERROR', httpStatus: 502 }],
  ['empty-504', { code: 'SERVER_ERROR', httpStatus: 504 }],
] as const)('the fault "%s" hits one call, the next one works', async (kind, error) => {
  const parts = await start();
  const ids = await open(parts, { finishAfterMs: null });
  parts.simulator.control.finish(ids.TransactionId);
  parts.simulator.control.fault({ kind });
  await expect(parts.vendor.checkResult(REGION, ids)).rejects.toMatchObject(error);
  await expect(parts.vendor.checkResult(REGION, ids)).resolves.toMatchObject({ passed: 'Y' });
});

test('a vendor that is down refuses connections until it comes back', async () => {
  const parts = await start();
  const ids = await open(parts, { finishAfterMs: null });
  parts.simulator.control.finish(ids.TransactionId);
  await parts.simulator.control.goDown();
  await expect(parts.vendor.checkResult(REGION, ids)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await parts.simulator.control.comeBack();
  await expect(parts.vendor.checkResult(REGION, ids)).resolves.toMatchObject({ passed: 'Y' });
});

test.each([
  ['MissingParameter', { MerchantBizId: '', TransactionId: 'x' }],
  ['InvalidParameter', { MerchantBizId: 'a b', TransactionId: 'x' }],
  ['TransactionIdInvalid', { MerchantBizId: 'biz1', TransactionId: 'x' }],
])('bad parameters are answered with %s', async (vendorCode, ids) => {
  const { vendor } = await start();
  await expect(vendor.checkResult(REGION, ids)).rejects.toMatchObject({ vendorCode, httpStatus: 400 });
});

test('a key that the account refuses is answered 403 until it is mended', async () => {
  const parts = await start();
  parts.simulator.control.refuseKey(SIMULATOR_KEY.accessKeyId, 'Forbidden.AccountAccessDenied');
  await expect(open(parts)).rejects.toMatchObject({ vendorCode: 'Forbidden.AccountAccessDenied', httpStatus: 403 });
  parts.simulator.control.refuseKey(SIMULATOR_KEY.accessKeyId, undefined);
  await expect(open(parts)).resolves.toBeDefined();
});

test('only loopback is called back', async () => {
  const parts = await start();
  await expect(open(parts, undefined, { CallbackUrl: 'https://example.com/cb' })).rejects.toMatchObject({
    vendorCode: 'InvalidParameter',
  });
});

test('images come when asked for, and only then', async () => {
  const parts = await start();
  const ids = await open(parts, { finishAfterMs: null, imageBytes: 3000 });
  parts.simulator.control.finish(ids.TransactionId);
  const withImage = await parts.vendor.checkResult(REGION, { ...ids, IsReturnImage: 'Y' });
  const without = await parts.vendor.checkResult(REGION, ids);
  expect(JSON.stringify(withImage.extFaceInfo)).toContain('////');
  expect(JSON.stringify(without.extFaceInfo)).not.toContain('faceImg');
});

test('the control works over HTTP, and says what is wrong with a command', async () => {
  const parts = await start();
  const ids = await open(parts);
  const post = (command: string, body: object) =>
    fetch(`${parts.simulator.url}/_control/${command}`, { method: 'POST', body: JSON.stringify(body) });
  expect(
    (
      await post('script', {
        transactionId: ids.TransactionId,
        script: { finishAfterMs: null, results: [{ passed: 'N', subCode: '205' }] },
      })
    ).status,
  ).toBe(200);
  expect((await post('finish', { transactionId: ids.TransactionId })).status).toBe(200);
  await expect(parts.vendor.checkResult(REGION, ids)).resolves.toMatchObject({ passed: 'N', subCode: '205' });
  expect((await post('finish', {})).status).toBe(400);
  expect((await post('dance', {})).status).toBe(404);
  const journal = (await (await fetch(`${parts.simulator.url}/_control/journal`)).json()) as object[];
  expect(journal).toEqual(
    expect.arrayContaining([expect.objectContaining({ action: 'CheckResult', code: 'Success' })]),
  );
});
