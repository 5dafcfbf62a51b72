import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { Hono } from 'hono';
import { Pool } from 'undici';
import { createCallbackReceiver, startReceiverServer } from '../src/callback';
import { takeUpRole, type RoleAtWork } from './bench-process';
import { CALLBACK_KEYS, callbackPath, type TokenKind } from './callback-requests';
import { cpuSince, measure } from './measure';

/** Asked of a receiver: what it used since it was last asked. */
export interface ReceiverUse {
  cpuMicros: number;
  temporalCalls: number;
}

/** So many callbacks, spread over verifications; the round makes their transactions new. */
export interface CallbacksQuestion {
  url: string;
  units: number;
  kind: TokenKind;
  verificationIds: string[];
  round: string;
}

const CONCURRENCY = 32;

if (require.main === module) takeUpRole({ ours, bare, load });

async function ours({ address }: { address: string }): Promise<RoleAtWork> {
  const { client, use } = await connect(address);
  const { url } = await startReceiverServer({
    receiver: createCallbackReceiver({ client, keys: CALLBACK_KEYS }),
    isReady: async () => true,
  });
  return { ready: { url }, answer: async () => use() };
}

/** The least that a receiver can do: it believes everybody, and signals; what is forged is answered at once. */
async function bare({ address }: { address: string }): Promise<RoleAtWork> {
  const { client, use } = await connect(address);
  const app = new Hono();
  app.get('/callbacks/:id/:attempt', async (context) => {
    const { transactionId, passed, subCode } = context.req.query();
    const handle = client.workflow.getHandle(`verification-${context.req.param('id')}`);
    await handle.signal('callbackReceived', { transactionId, passed, subCode });
    return context.text('ok\n');
  });
  app.get('/forged/*', (context) => context.text('no\n', 401));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  return {
    ready: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    answer: async () => use(),
  };
}

/** A client whose calls are counted where they leave for Temporal. */
async function connect(address: string): Promise<{ client: Client; use: () => ReceiverUse }> {
  let temporalCalls = 0;
  const interceptors: ConnectionOptions['interceptors'] = [
    (options, nextCall) => {
      temporalCalls += 1;
      return nextCall(options) as never;
    },
  ];
  const connection = await Connection.connect({ address, interceptors });
  let cpu = process.cpuUsage();
  const use = () => {
    const used = { cpuMicros: cpuSince(cpu), temporalCalls };
    globalThis.gc?.();
    [cpu, temporalCalls] = [process.cpuUsage(), 0];
    return used;
  };
  return { client: new Client({ connection }), use };
}

async function load(): Promise<RoleAtWork> {
  const pools = new Map<string, Pool>();
  return {
    ready: {},
    answer: async ({ url, units, kind, verificationIds, round }: CallbacksQuestion) => {
      const { origin, pathname } = new URL(url);
      const pool = pools.get(origin) ?? new Pool(origin, { connections: CONCURRENCY });
      pools.set(origin, pool);
      const prefix = pathname === '/' ? '' : pathname;
      const paths = Array.from({ length: units }, (_, unit) =>
        callbackPath(verificationIds[unit % verificationIds.length] as string, `t${round}-${unit}`, kind),
      );
      const expected = kind === 'true' ? 200 : 401;
      return measure(units, CONCURRENCY, (unit) => get(pool, `${prefix}${paths[unit]}`, expected));
    },
  };
}

async function get(pool: Pool, path: string, expected: number): Promise<void> {
  const { statusCode, body } = await pool.request({ path, method: 'GET' });
  await body.text();
  if (statusCode !== expected) throw new Error(`A callback was answered ${statusCode}, not ${expected}.`);
}
