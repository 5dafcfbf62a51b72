import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { createApp } from '../../docs/examples/callback/hono';
import { createCallbackServer } from '../../docs/examples/callback/plain-node';
import { createCallbackReceiver, type CallbackEvent, type CallbackReceiver } from '../../src/callback';
import { callbackToken } from '../../src/client/callback-token';
import { onCleanup } from '../support/cleanup';
import { CALLBACK_KEYS, startProduct, type Product } from '../support/product';
import { codesIn, example, page, tableOf } from './page';

const text = page('callback.md');
const REGION = 'ap-southeast-1';

test('the worked example of the token holds, in the table and with OpenSSL', () => {
  const given = new Map(tableOf(text, ['worked example']).map(([name = '', value = '']) => [name, codesIn(value)[0]]));
  const [secret = '', id = ''] = [given.get('secret'), given.get('verificationId')];
  const token = callbackToken({ name: 'example', secret }, id, Number(given.get('attempt')));
  expect(given.get('CallbackToken')).toBe(token);
  expect(given.get('what is signed')).toBe(`${id}/${given.get('attempt')}`);
  expect(execFileSync('sh', ['-c', example(text, 'token')], { encoding: 'utf8' })).toBe(token);
});

describe('the examples of mounting', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({ workers: false });
  });

  const serversOf: Readonly<Record<string, { prefix: string; create: () => Server }>> = {
    hono: { prefix: '/idv', create: () => createAdaptorServer(createApp(product.temporal, CALLBACK_KEYS)) as Server },
    'plain-node': { prefix: '', create: () => createCallbackServer(product.temporal, CALLBACK_KEYS) },
  };

  test.each(Object.entries(serversOf))('%s', async (name, { prefix, create }) => {
    const source = readFileSync(`docs/examples/callback/${name}.ts`, 'utf8');
    expect(example(text, name)).toBe(source.replaceAll("'../../../src/", "'temporal-id-verification/"));
    const server = create();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onCleanup(() => server.close());
    const { id, query } = await startOne(product);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}/callbacks`;
    expect((await fetch(`${base}/${id}/1?${query}`)).status).toBe(200);
    expect((await fetch(`${base}/${id}/1?${query}x`)).status).toBe(401);
    expect(await signalsOf(product, id)).toBe(1);
  });
});

test('the table of answers has every answer that a receiver gives, and no other', async () => {
  const product = await startProduct({ workers: false });
  const given = new Set<string>();
  for (const [receiver, request] of await everyRequest(product)) given.add(await answerTo(receiver, request));
  const documented = tableOf(text, ['status', 'event']).map(([status, event = '']) => `${status} ${codesIn(event)[0]}`);
  expect([...given].toSorted()).toEqual(documented.toSorted());
});

/** A verification that nobody works on, and what its true callback would say. */
async function startOne(product: Product): Promise<{ id: string; query: string }> {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({ ...ids, region: REGION });
  const { callbackToken: token } = product.client.callbackFor(ids.merchantBizId);
  return { id: ids.merchantBizId, query: `transactionId=${ids.transactionId}&callbackToken=${token}` };
}

async function signalsOf(product: Product, id: string): Promise<number> {
  const { events } = await product.temporal.workflow.getHandle(`verification-${id}`).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

const events = new WeakMap<CallbackReceiver, CallbackEvent[]>();

function receiverOf(client: Client): CallbackReceiver {
  const seen: CallbackEvent[] = [];
  const receiver = createCallbackReceiver({
    client,
    keys: CALLBACK_KEYS,
    timeoutMs: 2_000,
    onEvent: (event) => seen.push(event),
  });
  events.set(receiver, seen);
  return receiver;
}

async function answerTo(receiver: CallbackReceiver, request: Request): Promise<string> {
  const { status } = await receiver(request);
  return `${status} ${events.get(receiver)?.at(-1)}`;
}

/** One request for each way in which a receiver may answer, in an order that leads there. */
async function everyRequest(product: Product): Promise<[CallbackReceiver, Request][]> {
  const receiver = receiverOf(product.temporal);
  const unreachable = Connection.lazy({ address: '127.0.0.1:1' });
  onCleanup(() => unreachable.close());
  const { id, query } = await startOne(product);
  const closed = await startOne(product);
  await product.temporal.workflow.getHandle(`verification-${closed.id}`).terminate();
  const { callbackToken: tokenOfNobody } = product.client.callbackFor('nobody');
  const token = query.split('&')[1];
  const at = (path: string, init?: RequestInit) => new Request(`https://id.example.com/callbacks/${path}`, init);
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const others = Array.from({ length: 8 }, (_, number) => at(`${id}/1?${token}&transactionId=other${number}`));
  const requests = [
    at(`${id}/1?${query}`),
    at(`${id}/1?${query}`),
    ...others,
    at(`${closed.id}/1?${closed.query}`),
    at(`${id}/1`),
    at(`${id}/1?${query}&passed=Y&Passed=N`),
    at(`${id}/1?transactionId=x&callbackToken=forged`),
    at(`nobody/1?transactionId=x&callbackToken=${tokenOfNobody}`),
    at(`${id}/1`, { method: 'DELETE' }),
    at(`${id}/1`, { ...form, body: 'x'.repeat(9_000) }),
    at(`${id}/1`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
  ];
  const lost = receiverOf(new Client({ connection: unreachable }));
  return [
    ...requests.map((request): [CallbackReceiver, Request] => [receiver, request]),
    [lost, at(`${id}/1?${query}`)],
  ];
}
