import type { Client } from '@temporalio/client';
import { Hono } from 'hono';
import { createCallbackReceiver } from '../../../src/callback';
import type { CallbackKey } from '../../../src/client';

/** A Hono app that takes callbacks under `/idv`, beside whatever else it does. */
export function createApp(client: Client, keys: CallbackKey[]): Hono {
  const receiver = createCallbackReceiver({ client, keys });
  const app = new Hono();
  app.all('/idv/callbacks/*', (context) => receiver(context.req.raw));
  return app;
}
