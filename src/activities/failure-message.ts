import type { CloudauthErrorFacts } from '../cloudauth/errors';
import type { CheckResultFailure } from '../contract/check-result';

/** What an operator reads in the Web UI beside a pending call: what failed, and what to do. */
const EXPLANATIONS: Readonly<Record<CheckResultFailure, string>> = {
  ProcessNotCompleted: 'The user has not finished the flow yet. Nothing to do.',
  ResultPending: 'The vendor has no final result yet. Nothing to do.',
  Throttled:
    'The account is over its QPS limit. Nothing to do, unless it stays so: then lower the rate or ask for a higher limit.',
  VendorUnavailable:
    'ID Verification does not answer. Nothing to do, unless it stays so: then look at its status page and at the network.',
  MalformedResponse: 'The answer is not the documented JSON. A proxy may be in between: look at the endpoint.',
  OperatorActionRequired:
    'The vendor refuses the account, or there are no credentials. Mend it, then press Reset on this activity or wait for the next try. Nothing is lost meanwhile.',
  InvalidRequest: 'The vendor does not know this transaction, or not in this region. A reviewer decides.',
};

/** Advice by the vendor's Code (API page, "Return code"), where there is better than the general one. */
const ADVICE: Readonly<Record<string, string>> = {
  'Forbidden.RAMUserAccessDenied': 'Grant the RAM user AliyunAntCloudAuthFullAccess.',
  'Forbidden.AccountAccessDenied': 'Activate ID Verification for the account and pay what is overdue.',
  'InvalidAccessKeyId.NotFound': 'The AccessKey does not exist: look at the credentials of the worker.',
  'InvalidAccessKeyId.Inactive': 'The AccessKey is disabled: look at the credentials of the worker.',
  SignatureDoesNotMatch: 'The AccessKey secret is wrong: look at the credentials of the worker.',
};

/** A sentence each for what came back, what it means, and when the next try is. Holds nothing of the answer's text. */
export function failureMessage(
  failure: CheckResultFailure,
  error: CloudauthErrorFacts & { code?: string | undefined },
  nextTryInMs: number | undefined,
): string {
  const { vendorCode, code, httpStatus, requestId } = error;
  const facts = [vendorCode ?? code, httpStatus && `HTTP ${httpStatus}`, requestId && `RequestId ${requestId}`].filter(
    Boolean,
  );
  const advice = vendorCode === undefined || !Object.hasOwn(ADVICE, vendorCode) ? undefined : ADVICE[vendorCode];
  return [
    facts.length > 0 ? `CheckResult: ${facts.join(', ')}.` : 'CheckResult: no final Passed.',
    ...(advice ? [advice] : []),
    EXPLANATIONS[failure],
    nextTryInMs === undefined
      ? 'It is not asked again.'
      : `Next try in ${Math.max(1, Math.round(nextTryInMs / 1000))} s.`,
  ].join(' ');
}
