import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import { METRICS } from '../contract/metrics';
import type { CallbackEvent } from './callback-receiver';

/** The metrics of a receiver process, served for Prometheus. */
export interface ReceiverMetrics {
  url: string;
  count(event: CallbackEvent): void;
  stop(): Promise<void>;
}

/** Every event, so that each is there from the start, at zero: an increase can be seen only of a series that exists. */
const EVENTS: readonly CallbackEvent[] = [
  'signaled',
  'repeated',
  'refused',
  'closed',
  'probed',
  'malformed',
  'forged',
  'unknown',
  'unavailable',
];

/** Serves `/metrics` at `host:port`; port 0 is a free one. */
export async function serveReceiverMetrics(address: string): Promise<ReceiverMetrics> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { name, description: help, labels } = METRICS.callbacksReceived;
  const counter = new Counter({ name: `${name}_total`, help, labelNames: [...labels], registers: [registry] });
  for (const event of EVENTS) counter.inc({ event }, 0);
  const app = new Hono();
  app.get('/metrics', async (context) =>
    context.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  const [hostname = '127.0.0.1', port] = address.split(':');
  const server = serve({ fetch: app.fetch, hostname, port: Number(port) }) as Server;
  await once(server, 'listening');
  const bound = server.address();
  return {
    url: `http://${hostname}:${typeof bound === 'object' && bound ? bound.port : port}/metrics`,
    count: (event) => counter.inc({ event }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
