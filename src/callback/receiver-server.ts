import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { CallbackReceiver } from './callback-receiver';

/** What a receiver's server is started with. */
export interface ReceiverServerOptions {
  receiver: CallbackReceiver;
  /** Default: 127.0.0.1. */
  host?: string | undefined;
  /** Default: a free one. */
  port?: number | undefined;
  /** Whether Temporal can be reached, for `/readyz`. */
  isReady: () => Promise<boolean>;
}

/** A running receiver. */
export interface ReceiverServer {
  url: string;
  /** Takes no new connections, lets requests under way end, and closes. */
  stop(): Promise<void>;
}

/** Time-outs against clients that are slow on purpose; the vendor's requests are one small packet. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8 * 1024,
};

/** Serves a receiver over HTTP, with `/healthz` (the process lives) and `/readyz` (it can do its work). */
export async function startReceiverServer(options: ReceiverServerOptions): Promise<ReceiverServer> {
  const { receiver, host = '127.0.0.1', port = 0, isReady } = options;
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const ready = await isReady().catch(() => false);
    return ready ? context.text('ok\n') : context.text('Temporal does not answer\n', 503);
  });
  app.all('*', (context) => receiver(context.req.raw));
  app.onError((_, context) => context.text('no\n', 500));
  const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions: TIMEOUTS }) as Server;
  await once(server, 'listening');
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host}:${actualPort}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
