import { Client, Connection } from '@temporalio/client';
import fc from 'fast-check';
import { createCallbackReceiver, type CallbackEvent, type CallbackReceiver } from '../../src/callback';
import { callbackToken } from '../../src/client/callback-token';
import { onCleanup } from '../support/cleanup';
import { temporalAddress, uniqueId, uniqueTaskQueue } from '../support/temporal';

const NEW_KEY = { name: 'new', secret: 'a-key-that-is-only-used-in-tests-0001' };
const OLD_KEY = { name: 'old', secret: 'a-key-that-is-only-used-in-tests-0002' };

let temporalCalls = 0;
let client: Client;
let receiver: CallbackReceiver;
let events: CallbackEvent[];

beforeAll(async () => {
  const connection = await Connection.connect({
    address: temporalAddress(),
    interceptors: [
      (options, nextCall) => {
        temporalCalls += 1;
        return nextCall(options) as never;
      },
    ],
  } as Parameters<typeof Connection.connect>[0]);
  onCleanup(() => connection.close());
  client = new Client({ connection });
});

beforeEach(() => {
  events = [];
  receiver = createCallbackReceiver({ client, keys: [NEW_KEY, OLD_KEY], onEvent: (event) => events.push(event) });
});

/** A verification that is there to be signaled; no worker needs to run it. */
async function startVerification(): Promise<string> {
  const id = uniqueId();
  await client.workflow.start('verification', {
    workflowId: `verification-${id}`,
    taskQueue: uniqueTaskQueue(),
    args: [{}],
  });
  return id;
}

interface Parts {
  path?: string;
  token?: string | undefined;
  query?: Record<string, string>;
  init?: RequestInit;
}

function callback(
  id: string,
  { path = `/callbacks/${id}/1`, token = callbackToken(NEW_KEY, id, 1), query, init }: Parts = {},
): Request {
  const parameters = new URLSearchParams({
    transactionId: 'hks1',
    passed: 'Y',
    subCode: '200',
    callbackToken: token,
    ...query,
  });
  return new Request(`https://receiver.example${path}?${parameters.toString()}`, init);
}

async function signals(id: string): Promise<unknown[]> {
  const { events: history } = await client.workflow.getHandle(`verification-${id}`).fetchHistory();
  return (history ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
    signal ? [JSON.parse(Buffer.from(signal.input?.payloads?.[0]?.data ?? []).toString())] : [],
  );
}

test('a true callback is one signal, and 200', async () => {
  const id = await startVerification();
  expect((await receiver(callback(id))).status).toBe(200);
  await expect(signals(id)).resolves.toEqual([{ transactionId: 'hks1', passed: 'Y', subCode: '200' }]);
});

test('names are read without case, under any prefix, as a form too, and signed by an older key too', async () => {
  const id = await startVerification();
  const token = callbackToken(OLD_KEY, id, 1);
  const form = new URLSearchParams({ TRANSACTIONID: 'hks2', subcode: '204', CallbackToken: token });
  const answer = await receiver(
    new Request(`https://receiver.example/some/prefix/callbacks/${id}/1`, { method: 'POST', body: form }),
  );
  expect(answer.status).toBe(200);
  await expect(signals(id)).resolves.toEqual([{ transactionId: 'hks2', subCode: '204' }]);
});

test('the same callback five times at once is one signal', async () => {
  const id = await startVerification();
  const answers = await Promise.all(Array.from({ length: 5 }, () => receiver(callback(id))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(events.toSorted()).toEqual(['repeated', 'repeated', 'repeated', 'repeated', 'signaled']);
  await expect(signals(id)).resolves.toHaveLength(1);
});

test('one token brings at most eight different transactions into a history', async () => {
  const id = await startVerification();
  for (let n = 1; n <= 12; n += 1)
    expect((await receiver(callback(id, { query: { transactionId: `t${n}` } }))).status).toBe(200);
  await expect(signals(id)).resolves.toHaveLength(8);
});

test('a closed verification is 200, one that never was is 404', async () => {
  const id = await startVerification();
  await client.workflow.getHandle(`verification-${id}`).terminate();
  expect((await receiver(callback(id))).status).toBe(200);
  expect(events).toEqual(['closed']);
  expect((await receiver(callback(uniqueId()))).status).toBe(404);
});

describe('turned away without a call to Temporal', () => {
  const ID = 'biz1';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  test.each<[string, Request, number]>([
    ['another method', callback(ID, { init: { method: 'DELETE' } }), 405],
    ['a path that is no callback', callback(ID, { path: '/other' }), 404],
    ['an id that cannot be one', callback(ID, { path: '/callbacks/biz-1/1' }), 404],
    ['attempt 0', callback(ID, { path: `/callbacks/${ID}/0` }), 404],
    ['attempt 11', callback(ID, { path: `/callbacks/${ID}/11` }), 404],
    ['a token of another attempt', callback(ID, { path: `/callbacks/${ID}/2` }), 401],
    ['a token of another verification', callback(ID, { token: callbackToken(NEW_KEY, 'biz2', 1) }), 401],
    [
      'a token of another key',
      callback(ID, { token: callbackToken({ ...NEW_KEY, secret: 'x'.repeat(32) }, ID, 1) }),
      401,
    ],
    ['a token with more behind it', callback(ID, { token: `${callbackToken(NEW_KEY, ID, 1)}=` }), 401],
    ['an empty token', callback(ID, { token: '' }), 401],
    ['no token', new Request(`https://r.example/callbacks/${ID}/1?transactionId=t`), 401],
    ['a repeated parameter', new Request(`${callback(ID).url}&TransactionId=other`), 400],
    ['a transactionId that cannot be one', callback(ID, { query: { transactionId: 'a b' } }), 400],
    ['an endless transactionId', callback(ID, { query: { transactionId: 'a'.repeat(5_000) } }), 400],
    [
      'JSON',
      callback(ID, { init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } } }),
      415,
    ],
    ['a body of 10 MB', callback(ID, { init: { method: 'POST', body: 'x'.repeat(10_000_000), headers: form } }), 413],
    ['a probe', new Request(`https://r.example/callbacks/${ID}/1`), 200],
  ])('%s', async (_, request, status) => {
    const before = temporalCalls;
    const answer = await receiver(request);
    expect(answer.status).toBe(status);
    expect(temporalCalls).toBe(before);
  });

  test('a probe with the token but without a transaction', async () => {
    const before = temporalCalls;
    const token = callbackToken(NEW_KEY, ID, 1);
    const answer = await receiver(new Request(`https://r.example/callbacks/${ID}/1?callbackToken=${token}`));
    expect(answer.status).toBe(200);
    expect(temporalCalls).toBe(before);
  });
});

test('while Temporal does not answer it is 503 with Retry-After, within the deadline, and the repeat works', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  onCleanup(() => connection.close());
  const cutOff = createCallbackReceiver({ client: new Client({ connection }), keys: [NEW_KEY], timeoutMs: 300 });
  const sinceMs = Date.now();
  const answer = await cutOff(callback('biz1'));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(Date.now() - sinceMs).toBeLessThan(3_000);
  expect((await cutOff(callback('biz1'))).status).toBe(503);
});

test('whatever comes, it answers, and nothing of the input is echoed', async () => {
  const text = fc.string({ minLength: 8, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT'),
      text,
      fc.dictionary(text, text),
      async (method, path, query) => {
        const url = `https://r.example/callbacks/${encodeURIComponent(path)}/1?${new URLSearchParams(query).toString()}`;
        const answer = await receiver(new Request(url, { method }));
        expect([200, 400, 401, 404, 405, 415]).toContain(answer.status);
        expect(['ok\n', 'no\n']).toContain(await answer.text());
      },
    ),
    { numRuns: 300 },
  );
});

test('keys that are too short, or none, are refused', () => {
  expect(() => createCallbackReceiver({ client, keys: [] })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
  expect(() => createCallbackReceiver({ client, keys: [{ name: 'k', secret: 'short' }] })).toThrow(
    expect.objectContaining({ field: 'keys' }),
  );
});
