import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Client } from '@temporalio/client';
import { createCallbackReceiver } from '../../../src/callback';
import type { CallbackKey } from '../../../src/client';

/** A server that takes callbacks and nothing else. */
export function createCallbackServer(client: Client, keys: CallbackKey[]): Server {
  const receiver = createCallbackReceiver({ client, keys });
  return createAdaptorServer({ fetch: receiver }) as Server;
}
