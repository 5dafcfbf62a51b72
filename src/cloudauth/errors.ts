/** What went wrong with a call to ID Verification. */
export type CloudauthErrorCode =
  /** the vendor answered with a documented error body, or with HTTP 200 and a Code other than `Success`: see `vendorCode` */
  | 'VENDOR_ERROR'
  /** an answer that is not the documented JSON, with a status below 500 */
  | 'MALFORMED_ANSWER'
  /** a status of 500 or above whose body is not the documented JSON */
  | 'SERVER_ERROR'
  /** refused, reset, not resolved, TLS failed */
  | 'UNREACHABLE'
  /** no connection, or no whole answer, in time */
  | 'TIMEOUT'
  /** the body is longer than the limit */
  | 'ANSWER_TOO_LARGE'
  /** no credentials could be had */
  | 'CREDENTIALS_UNAVAILABLE'
  /** the endpoint is not one that a call may go to, e.g. http to a remote host */
  | 'ENDPOINT_REFUSED'
  /** the caller aborted the call */
  | 'ABORTED';

/** What is known of the answer behind an error. */
export interface CloudauthErrorFacts {
  /** The vendor's Code, e.g. `Throttling.Api`; only as `[A-Za-z0-9._-]{1,64}`, else `OTHER`. */
  vendorCode?: string | undefined;
  httpStatus?: number | undefined;
  requestId?: string | undefined;
  /** `x-acs-retry-after`, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/**
 * The one error of this folder. Its message says what failed, on what, and what to do; it holds no secret, no id of a
 * person, no link and nothing of an answer's text.
 */
export class CloudauthError extends Error implements CloudauthErrorFacts {
  override readonly name = 'CloudauthError';
  readonly code: CloudauthErrorCode;
  readonly vendorCode: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: CloudauthErrorCode, message: string, facts: CloudauthErrorFacts = {}) {
    super(message);
    this.code = code;
    this.vendorCode = facts.vendorCode;
    this.httpStatus = facts.httpStatus;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
