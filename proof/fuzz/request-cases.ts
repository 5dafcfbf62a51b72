import { createHmac } from 'node:crypto';
import type { Random } from '../random';
import { changedText, MARKER } from './mutations';

/** A request before it is one. */
export interface RequestCase {
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | undefined;
  /** Values of every parameter, as they were before they were encoded. */
  shown: string[];
  /** The one status that is right, where nothing was changed. */
  expected?: number;
}

/** The receiver's keys: both are valid. */
export const FUZZ_KEYS = [
  { name: 'new', secret: 'fuzz-key-for-nothing-else-than-fuzzing-01' },
  { name: 'old', secret: 'fuzz-key-for-nothing-else-than-fuzzing-02' },
] as const;

const FORM = 'application/x-www-form-urlencoded';
const TYPES = [FORM, `${FORM}; charset=utf-8`, FORM.toUpperCase(), 'application/json', 'text/plain', MARKER, ''];
const TOKEN_NAMES = ['callbackToken', 'CallbackToken', 'CALLBACKTOKEN', 'callback_token'];
const ID_NAMES = ['transactionId', 'TransactionId', 'transactionid', 'transaction_id'];
const METHODS = ['PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS', 'get', 'post', 'FOO', MARKER];
const PREFIXES = ['', '/idv', '/a/b', '//', `/${MARKER}`, '/callbacks', '/callbacks/x/1'];
const ATTEMPTS = ['1', '1', '1', '2', '10', '0', '11', '01', '99', '-1', '1.0', '', '1/', '１', 'constructor'];

/** The token of an attempt, by the words of the documentation: base64url HMAC-SHA256 over `{verificationId}/{attempt}`. */
export function ownToken(id: string, attempt: number, { secret }: { secret: string } = FUZZ_KEYS[0]): string {
  return createHmac('sha256', secret).update(`${id}/${attempt}`).digest('base64url');
}

/** A request: one in a hundred is valid, for a verification that runs or for none. */
export function makeRequest(random: Random, live: readonly string[]): RequestCase {
  return random.int(0, 99) === 0 ? validRequest(random, live) : oddRequest(random, live);
}

function validRequest(random: Random, live: readonly string[]): RequestCase {
  const isLive = random.int(0, 1) === 0;
  const id = isLive ? random.pick(live) : `none${random.hex(12)}`;
  const token = ownToken(id, 1, random.pick(FUZZ_KEYS));
  // Fewer transactions than one attempt may be signaled for, so that the answer is the same whatever came before.
  const transactionId = `hks${random.int(1, 4)}`;
  const query = new URLSearchParams({ callbackToken: token, transactionId, passed: 'Y', subCode: '200', x: MARKER });
  const target = `/callbacks/${id}/1?${query.toString()}`;
  return { ...bare('GET', target), shown: [token], expected: isLive ? 200 : 404 };
}

function oddRequest(random: Random, live: readonly string[]): RequestCase {
  const id = random.int(0, 1) === 0 ? random.pick(live) : random.hex(random.pick([1, 12, 32, 33]));
  const token = wrongToken(random, id);
  const pairs = makePairs(random, token);
  const method = random.int(0, 9) === 0 ? random.pick(METHODS) : random.pick(['GET', 'GET', 'POST']);
  const path = makePath(random, id);
  const shown = pairs.map(([, value]) => value);
  if (method !== 'POST') return { ...bare(method, `${path}?${encoded(random, pairs)}`), shown };
  const body = makeBody(random, pairs);
  const query = random.int(0, 4) === 0 ? encoded(random, pairs) : MARKER;
  const type = random.int(0, 2) === 0 ? random.pick(TYPES) : FORM;
  return { ...bare(method, `${path}?${query}`), headers: { 'content-type': type, 'x-fuzz': MARKER }, body, shown };
}

function bare(method: string, target: string): RequestCase {
  return { method, target, headers: { 'x-fuzz': MARKER }, body: undefined, shown: [] };
}

/** Nearly always wrong: a changed text may be the right token by chance, and then the request shows it. */
function wrongToken(random: Random, id: string): string {
  const right = ownToken(id, 1);
  switch (random.int(0, 9)) {
    case 0:
      return ownToken(id, 2);
    case 1:
      return ownToken(`${id}x`, 1);
    case 2:
      return `${right}${random.pick(['=', '==', ' ', 'A', '\u0000', '!', MARKER])}`;
    case 3:
      return `${random.pick([' ', '.', '='])}${right}`;
    case 4:
      return right.replaceAll('-', '+').replaceAll('_', '/') + '=';
    case 5:
      return random.pick(['', MARKER, 'A'.repeat(43), 'undefined', 'null', right.slice(0, 42), right.toUpperCase()]);
    case 6:
      return createHmac('sha256', 'another-key').update(`${id}/1`).digest('base64url');
    default:
      return changedText(random, right);
  }
}

function makePairs(random: Random, token: string): [string, string][] {
  const transactionId = random.pick(['hks1', 'hks2', '', MARKER, 'a'.repeat(129), 'a b', '../x', 'é']);
  const all: [string, string][] = [
    [random.pick(TOKEN_NAMES), token],
    [random.pick(ID_NAMES), transactionId],
    ['passed', random.pick(['Y', 'N', MARKER, 'x'.repeat(200)])],
    ['subCode', random.pick(['200', '204', MARKER, '__proto__'])],
    [random.pick(['__proto__', 'constructor', MARKER, 'x', '']), MARKER],
  ];
  const kept = all.filter(() => random.int(0, 7) > 0);
  const again = all[random.int(0, 4)];
  if (again && random.int(0, 7) === 0) kept.push([random.pick([again[0], again[0].toUpperCase()]), again[1]]);
  return random.int(0, 3) === 0 ? random.shuffled(kept) : kept;
}

function makePath(random: Random, id: string): string {
  const prefix = random.int(0, 2) === 0 ? random.pick(PREFIXES) : '';
  const attempt = random.int(0, 2) === 0 ? random.pick(ATTEMPTS) : '1';
  const path = `${prefix}/callbacks/${random.int(0, 19) === 0 ? random.pick(['..', MARKER, '%2e%2e', '']) : id}/${attempt}`;
  return random.int(0, 9) === 0 ? `/${changedText(random, path)}` : path;
}

function encoded(random: Random, pairs: [string, string][]): string {
  const text = new URLSearchParams(pairs).toString();
  switch (random.int(0, 9)) {
    case 0:
      // The last one keeps URL's reader from cutting off what ends in a blank.
      return [...pairs, ['end', '.']].map(([name, value]) => `${name}=${value}`).join('&');
    case 1:
      return text.replace('=', '%3D');
    case 2:
      return `${text}&%zz=%&=&&${MARKER}`;
    case 3:
      return text.replaceAll('&', ';');
    default:
      return text;
  }
}

function makeBody(random: Random, pairs: [string, string][]): RequestCase['body'] {
  const text = encoded(random, pairs);
  switch (random.int(0, 19)) {
    case 0:
      return `${text}&x=${'x'.repeat(8 * 1024)}`;
    case 1:
      return 'x'.repeat(random.int(8_190, 8_195));
    case 2:
      return new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0]);
    case 3:
      return undefined;
    case 4:
      return 'breaks off';
    case 5:
      return Buffer.from(text, 'utf16le');
    case 6:
      return changedText(random, text);
    default:
      return text;
  }
}
