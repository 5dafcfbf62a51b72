import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCloudauthClient, type CloudauthClientOptions } from '../../src/cloudauth';
import { endpointOrigin } from '../../src/cloudauth/endpoints';
import { onCleanup } from '../support/cleanup';

const SECRET = 'the-secret-of-the-key';
const IDS = { MerchantBizId: 'biz1', TransactionId: 'hks-private' };
const OK = JSON.stringify({ RequestId: 'r', Code: 'Success', Result: { Passed: 'Y', SubCode: '200' } });

async function vendorThat(answers: RequestListener, options: Partial<CloudauthClientOptions> = {}) {
  const server: Server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => server.closeAllConnections());
  onCleanup(() => server.close());
  const client = createCloudauthClient({
    credentials: async () => ({ accessKeyId: 'key', accessKeySecret: SECRET }),
    endpoint: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    callTimeoutMs: 400,
    ...options,
  });
  onCleanup(() => client.close());
  return { server, client };
}

test('CheckResult is a POST without a body, its parameters in the query, its headers signed', async () => {
  const seen: {
    method?: string | undefined;
    url?: string | undefined;
    headers: NodeJS.Dict<string | string[]>;
    body: string;
  }[] = [];
  const { client } = await vendorThat(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.end(OK);
  });
  await client.checkResult('ap-southeast-1', IDS);
  expect(seen[0]).toMatchObject({
    method: 'POST',
    url: '/?MerchantBizId=biz1&TransactionId=hks-private',
    body: '',
    headers: { 'x-acs-action': 'CheckResult', 'x-acs-version': '2022-08-09', accept: 'application/json' },
  });
  expect(seen[0]?.headers.authorization).toMatch(
    /^ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=[0-9a-f]{64}$/,
  );
});

test('a picture goes into the form body, and temporary credentials bring their token', async () => {
  const { client } = await vendorThat(
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const sts = request.headers['x-acs-security-token'];
      response.end(
        JSON.stringify({ Code: 'Success', Result: { TransactionId: `${body.slice(0, 20)}/${String(sts)}` } }),
      );
    },
    { credentials: async () => ({ accessKeyId: 'STS.key', accessKeySecret: SECRET, securityToken: 'tok' }) },
  );
  const request = {
    ProductCode: 'P',
    MerchantBizId: 'b',
    MetaInfo: '{}',
    MerchantUserId: 'u',
    FacePictureBase64: 'AA==',
  };
  const { transactionId } = await client.initialize('ap-southeast-1', request);
  expect(transactionId).toBe('FacePictureBase64=AA/tok');
});

test.each<[string, RequestListener, object]>([
  ['a reset connection', (request) => request.socket.resetAndDestroy(), { code: 'UNREACHABLE' }],
  ['silence', () => {}, { code: 'TIMEOUT' }],
  [
    'a body that stalls',
    (_, response) => void response.writeHead(200, { 'content-length': 99 }).write('{'),
    { code: 'TIMEOUT' },
  ],
  ['a body over the limit', (_, response) => response.end('x'.repeat(5_000)), { code: 'ANSWER_TOO_LARGE' }],
  [
    'a redirect',
    (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    { code: 'MALFORMED_ANSWER', httpStatus: 307 },
  ],
  ['HTML', (_, response) => response.writeHead(502).end('<html>'), { code: 'SERVER_ERROR' }],
])('%s is an error that names neither secret nor transaction', async (_, answers, expected) => {
  const { client } = await vendorThat(answers, { maxAnswerBytes: 4_000 });
  const error: Error = await client.checkResult('ap-southeast-1', IDS).then(
    () => new Error('none'),
    (failure: Error) => failure,
  );
  expect(error).toMatchObject(expected);
  expect(`${error.message}${JSON.stringify(error)}`).not.toMatch(/the-secret-of-the-key|hks-private|Signature=/);
});

test('a vendor that refuses connections is unreachable', async () => {
  const { client, server } = await vendorThat((_, response) => response.end(OK));
  server.close();
  await expect(client.checkResult('ap-southeast-1', IDS)).rejects.toMatchObject({ code: 'UNREACHABLE' });
});

test('aborting a call closes its socket', async () => {
  const abort = new AbortController();
  const { client, server } = await vendorThat(() => abort.abort());
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket) => socket.once('close', () => resolve()));
  });
  await expect(client.checkResult('ap-southeast-1', IDS, { signal: abort.signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  await closed;
});

test('a call that was aborted before it began is never sent', async () => {
  let requests = 0;
  const { client } = await vendorThat((_, response) => {
    requests += 1;
    response.end(OK);
  });
  const call = client.checkResult('ap-southeast-1', IDS, { signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  await client.checkResult('ap-southeast-1', IDS);
  expect(requests).toBe(1);
});

test('an answer in pieces, cut inside a character and led by a byte order mark, is read whole', async () => {
  const answer = Buffer.from(`\uFEFF${OK.replace('"200"', '"é"')}`);
  const cut = answer.indexOf(0xc3) + 1;
  const { client } = await vendorThat((_, response) => {
    response.write(answer.subarray(0, cut));
    setTimeout(() => response.end(answer.subarray(cut)), 20);
  });
  await expect(client.checkResult('ap-southeast-1', IDS)).resolves.toMatchObject({ passed: 'Y', subCode: 'é' });
});

test('every region has its public and its VPC host; data is isolated, so they differ', () => {
  expect(endpointOrigin('cn-hongkong', 'public')).toBe('https://cloudauth-intl.cn-hongkong.aliyuncs.com');
  expect(endpointOrigin('ap-southeast-3', 'vpc')).toBe('https://cloudauth-intl-vpc.ap-southeast-3.aliyuncs.com');
});

test.each([
  'http://example.com',
  'ftp://127.0.0.1',
  'https://a:b@example.com',
  'https://example.com/path',
  'https://example.com/?q=1',
])('the endpoint %s is refused', (url) => {
  const credentials = async () => ({ accessKeyId: 'key', accessKeySecret: SECRET });
  expect(() => createCloudauthClient({ credentials, endpoint: new URL(url) })).toThrow(
    expect.objectContaining({ code: 'ENDPOINT_REFUSED' }),
  );
});
