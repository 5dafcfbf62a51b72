import { callbackToken } from '../src/client/callback-token';

/** Key of the CallbackTokens in the benchmark. */
export const CALLBACK_KEYS = [{ name: 'bench', secret: 'a-key-that-is-only-used-in-benchmarks-01' }];

/** How the requests of a round differ: true ones, or with a token of nobody's. */
export type TokenKind = 'true' | 'forged';

/** The path and query of a callback, as the vendor sends it. */
export function callbackPath(verificationId: string, transactionId: string, kind: TokenKind): string {
  const token = callbackToken(CALLBACK_KEYS[0] as (typeof CALLBACK_KEYS)[number], verificationId, 1);
  const query = new URLSearchParams({
    transactionId,
    passed: 'Y',
    subCode: '200',
    callbackToken: kind === 'true' ? token : token.split('').reverse().join(''),
  });
  return `/callbacks/${verificationId}/1?${query.toString()}`;
}
