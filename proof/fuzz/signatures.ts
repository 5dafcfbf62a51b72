import { signedRequest } from '../../src/cloudauth/signed-request';
import { readRpcRequest, type RpcRequest } from '../../src/simulator/rpc-request';
import { SignatureCheck, type AccessKey } from '../../src/simulator/signature-check';
import { VendorError } from '../../src/simulator/vendor-error';
import type { Random } from '../random';
import { changeCall, type WireCall } from './signature-cases';
import { MARKER } from './mutations';
import { claim, type FuzzTarget } from './target';

/** A signed call, and what became of it on the way. */
interface SignatureCase {
  signed: WireCall;
  sent: WireCall;
  /** The same call once more. */
  isReplayed: boolean;
}

/** Who may call. */
export const ACCESS_KEYS: readonly AccessKey[] = [
  { accessKeyId: 'key1', accessKeySecret: 'secret1' },
  { accessKeyId: 'key2', accessKeySecret: 'secret2', securityToken: 'token2' },
  { accessKeyId: 'key3', accessKeySecret: 'secret3' },
];
const HOST = 'cloudauth-intl.example';

/** Signed calls, changed on the way, through the check of the simulator. Date and nonce are the only parts of a case that differ when it is made again. */
export function signaturesTarget(createCheck = () => new SignatureCheck(ACCESS_KEYS)): FuzzTarget<SignatureCase> {
  return {
    name: 'signatures',
    make: makeCase,
    show: ({ sent }) => JSON.stringify(sent),
    check: (made) => checkCase(createCheck(), made),
  };
}

function makeCase(random: Random): SignatureCase {
  const signed = makeSigned(random);
  const isReplayed = random.int(0, 19) === 0;
  if (isReplayed) return { signed, sent: signed, isReplayed };
  const sent = structuredClone(signed);
  const changes = random.pick([0, 1, 1, 1, 1, 2, 3]);
  for (let change = 0; change < changes; change += 1) changeCall(random, sent);
  return { signed, sent, isReplayed };
}

function makeSigned(random: Random): WireCall {
  const query = {
    MerchantBizId: random.hex(8),
    TransactionId: random.pick(['hks1', 'a b', "it's(1)*~", 'é', '', 'a=b&c']),
    [random.pick(['X', 'x', 'A.1', '__proto__'])]: MARKER,
  };
  const form = random.int(0, 1) === 0 ? { MetaInfo: '{}', Text: MARKER } : undefined;
  const { path, headers, body } = signedRequest({ action: 'CheckResult', query, form }, HOST, random.pick(ACCESS_KEYS));
  return { method: 'POST', path, headers, body: body ?? '' };
}

async function checkCase(check: SignatureCheck, { signed, sent, isReplayed }: SignatureCase): Promise<string> {
  const original = await received(signed);
  const request = await received(sent);
  if (!original || !request) return 'cannot be sent';
  const refused = refusalOf(() => check.verify(request));
  const isSame = signedPart(request, original) === signedPart(original, original);
  claim(isSame || refused !== undefined, 'A changed call was accepted.');
  if (JSON.stringify(sent) === JSON.stringify(signed)) claim(refused === undefined, `Refused as it was: ${refused}.`);
  if (!isReplayed) return refused ?? (isSame ? 'accepted' : '');
  const again = refusalOf(() => check.verify(request));
  claim(again === 'SignatureNonceUsed', `The second time it came to ${again ?? 'nothing'}.`);
  return 'accepted once';
}

/** As the simulator reads it from the wire; undefined for what no client could send. */
async function received({ method, path, headers, body }: WireCall): Promise<RpcRequest | undefined> {
  let request: Request;
  try {
    // An empty text would bring a content type of its own.
    const mayHaveBody = body !== '' && method !== 'GET' && method !== 'HEAD';
    request = new Request(`http://${HOST}${path}`, { method, headers, body: mayHaveBody ? body : null });
  } catch {
    return undefined;
  }
  return readRpcRequest(request);
}

/** What the signature covers, in the fuzz's own words: two calls with the same one mean the same to the vendor. */
function signedPart(request: RpcRequest, original: RpcRequest): string {
  const names = Object.keys(original.headers).filter((name) => isSigned(name));
  const added = Object.keys(request.headers).filter((name) => name.startsWith('x-acs-') && !names.includes(name));
  const query = request.query.map((pair) => JSON.stringify(pair)).toSorted();
  const headers = names.map((name) => [name, request.headers[name]?.trim()]);
  const authorization = request.headers.authorization?.replaceAll(/,\s/g, ',').split(',').map(withSortedNames);
  const body = Buffer.from(request.body).toString('base64');
  return JSON.stringify([request.method, request.pathname, query, headers, added, authorization, body]);
}

// The order of the names is not signed: both sides sort them.
function withSortedNames(part: string): string {
  const [start, names] = part.split('SignedHeaders=');
  return names === undefined ? part : `${start}SignedHeaders=${names.split(';').toSorted().join(';')}`;
}

function isSigned(name: string): boolean {
  return name === 'host' || name === 'content-type' || name.startsWith('x-acs-');
}

function refusalOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    claim(!error.message.includes(MARKER), 'A refusal tells something of the call.');
    return error.vendorCode;
  }
}
