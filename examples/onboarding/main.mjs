import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { createApp } from './app.mjs';
import { Backend } from './backend.mjs';
import { startPlace } from './place.mjs';

const place = await startPlace(process.env);
const connection = await Connection.connect({ address: place.temporalAddress });
const port = Number(process.env.PORT ?? 0);
let handle = () => new Response('starting', { status: 503 });
const server = createAdaptorServer({ fetch: (request) => handle(request) });
server.listen(port, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const callbackKeys = [
  { name: 'example', secret: process.env.CALLBACK_SECRET ?? randomBytes(32).toString('base64url') },
];
const temporal = new Client({ connection });
const publicUrl = process.env.PUBLIC_URL ?? url;
const backend = new Backend({ temporal, endpoint: place.endpoint, publicUrl, callbackKeys });
handle = createApp(backend, { temporal, callbackKeys }).fetch;
console.log(`Sign-up backend: ${url}${place.webUi ? `, Temporal Web UI: ${place.webUi}` : ''}`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
server.close();
server.closeAllConnections();
await backend.close();
await connection.close();
await place.stop();
