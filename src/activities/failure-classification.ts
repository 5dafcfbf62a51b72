import type { CloudauthErrorCode, CloudauthErrorFacts } from '../cloudauth/errors';
import type { CheckResultFailure } from '../contract/check-result';

/** What is looked at: the kind of error, and for `VENDOR_ERROR` the vendor's Code first, the HTTP status second. */
export type ClassifiedError = { code: CloudauthErrorCode } & CloudauthErrorFacts;

type Row = [applies: (error: ClassifiedError) => boolean, failure: CheckResultFailure];

const is = (code: CloudauthErrorCode) => (error: ClassifiedError) => error.code === code;
const vendorSays =
  (...codes: string[]) =>
  ({ vendorCode = '' }: ClassifiedError) =>
    codes.includes(vendorCode);

/**
 * One row a case; the first that applies decides. The same Code comes with several statuses, and HTTP 200 can carry a
 * failure, so the Code goes first. What no row knows is not a verdict on a person: an operator looks at it.
 */
const CLASSIFICATION: readonly Row[] = [
  [is('UNREACHABLE'), 'VendorUnavailable'],
  [is('TIMEOUT'), 'VendorUnavailable'],
  [is('SERVER_ERROR'), 'VendorUnavailable'],
  [is('ABORTED'), 'VendorUnavailable'],
  [is('MALFORMED_ANSWER'), 'MalformedResponse'],
  [is('ANSWER_TOO_LARGE'), 'MalformedResponse'],
  [is('CREDENTIALS_UNAVAILABLE'), 'OperatorActionRequired'],
  [is('ENDPOINT_REFUSED'), 'OperatorActionRequired'],
  [vendorSays('ProcessNotCompleted'), 'ProcessNotCompleted'],
  [({ vendorCode = '' }) => vendorCode.includes('Throttling'), 'Throttled'],
  [
    vendorSays('InternalError', 'ServiceUnavailable', 'SignatureNonceUsed', 'InvalidTimeStamp.Expired'),
    'VendorUnavailable',
  ],
  [vendorSays('MissingParameter', 'InvalidParameter', 'TransactionIdInvalid'), 'InvalidRequest'],
  [({ httpStatus = 0 }) => httpStatus >= 500, 'VendorUnavailable'],
];

/** The type of the failure that an error of the vendor call becomes. */
export function classify(error: ClassifiedError): CheckResultFailure {
  return CLASSIFICATION.find(([applies]) => applies(error))?.[1] ?? 'OperatorActionRequired';
}
