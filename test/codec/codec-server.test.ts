import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import pino from 'pino';
import { createDataConverter, createPayloadCodec, KeyRing } from '../../src/codec';
import { startCodecServer, type CodecServer } from '../../src/codec/codec-server';
import { onCleanup } from '../support/cleanup';
import { connectClient, temporalAddress, uniqueId, uniqueTaskQueue } from '../support/temporal';

const KEY = { id: 'key-a', key: createSecretKey(randomBytes(32)) };
const OTHER = { id: 'key-b', key: createSecretKey(randomBytes(32)) };
const TOKEN = 'a-token-that-is-only-used-in-tests-0001';
const ORIGIN = 'https://temporal.example.com';
const ISSUER = 'https://login.example.com/';
const AUDIENCE = 'idv-codec-server';

let server: CodecServer;
let issuerKey: CryptoKey;
const logLines: Record<string, unknown>[] = [];

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  issuerKey = privateKey;
  const jwksUrl = await serveJson({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  server = await startServer(jwksUrl);
});

beforeEach(() => void logLines.splice(0));

async function startServer(jwksUrl: URL): Promise<CodecServer> {
  const started = await startCodecServer({
    keys: [KEY],
    access: { tokens: [{ name: 'ana', token: TOKEN }], jwt: { issuer: ISSUER, audience: AUDIENCE, jwksUrl } },
    origins: [ORIGIN],
    logger: pino({}, { write: (line: string) => void logLines.push(JSON.parse(line)) }),
  });
  onCleanup(() => started.stop());
  return started;
}

async function serveJson(answer: object): Promise<URL> {
  const issuer = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
  );
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  onCleanup(() => issuer.close());
  const address = issuer.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks.json`);
}

async function jwt(claims: JWTPayload = {}, key = issuerKey): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ben@example.com', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setExpirationTime(claims.exp ?? '5m')
    .sign(key);
}

function post(path: string, body: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
  });
}

/** A payload as the Web UI sends it. */
function asJson({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, string>,
    data: Buffer.from(data ?? []).toString('base64'),
  };
}

const plain = (value: unknown) => asJson(defaultPayloadConverter.toPayload(value));

async function encrypted(value: unknown, key = KEY) {
  const codec = createPayloadCodec(new KeyRing([key]), { undecodable: 'throw' });
  const context = { type: 'workflow', namespace: 'default', workflowId: 'verification-1' } as const;
  const [payload = {}] = await codec.encode([defaultPayloadConverter.toPayload(value)], context);
  return asJson(payload);
}

describe('decode', () => {
  test('decrypts what is ours, in its place, and gives back all else as it came', async () => {
    const strange = { metadata: { encoding: 'eC95' }, data: 'AAEC', somethingNew: [1] };
    const nothing = { metadata: null, data: null };
    const underOther = await encrypted('other', OTHER);
    const payloads = [await encrypted({ a: 1 }), plain('plain'), strange, underOther, nothing, {}];
    const response = await post('/decode', JSON.stringify({ payloads }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ payloads: [plain({ a: 1 }), ...payloads.slice(1)] });
  });

  test('is logged: who, how many, of which namespace and workflow, and never of what', async () => {
    await post('/decode', JSON.stringify({ payloads: [await encrypted('the-planted-text'), plain('x')] }));
    expect(logLines).toEqual([
      expect.objectContaining({
        operation: 'decode',
        who: 'ana',
        namespace: 'default',
        given: 2,
        converted: 1,
        workflowIds: ['verification-1'],
      }),
    ]);
    const text = JSON.stringify(logLines);
    for (const secret of ['planted', TOKEN, plain('the-planted-text').data]) expect(text).not.toContain(secret);
  });
});

test('the Temporal CLI shows the text with a token, and the ciphertext without', async () => {
  const temporal = await connectClient(createDataConverter([KEY]));
  const workflowId = uniqueId();
  const { workflow } = temporal;
  await workflow.start('nothing', { workflowId, taskQueue: uniqueTaskQueue(), args: [{ text: 'the-planted-text' }] });
  onCleanup(() => workflow.getHandle(workflowId).terminate());
  const show = async (...codec: string[]) => {
    const connection = ['--address', temporalAddress(), '--workflow-id', workflowId, '--output', 'json'];
    const run = promisify(execFile)(process.env.TEST_TEMPORAL_CLI ?? 'temporal', [
      'workflow',
      'show',
      ...connection,
      ...codec,
    ]);
    return run.then(({ stdout }) => stdout);
  };
  const { data } = plain({ text: 'the-planted-text' });
  expect(await show()).not.toContain(data);
  const codec = ['--codec-endpoint', `${server.url}/{namespace}`, '--codec-auth', `Bearer ${TOKEN}`];
  expect(await show(...codec)).toContain(data);
  expect(logLines.at(-1)).toMatchObject({ who: 'ana', namespace: 'default', workflowIds: [workflowId] });
});

test('encode encrypts what the Web UI is about to send', async () => {
  const response = await post('/encode', JSON.stringify({ payloads: [plain({ operator: 'ana' })] }));
  const { payloads } = (await response.json()) as { payloads: object[] };
  expect(JSON.stringify(payloads)).not.toContain(plain({ operator: 'ana' }).data);
  const back = await post('/decode', JSON.stringify({ payloads }));
  expect(await back.json()).toEqual({ payloads: [plain({ operator: 'ana' })] });
});

describe('who may', () => {
  const body = JSON.stringify({ payloads: [plain(1)] });

  test.each<[string, () => Promise<string> | string, string]>([
    ['a token', () => TOKEN, 'ana'],
    ['a JWT of the issuer', () => jwt(), 'ben@example.com'],
  ])('%s may, and the log has its name', async (_, bearer, who) => {
    const response = await post('/decode', body, { authorization: `Bearer ${await bearer()}` });
    expect(response.status).toBe(200);
    expect(logLines[0]).toMatchObject({ who });
  });

  test.each<[string, () => Promise<string> | string]>([
    ['no token', () => ''],
    ['another token', () => `Bearer ${TOKEN.slice(0, -1)}2`],
    ['the beginning of a token', () => `Bearer ${TOKEN.slice(0, -1)}`],
    ['another scheme', () => `Basic ${TOKEN}`],
    ['a JWT of another issuer', async () => `Bearer ${await jwt({ iss: 'https://evil.example.com/' })}`],
    ['a JWT for another audience', async () => `Bearer ${await jwt({ aud: 'another' })}`],
    ['a JWT that is over', async () => `Bearer ${await jwt({ exp: 1_700_000_000 })}`],
    ['a JWT of nobody', async () => `Bearer ${await jwt({ sub: undefined })}`],
    ['a JWT signed by another key', async () => `Bearer ${await jwt({}, (await generateKeyPair('ES256')).privateKey)}`],
    [
      'a JWT without a signature',
      async () => {
        const [, claims] = (await jwt()).split('.');
        return `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
      },
    ],
  ])('%s may not', async (_, authorization) => {
    const response = await post('/decode', body, { authorization: await authorization() });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'no valid token' });
    expect(logLines).toEqual([expect.objectContaining({ why: 'refused', namespace: 'default' })]);
  });

  test("while the issuer's keys cannot be fetched, a JWT is answered 503 and a token as ever", async () => {
    const alone = await startServer(new URL('http://127.0.0.1:1/jwks.json'));
    const ask = async (bearer: string) =>
      (await fetch(`${alone.url}/decode`, { method: 'POST', body, headers: { authorization: `Bearer ${bearer}` } }))
        .status;
    expect([await ask(await jwt()), await ask(TOKEN)]).toEqual([503, 200]);
  });
});

describe('from a browser', () => {
  const preflight = (origin: string) =>
    fetch(`${server.url}/decode`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      },
    });

  test("the Web UI's own origin is let through, with the headers that it sends", async () => {
    const { headers } = await preflight(ORIGIN);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-methods')).toBe('POST,OPTIONS');
    expect(headers.get('access-control-allow-headers')).toBe(
      'X-Namespace,Content-Type,Authorization,Authorization-Extras',
    );
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await post('/decode', '{}', { origin: ORIGIN });
    expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  test.each([
    'https://evil.example.com',
    `${ORIGIN}.evil.com`,
    'http://temporal.example.com',
    'null',
    `${ORIGIN}:8443`,
  ])('%s is not', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

test.each<[string, string, string, number]>([
  ['no JSON', '/decode', 'x', 400],
  ['no payloads', '/decode', '{}', 400],
  ['payloads that are none', '/decode', '{"payloads":[{"data":"not base64!"}]}', 400],
  ['more than 8 MiB', '/decode', `{"payloads":[{"data":"${'A'.repeat(8_400_000)}"}]}`, 413],
  ['another path', '/download', '{"payloads":[]}', 404],
])('%s is answered with its status', async (_, path, body, status) => {
  expect((await post(path, body)).status).toBe(status);
});

test('whoever asks is told that it lives', async () => {
  expect(await (await fetch(`${server.url}/healthz`)).text()).toBe('ok\n');
});
