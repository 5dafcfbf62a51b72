import type { Random } from '../random';
import { changedText, MARKER } from './mutations';

/** A call on the wire. */
export interface WireCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

const HEADERS = [
  'host',
  'x-acs-action',
  'x-acs-date',
  'x-acs-version',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
];
const OTHERS = ['content-type', 'accept', 'user-agent', 'x-acs-security-token', 'x-acs-accesskey-id', 'x-acs-new'];
const DATES = ['2020-01-01T00:00:00Z', '', 'now', '0', '9'.repeat(40), MARKER];
const NAMES = ['host', 'accept', '', 'constructor', '__proto__', 'toString', MARKER, 'x-acs-nothing', 'authorization'];

/** Changes one part of a call in place. */
export function changeCall(random: Random, call: WireCall): void {
  switch (random.int(0, 9)) {
    case 0:
      call.method = random.pick(['PUT', 'GET', 'DELETE', 'post']);
      return;
    case 1:
      call.path = changedPath(random, call.path);
      return;
    case 2:
      call.body = random.pick([changedText(random, call.body || 'x'), `${call.body}&x=1`, MARKER, '']);
      return;
    case 3:
      delete call.headers[random.pick([...HEADERS, ...OTHERS, 'authorization'])];
      return;
    case 4:
    case 5:
      changeHeader(random, call.headers, random.pick([...HEADERS, ...OTHERS]));
      return;
    case 6:
      call.headers['x-acs-date'] = random.pick(DATES);
      return;
    default:
      call.headers.authorization = changedAuthorization(random, call.headers.authorization ?? '');
  }
}

function changedPath(random: Random, path: string): string {
  switch (random.int(0, 4)) {
    case 0:
      return path.replace('/?', '/x?');
    case 1:
      return `${path}&${random.pick(['x=1', 'MerchantBizId=other', '__proto__=1', '=', MARKER])}`;
    case 2:
      return path.split('&').toReversed().join('&');
    case 3:
      return path.replace(/&[^&]*$/, '');
    default:
      return `/${changedText(random, path)}`;
  }
}

function changeHeader(random: Random, headers: Record<string, string>, name: string): void {
  const value = headers[name] ?? '';
  headers[name] = random.pick([changedText(random, value || 'x'), ` ${value} `, value.toUpperCase(), MARKER, 'x']);
}

function changedAuthorization(random: Random, text: string): string {
  switch (random.int(0, 8)) {
    case 0:
      return text.replace(/[0-9a-f]{64}$/, () => random.hex(64));
    case 1:
      return text.replace(/[0-9a-f]{64}$/, (hex) => random.pick([hex.toUpperCase(), hex.slice(1), `${hex}0`, '']));
    case 2:
      return text.replace(/Credential=\w+/, `Credential=${random.pick(['key1', 'key2', 'key3', '__proto__', MARKER])}`);
    case 3:
      return text.replace('SignedHeaders=', `SignedHeaders=${random.pick(NAMES)};`);
    case 4:
      return text.replace(random.pick([...HEADERS, 'content-type']), random.pick(NAMES));
    case 5:
      return text.replace(
        /SignedHeaders=([^,]+)/,
        (_, names: string) => `SignedHeaders=${names.split(';').toReversed().join(';')}`,
      );
    case 6:
      return text.replaceAll(',', random.pick([', ', ',  ', ';', '']));
    case 7:
      return text.replace('ACS3-HMAC-SHA256', random.pick(['ACS3-HMAC-SM3', 'acs3-hmac-sha256', '', MARKER]));
    default:
      return changedText(random, text || 'x');
  }
}
