import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Logger } from 'pino';
import { createCodecAccess, type CodecAccess } from './codec-access';
import { codecRequestSchema, convert } from './codec-request';
import { KeyRing, type PayloadKey } from './key-ring';
import { createPayloadCodec } from './payload-codec';

/** What a codec server is started with. */
export interface CodecServerOptions {
  keys: readonly PayloadKey[];
  access: CodecAccess;
  /** Origins of the Web UIs that may call it from a browser. */
  origins: readonly string[];
  /** Told who decoded how many payloads of what, and never what they hold. */
  logger: Logger;
  /** Default: 127.0.0.1. */
  host?: string | undefined;
  /** Default: a free one. */
  port?: number | undefined;
}

/** A running codec server. */
export interface CodecServer {
  url: string;
  /** Takes no new connections, lets requests under way end, and closes. */
  stop(): Promise<void>;
}

/** A page of the Web UI sends one history event at a time; no payload is larger than 2 MiB, which is 2.7 MiB of base64. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};

/** Serves Temporal's remote codec: `POST /decode` and `/encode` for Web UI and CLI, and `/healthz`. */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const { host = '127.0.0.1', port = 0 } = options;
  const { fetch } = createCodecApp(options);
  const server = serve({ fetch, hostname: host, port, serverOptions: TIMEOUTS }) as Server;
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

function createCodecApp({ keys, access, origins, logger }: CodecServerOptions): Hono {
  const codec = createPayloadCodec(new KeyRing(keys), { undecodable: 'pass' });
  const callerOf = createCodecAccess(access);
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.use(
    cors({
      origin: (origin) => (origins.includes(origin) ? origin : undefined),
      allowMethods: ['POST', 'OPTIONS'],
      // The Web UI adds the last one where its login gave it an ID token.
      allowHeaders: ['X-Namespace', 'Content-Type', 'Authorization', 'Authorization-Extras'],
    }),
  );
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => refuse(context, 413) }));
  // Temporal's codec protocol asks for the end of the path only, so that a codec may be mounted anywhere.
  app.post('/:operation{(.+/)?(decode|encode)}', async (context) => {
    const operation = context.req.path.endsWith('/decode') ? 'decode' : 'encode';
    const namespace = context.req.header('x-namespace')?.slice(0, 255);
    const caller = await callerOf(context.req.header('authorization'));
    if (typeof caller === 'string') {
      logger.warn({ operation, namespace, why: caller }, 'Codec request refused.');
      return refuse(context, caller === 'refused' ? 401 : 503);
    }
    const request = codecRequestSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!request.success) return refuse(context, 400);
    const { payloads, ...facts } = await convert(codec, operation, request.data.payloads);
    logger.info({ operation, who: caller.who, namespace, given: payloads.length, ...facts }, 'Codec request.');
    return context.json({ payloads });
  });
  app.notFound((context) => refuse(context, 404));
  app.onError((error, context) => {
    logger.error({ error: error.name }, 'Codec request failed.');
    return refuse(context, 500);
  });
  return app;
}

const WORDS = {
  400: 'not a codec request',
  401: 'no valid token',
  404: 'no such path',
  413: 'too large',
  500: 'failed',
  503: "the token issuer's keys cannot be fetched",
} as const;

function refuse(context: Context, status: keyof typeof WORDS): Response {
  if (status === 401) context.header('www-authenticate', 'Bearer');
  return context.json({ message: WORDS[status] }, status);
}
