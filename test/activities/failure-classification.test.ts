import { classify, type ClassifiedError } from '../../src/activities/failure-classification';

const vendor = (vendorCode: string, httpStatus: number): ClassifiedError => ({
  code: 'VENDOR_ERROR',
  vendorCode,
  httpStatus,
});

test.each<[ClassifiedError, string]>([
  [vendor('ProcessNotCompleted', 404), 'ProcessNotCompleted'],
  [vendor('Throttling.Api', 403), 'Throttled'],
  [vendor('Throttling.User', 400), 'Throttled'],
  [vendor('Throttling', 429), 'Throttled'],
  [vendor('InternalError', 500), 'VendorUnavailable'],
  [vendor('InternalError', 200), 'VendorUnavailable'],
  [vendor('ServiceUnavailable', 503), 'VendorUnavailable'],
  [vendor('SignatureNonceUsed', 400), 'VendorUnavailable'],
  [vendor('InvalidTimeStamp.Expired', 400), 'VendorUnavailable'],
  [vendor('Whatever', 502), 'VendorUnavailable'],
  [vendor('MissingParameter', 400), 'InvalidRequest'],
  [vendor('InvalidParameter', 400), 'InvalidRequest'],
  [vendor('TransactionIdInvalid', 400), 'InvalidRequest'],
  [vendor('TransactionIdInvalid', 200), 'InvalidRequest'],
  [vendor('Forbidden.RAMUserAccessDenied', 403), 'OperatorActionRequired'],
  [vendor('Forbidden.AccountAccessDenied', 403), 'OperatorActionRequired'],
  [vendor('InvalidAccessKeyId.NotFound', 404), 'OperatorActionRequired'],
  [vendor('InvalidSecurityToken.Expired', 400), 'OperatorActionRequired'],
  [vendor('SignatureDoesNotMatch', 400), 'OperatorActionRequired'],
  [vendor('IncompleteSignature', 400), 'OperatorActionRequired'],
  [vendor('NeverHeardOf', 400), 'OperatorActionRequired'],
  [vendor('OTHER', 200), 'OperatorActionRequired'],
  [{ code: 'UNREACHABLE' }, 'VendorUnavailable'],
  [{ code: 'TIMEOUT' }, 'VendorUnavailable'],
  [{ code: 'SERVER_ERROR', httpStatus: 502 }, 'VendorUnavailable'],
  [{ code: 'ABORTED' }, 'VendorUnavailable'],
  [{ code: 'MALFORMED_ANSWER', httpStatus: 200 }, 'MalformedResponse'],
  [{ code: 'ANSWER_TOO_LARGE' }, 'MalformedResponse'],
  [{ code: 'CREDENTIALS_UNAVAILABLE' }, 'OperatorActionRequired'],
  [{ code: 'ENDPOINT_REFUSED' }, 'OperatorActionRequired'],
])('%j is %s', (error, failure) => {
  expect(classify(error)).toBe(failure);
});
