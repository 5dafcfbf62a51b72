import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Policy, VerificationInput } from '../contract/schemas';

/** SHA-256, in hex, of what identifies a verification. Not of its policy: an upgrade must not make a retry another start. */
export function inputDigest({ merchantBizId, transactionId, region, account, productCode }: VerificationInput): string {
  return digest({ merchantBizId, transactionId, region, account, productCode });
}

/** SHA-256, in hex, of a policy as recorded: two verifications with the same digest were decided by the same rules. */
export function policyDigest(policy: Policy): string {
  return digest(policy);
}

/** Over canonical JSON (RFC 8785); undefined members count as absent. */
function digest(value: object): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value))) ?? '';
  return createHash('sha256').update(text).digest('hex');
}
