import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/** A bearer token, and who has it. */
export interface CodecToken {
  name: string;
  token: string;
}

/** Whose JWTs are accepted. */
export interface CodecJwt {
  issuer: string;
  audience: string;
  jwksUrl: URL;
}

/** Who may decode. At least one of both is needed. */
export interface CodecAccess {
  tokens: readonly CodecToken[];
  jwt?: CodecJwt | undefined;
}

/** Who calls, or why that is not known: `refused` by us, or the issuer's keys cannot be fetched. */
export type Caller = { who: string } | 'refused' | 'issuer-unavailable';

/** No `HS…`: a shared secret does not say who signed. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const JWKS_TIMEOUT_MS = 3_000;

/** Says who a request is from, by its `Authorization` header. */
export function createCodecAccess({
  tokens,
  jwt,
}: CodecAccess): (authorization: string | undefined) => Promise<Caller> {
  const byJwt = jwt && createJwtCheck(jwt);
  const hashed = tokens.map(({ name, token }) => ({ name, hash: sha256(token) }));
  return async function callerOf(authorization) {
    const [, bearer] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    if (bearer === undefined) return 'refused';
    const hash = sha256(bearer);
    // Every token is compared, and all in constant time, so that the time taken tells nothing.
    const [match] = hashed.filter((token) => timingSafeEqual(token.hash, hash));
    return match ? { who: match.name } : ((await byJwt?.(bearer)) ?? 'refused');
  };
}

function createJwtCheck({ issuer, audience, jwksUrl }: CodecJwt): (jwt: string) => Promise<Caller> {
  const keys = createRemoteJWKSet(jwksUrl, { timeoutDuration: JWKS_TIMEOUT_MS });
  const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'] };
  return async function callerOfJwt(jwt) {
    try {
      const { payload } = await jwtVerify(jwt, keys, options);
      return { who: payload.sub ?? '' };
    } catch (error) {
      return isAboutTheJwt(error) ? 'refused' : 'issuer-unavailable';
    }
  };
}

/** Whether the JWT is wrong, and not the way to its issuer. jose's base class stands for an answer of the issuer that is no JWKS. */
function isAboutTheJwt(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'].includes(error.code)
  );
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
