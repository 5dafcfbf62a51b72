/** Formats and bounds that every side agrees on. Free of zod, so that workflow code can use them. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** No deadline is longer than the vendor keeps a result (API page, "stored for 30 days by default"). */
export const MAX_DEADLINE_MS = 30 * DAY_MS;

/** Attempts of one verification, those granted by reviewers included. */
export const MAX_ATTEMPTS = 10;

export const PATTERNS = {
  /** "a combination of letters and digits, up to 32 characters in length" (CheckResult API page). */
  merchantBizId: /^[A-Za-z0-9]{1,32}$/,
  transactionId: /^[A-Za-z0-9_-]{1,128}$/,
  subCode: /^[A-Za-z0-9_]{1,16}$/,
  account: /^[A-Za-z0-9_-]{1,64}$/,
  productCode: /^[A-Za-z0-9_]{1,32}$/,
  policyName: /^[a-z0-9][a-z0-9-]{0,63}$/,
  /** A built-in policy by name and version, e.g. `default/1`. */
  policyReference: /^[a-z0-9][a-z0-9-]{0,63}\/[1-9][0-9]{0,5}$/,
  /** A person at work: a user name or a mail address. No white space, nothing that a terminal would act on. */
  reviewer: /^[A-Za-z0-9._@+-]{1,128}$/,
} as const;

/** Longest note or reason that a person may attach, in UTF-16 code units. */
export const MAX_NOTE_LENGTH = 1000;

/** Notes on all reviews of one verification together, so that its outcome always fits one payload. */
export const MAX_NOTES = 100;

/** Releases in one review; after that the assignee has to decide (a workflow run takes 2 000 updates). */
export const MAX_RELEASES = 200;

/** Callbacks for an unknown transaction that a fallback remembers until its own is submitted. */
export const MAX_EARLY_CALLBACKS = 8;
