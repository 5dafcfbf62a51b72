/** An answer with a Code other than `Success`. */
export class VendorError extends Error {
  readonly httpStatus: number;
  readonly vendorCode: string;
  readonly retryAfterMs: number | undefined;

  constructor(httpStatus: number, vendorCode: string, message: string, retryAfterMs?: number) {
    super(message);
    this.httpStatus = httpStatus;
    this.vendorCode = vendorCode;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Return codes of the API page, with their HTTP status and text. */
export const RETURN_CODES = {
  MissingParameter: [400, 'Parameter cannot be empty.'],
  InvalidParameter: [400, 'Invalid parameter.'],
  TransactionIdInvalid: [400, 'Invalid Transaction ID.'],
  'Forbidden.RAMUserAccessDenied': [403, 'You need to grant the RAM user the AliyunAntCloudAuthFullAccess permission.'],
  'Forbidden.AccountAccessDenied': [
    403,
    'Ensure that you have activated ID verification and your account has no overdue payment.',
  ],
  'Throttling.Api': [403, 'API request is blocked due to throttling.'],
  ProcessNotCompleted: [404, 'The entire authentication process is not completed.'],
  InternalError: [500, 'Internal system error.'],
  ServiceUnavailable: [503, 'The service is unavailable.'],
} as const;

/** The documented answer of a return code. */
export function returnCode(code: keyof typeof RETURN_CODES, retryAfterMs?: number): VendorError {
  const [httpStatus, message] = RETURN_CODES[code];
  return new VendorError(httpStatus, code, message, retryAfterMs);
}
