import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { Pool } from 'undici';
import { officialClient, officialOperation } from '../proof/official-client';
import { createCloudauthClient } from '../src/cloudauth';
import { signedRequest } from '../src/cloudauth/signed-request';
import { takeUpRole, type RoleAtWork } from './bench-process';
import { measure } from './measure';
import { checkResultJson } from './vendor-answers';

/** So many calls, so many at a time. */
export interface CallsQuestion {
  units: number;
  concurrency: number;
  image: boolean;
}

type Call = (withImage: boolean) => Promise<unknown>;

const KEY = { accessKeyId: 'an-access-key-id', accessKeySecret: 'an-access-key-secret' };
const PARAMETERS = {
  MerchantBizId: 'e0c34a77f5ac40a5aa5e6ed20c353888',
  TransactionId: 'hksb7ba1b28130d24e015d6d4f2e1a9c',
};

if (require.main === module) {
  takeUpRole({
    server,
    ours: (settings) => caller(ours, settings),
    official: (settings) => caller(official, settings),
    bare: (settings) => caller(bare, settings),
  });
}

async function server(): Promise<RoleAtWork> {
  const small = Buffer.from(checkResultJson());
  const large = Buffer.from(checkResultJson({ image: true }));
  const listening = createServer((request, response) => {
    const body = request.url?.includes('IsReturnImage=Y') ? large : small;
    response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'content-length': body.length });
    response.end(body);
    request.resume();
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return { ready: { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` }, answer: async () => ({}) };
}

async function caller(callsOf: (url: URL) => Call, { url }: { url: string }): Promise<RoleAtWork> {
  const call = callsOf(new URL(url));
  return {
    ready: {},
    answer: ({ units, concurrency, image }: CallsQuestion) => measure(units, concurrency, () => call(image)),
  };
}

function parameters(withImage: boolean) {
  return withImage ? { ...PARAMETERS, IsReturnImage: 'Y' as const } : PARAMETERS;
}

function ours(url: URL): Call {
  const client = createCloudauthClient({ endpoint: url, credentials: async () => KEY });
  // An activity hands over the signal of its cancellation. The signals were there before: they are not this client's work.
  const signals = Array.from({ length: 64 }, () => new AbortController().signal);
  let calls = 0;
  return (withImage) =>
    client.checkResult('ap-southeast-1', parameters(withImage), { signal: signals[calls++ % signals.length] });
}

/** As the vendor's generated SDKs call it: one client for all calls. */
function official(url: URL): Call {
  const client = officialClient(url.origin, KEY);
  const operation = officialOperation('CheckResult');
  return (withImage) =>
    client.callApi(operation, new $OpenApiUtil.OpenApiRequest({ query: parameters(withImage) }), {} as never);
}

/** The least that a signed call takes. */
function bare(url: URL): Call {
  const pool = new Pool(url.origin);
  return async (withImage) => {
    const request = signedRequest({ action: 'CheckResult', query: parameters(withImage) }, url.host, KEY);
    const { body } = await pool.request({ ...request, method: 'POST' });
    return JSON.parse(await body.text()) as unknown;
  };
}
