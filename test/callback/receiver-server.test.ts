import { once } from 'node:events';
import { connect } from 'node:net';
import { startReceiverServer, type CallbackReceiver } from '../../src/callback';
import { onCleanup } from '../support/cleanup';

async function start(receiver: CallbackReceiver = async () => new Response('ok\n'), isReady = async () => true) {
  const server = await startReceiverServer({ receiver, isReady });
  onCleanup(() => server.stop().catch(() => undefined));
  return server;
}

test('it serves the receiver, and says whether it lives and whether it can work', async () => {
  let ready = false;
  const { url } = await start(
    async () => new Response('no\n', { status: 401 }),
    async () => {
      if (!ready) throw new Error('no answer');
      return true;
    },
  );
  expect((await fetch(`${url}/callbacks/x/1`)).status).toBe(401);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  ready = true;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('a client that sends its headers drop by drop is cut off', async () => {
  const { url } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onCleanup(() => socket.destroy());
  await once(socket, 'connect');
  const sinceMs = Date.now();
  socket.write('GET / HTTP/1.1\r\nx-slow: ');
  socket.resume();
  await once(socket, 'close');
  expect(Date.now() - sinceMs).toBeLessThan(9_000);
});

test('headers over the limit are refused', async () => {
  const { url } = await start();
  const answer = await fetch(url, { headers: { 'x-long': 'x'.repeat(10_000) } });
  expect(answer.status).toBe(431);
});

test('stopping lets a request under way end, and takes no new one', async () => {
  let release = () => {};
  const underWay = new Promise<void>((resolve) => (release = resolve));
  let entered = () => {};
  const begun = new Promise<void>((resolve) => (entered = resolve));
  const server = await start(async () => {
    entered();
    await underWay;
    return new Response('ok\n');
  });
  const answer = fetch(server.url, { headers: { connection: 'close' } });
  await begun;
  const stopped = server.stop();
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  release();
  expect((await answer).status).toBe(200);
  await stopped;
});
