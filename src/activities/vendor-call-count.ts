import { Context } from '@temporalio/activity';
import type { CheckResultFailure, CheckResultInput } from '../contract/check-result';
import { METRICS } from '../contract/metrics';

/** Codes that are counted by their name: those that are documented, and our own. A label must not grow without bound. */
const KNOWN_CODES: ReadonlySet<string> = new Set([
  'Success',
  'ProcessNotCompleted',
  'Throttling',
  'Throttling.Api',
  'Throttling.User',
  'InternalError',
  'ServiceUnavailable',
  'SignatureNonceUsed',
  'InvalidTimeStamp.Expired',
  'Forbidden.RAMUserAccessDenied',
  'Forbidden.AccountAccessDenied',
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'InvalidSecurityToken.Expired',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingParameter',
  'InvalidParameter',
  'TransactionIdInvalid',
  'NotFinal',
  'UNREACHABLE',
  'TIMEOUT',
  'SERVER_ERROR',
  'MALFORMED_ANSWER',
  'ANSWER_TOO_LARGE',
  'CREDENTIALS_UNAVAILABLE',
  'ENDPOINT_REFUSED',
  'ABORTED',
  'UNEXPECTED',
]);

/** Counts a CheckResult call by the Code that came back, and by what it was taken for. */
export function countVendorCall(
  code: string,
  failure: CheckResultFailure | 'none',
  { region }: Pick<CheckResultInput, 'region'>,
): void {
  const { name, unit, description } = METRICS.vendorCalls;
  Context.current()
    .metricMeter.createCounter(name, unit, description)
    .add(1, { code: KNOWN_CODES.has(code) ? code : 'OTHER', failure, region });
}
