import { timingSafeEqual } from 'node:crypto';
import { sha256Hex, signature, SIGNATURE_ALGORITHM } from '../cloudauth/acs3-signature';
import type { RpcRequest } from './rpc-request';
import { RETURN_CODES, returnCode, VendorError } from './vendor-error';

/** A key of the simulated account. */
export interface AccessKey {
  accessKeyId: string;
  accessKeySecret: string;
  /** Set for a temporary key (STS): calls must bring it. */
  securityToken?: string | undefined;
  /** What the account says to calls with it. Default: nothing against them. */
  refusedWith?:
    'Forbidden.RAMUserAccessDenied' | 'Forbidden.AccountAccessDenied' | 'InvalidAccessKeyId.Inactive' | undefined;
}

const REQUIRED_HEADERS = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
];
const API_VERSION = '2022-08-09';
const TIMESTAMP_WINDOW_MS = 15 * 60_000;

/** Checks signatures as the specification says, and remembers nonces for as long as a date is accepted. */
export class SignatureCheck {
  private readonly keys: Map<string, AccessKey>;
  private readonly nonces = new Map<string, number>();

  constructor(keys: readonly AccessKey[]) {
    this.keys = new Map(keys.map((key) => [key.accessKeyId, { ...key }]));
  }

  /** The key itself, to change what the account says to it. */
  key(accessKeyId: string): AccessKey | undefined {
    return this.keys.get(accessKeyId);
  }

  /** @throws VendorError as the vendor's gateway answers */
  verify(request: RpcRequest): AccessKey {
    const { accessKeyId, signedHeaders, given } = parseAuthorization(request.headers.authorization);
    checkHeaders(request, signedHeaders);
    const key = this.keys.get(accessKeyId);
    if (!key) throw new VendorError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    checkToken(request, key);
    const hashedRequestPayload = sha256Hex(request.body);
    const expected = signature({ ...request, signedHeaders, hashedRequestPayload }, key.accessKeySecret);
    const bodyMatches = request.headers['x-acs-content-sha256'] === hashedRequestPayload;
    if (!bodyMatches || !equal(given, expected)) {
      throw new VendorError(400, 'SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.');
    }
    this.takeNonce(request.headers['x-acs-signature-nonce'] ?? '');
    return checkAccount(key);
  }

  private takeNonce(nonce: string): void {
    const nowMs = Date.now();
    if (this.nonces.has(nonce))
      throw new VendorError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.nonces.set(nonce, nowMs);
    for (const [old, usedMs] of this.nonces) {
      if (nowMs - usedMs <= 2 * TIMESTAMP_WINDOW_MS) return;
      this.nonces.delete(old);
    }
  }
}

function parseAuthorization(header = ''): { accessKeyId: string; signedHeaders: string[]; given: string } {
  const match = /^(\S+) Credential=([^,]+),\s?SignedHeaders=([^,]+),\s?Signature=([0-9a-f]{64})$/.exec(header);
  const [, algorithm, accessKeyId = '', names = '', given = ''] = match ?? [];
  if (algorithm !== SIGNATURE_ALGORITHM) {
    throw new VendorError(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.');
  }
  return { accessKeyId, signedHeaders: names.split(';'), given };
}

function checkHeaders({ headers }: RpcRequest, signedHeaders: readonly string[]): void {
  for (const name of REQUIRED_HEADERS) {
    if (!headers[name]) throw new VendorError(400, `Missing${name}`, `${name} is mandatory for this action.`);
  }
  if (signedHeaders.some((name) => !Object.hasOwn(headers, name))) {
    throw new VendorError(400, 'IncompleteSignature', 'SignedHeaders names a header that the request lacks.');
  }
  const toSign = Object.keys(headers).filter((name) => REQUIRED_HEADERS.includes(name) || name.startsWith('x-acs-'));
  if (toSign.some((name) => !signedHeaders.includes(name))) {
    throw new VendorError(400, 'IncompleteSignature', 'SignedHeaders lacks a header that has to be signed.');
  }
  if (headers['x-acs-version'] !== API_VERSION) {
    throw new VendorError(404, 'InvalidVersion', 'Specified parameter Version is not valid.');
  }
  const ageMs = Date.now() - Date.parse(headers['x-acs-date'] ?? '');
  if (Number.isNaN(ageMs))
    throw new VendorError(400, 'InvalidTimeStamp.Format', 'Specified time stamp is not well formatted.');
  if (Math.abs(ageMs) > TIMESTAMP_WINDOW_MS) {
    throw new VendorError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
}

function checkToken({ headers }: RpcRequest, { securityToken }: AccessKey): void {
  const given = headers['x-acs-security-token'];
  if (given === securityToken) return;
  throw given === undefined
    ? new VendorError(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.')
    : new VendorError(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
}

function checkAccount(key: AccessKey): AccessKey {
  const { refusedWith } = key;
  if (refusedWith === undefined) return key;
  throw refusedWith in RETURN_CODES
    ? returnCode(refusedWith as keyof typeof RETURN_CODES)
    : new VendorError(400, refusedWith, 'Specified access key is disabled.');
}

function equal(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
