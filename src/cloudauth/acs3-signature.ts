import { createHmac, hash } from 'node:crypto';

/**
 * Signature ACS3-HMAC-SHA256, as pure functions in the vendor's own terms.
 * Source: "V3 request structure and signature" of the Alibaba Cloud SDK documentation.
 */

export const SIGNATURE_ALGORITHM = 'ACS3-HMAC-SHA256';

/** SHA-256 of no bytes: HashedRequestPayload of a request without a body. */
export const EMPTY_PAYLOAD_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What is signed. Header names are lower case. */
export interface SignableRequest {
  method: string;
  pathname: string;
  /** Decoded names and values, in any order. */
  query: readonly (readonly [name: string, value: string])[];
  headers: Readonly<Record<string, string>>;
  /** Names of the headers to sign, lower case. */
  signedHeaders: readonly string[];
  /** `x-acs-content-sha256`: lower-case hex SHA-256 of the body. */
  hashedRequestPayload: string;
}

/** RFC 3986 percent-encoding: all but letters, digits, `-`, `_`, `.` and `~`. */
export function percentEncode(text: string): string {
  // Ids, and most of what is sent, hold nothing to encode.
  if (!/[^A-Za-z0-9\-_.~]/.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** CanonicalQueryString: sorted by name, names and values percent-encoded. */
export function canonicalQueryString(query: SignableRequest['query']): string {
  return query
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(byCodeUnits)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** CanonicalRequest: the six parts that the signature covers, one below the other. */
export function canonicalRequest(request: SignableRequest): string {
  const signedHeaders = request.signedHeaders.toSorted();
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('');
  return [
    request.method,
    request.pathname,
    canonicalQueryString(request.query),
    canonicalHeaders,
    signedHeaders.join(';'),
    request.hashedRequestPayload,
  ].join('\n');
}

/** StringToSign: the algorithm, then the lower-case hex SHA-256 of CanonicalRequest. */
export function stringToSign(request: SignableRequest): string {
  return `${SIGNATURE_ALGORITHM}\n${sha256Hex(canonicalRequest(request))}`;
}

/** Signature: lower-case hex HMAC-SHA256 of StringToSign under the raw AccessKey secret. */
export function signature(request: SignableRequest, accessKeySecret: string): string {
  return createHmac('sha256', accessKeySecret).update(stringToSign(request)).digest('hex');
}

/** The `Authorization` header of a request. */
export function authorization(request: SignableRequest, accessKeyId: string, accessKeySecret: string): string {
  const signedHeaders = request.signedHeaders.toSorted().join(';');
  return `${SIGNATURE_ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature(request, accessKeySecret)}`;
}

/** Lower-case hex SHA-256, the hash of HashedRequestPayload. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

// The specification sorts by bytes; both sides are ASCII after encoding, so code units are bytes. `localeCompare` would not be.
function byCodeUnits([a, aValue]: readonly [string, string], [b, bValue]: readonly [string, string]): number {
  if (a !== b) return a < b ? -1 : 1;
  return aValue < bValue ? -1 : Number(aValue > bValue);
}
