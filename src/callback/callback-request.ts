import { MAX_ATTEMPTS, PATTERNS } from '../contract/limits';

/** Longest form body that is read. The vendor sends a few hundred bytes. */
const MAX_BODY_BYTES = 8 * 1024;

/** Which attempt of which verification a path names. */
export interface CallbackTarget {
  verificationId: string;
  attempt: number;
}

/** What a request says, or the status with which it is turned away. */
export type ParsedCallback =
  | { target: CallbackTarget; token: string | undefined; parameters: CallbackParameters }
  | { status: 400 | 404 | 405 | 413 | 415 };

/** The parameters that are looked at. Any other is ignored. */
export interface CallbackParameters {
  transactionId?: string | undefined;
  passed?: string | undefined;
  subCode?: string | undefined;
}

/** Reads a callback: GET as the vendor sends it, or a POST form. Never throws for what is in it. */
export async function parseCallback(request: Request): Promise<ParsedCallback> {
  if (request.method !== 'GET' && request.method !== 'POST') return { status: 405 };
  const url = new URL(request.url);
  const target = parsePath(url.pathname);
  if (!target) return { status: 404 };
  const pairs = [...url.searchParams];
  if (request.method === 'POST') {
    const form = await readForm(request);
    if (typeof form === 'number') return { status: form };
    pairs.push(...form);
  }
  const named = byName(pairs);
  if (!named) return { status: 400 };
  const { callbacktoken: token, transactionid: transactionId, passed, subcode: subCode } = named;
  return { target, token, parameters: { transactionId, passed, subCode } };
}

/** `…/callbacks/{verificationId}/{attempt}` under any prefix. */
function parsePath(pathname: string): CallbackTarget | undefined {
  const [, verificationId = '', attemptText = ''] = /\/callbacks\/([^/]+)\/([1-9]\d?)$/.exec(pathname) ?? [];
  const attempt = Number(attemptText);
  return PATTERNS.merchantBizId.test(verificationId) && attempt >= 1 && attempt <= MAX_ATTEMPTS
    ? { verificationId, attempt }
    : undefined;
}

/** Parameters by name in lower case: the vendor's documents spell them in several ways. Undefined where one comes twice. */
function byName(pairs: readonly (readonly [string, string])[]): Partial<Record<string, string>> | undefined {
  const named = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    if (named.has(key)) return undefined;
    named.set(key, value);
  }
  return Object.fromEntries(named);
}

async function readForm(request: Request): Promise<URLSearchParams | 413 | 415> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return 415;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > MAX_BODY_BYTES) return 413;
    chunks.push(chunk as Uint8Array);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
