import { randomUUID } from 'node:crypto';
import { authorization, canonicalQueryString, EMPTY_PAYLOAD_SHA256, sha256Hex } from './acs3-signature';
import type { Credentials } from './credentials';

/** Version of the API that this folder speaks. */
export const API_VERSION = '2022-08-09';

/** One RPC call: parameters go into the query, and into a form body only where the API wants that. */
export interface RpcCall {
  action: string;
  query: Readonly<Record<string, string | undefined>>;
  form?: Readonly<Record<string, string>> | undefined;
}

/** A call, ready to be sent by POST. */
export interface SignedRequest {
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** Builds and signs a call. Every `x-acs-*` header, the host and the content type are signed. */
export function signedRequest(
  call: RpcCall,
  host: string,
  credentials: Credentials,
  nowMs = Date.now(),
): SignedRequest {
  const query = Object.entries(call.query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = call.form ? new URLSearchParams(call.form).toString() : null;
  const hashedRequestPayload = body === null ? EMPTY_PAYLOAD_SHA256 : sha256Hex(body);
  const signed: Record<string, string> = {
    host,
    'x-acs-action': call.action,
    'x-acs-content-sha256': hashedRequestPayload,
    'x-acs-date': `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': API_VERSION,
  };
  if (body !== null) signed['content-type'] = 'application/x-www-form-urlencoded';
  if (credentials.securityToken !== undefined) {
    signed['x-acs-accesskey-id'] = credentials.accessKeyId;
    signed['x-acs-security-token'] = credentials.securityToken;
  }
  const signable = {
    method: 'POST',
    pathname: '/',
    query,
    headers: signed,
    hashedRequestPayload,
    signedHeaders: Object.keys(signed),
  };
  return {
    path: `/?${canonicalQueryString(query)}`,
    headers: {
      ...signed,
      accept: 'application/json',
      authorization: authorization(signable, credentials.accessKeyId, credentials.accessKeySecret),
    },
    body,
  };
}
