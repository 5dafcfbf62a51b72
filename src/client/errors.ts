import type { UpdateRefusal } from '../contract/messages';

/** What went wrong with a call of the client. */
export type VerificationClientErrorCode =
  /** bad input, refused before anything was sent; `field` names it */
  | 'INVALID_INPUT'
  /** another verification has this id: other ids or another region */
  | 'ID_TAKEN'
  /** no such verification, attempt or review */
  | 'NOT_FOUND'
  /** the workflow refused the update; `refusal` says why */
  | 'REFUSED'
  /** the verification, attempt or review is over */
  | 'ALREADY_OVER'
  /** the authorize hook did not allow it */
  | 'NOT_AUTHORIZED'
  /** Temporal or its workers did not answer in time; nothing is lost, ask again */
  | 'UNAVAILABLE'
  /** Temporal's answer is encrypted, and this client has no key for it, or another one; the message names the key's id */
  | 'UNREADABLE'
  /** no outcome within the time that the caller gave */
  | 'NO_OUTCOME_YET'
  /** the workflow failed, or was terminated: an operator has to look at it */
  | 'FAILED';

/** What is known beside the code. */
export interface VerificationClientErrorFacts {
  field?: string | undefined;
  refusal?: UpdateRefusal | undefined;
}

/** The one error of the client. Its message names ids and fields, never a value of another kind. */
export class VerificationClientError extends Error {
  override readonly name = 'VerificationClientError';
  readonly code: VerificationClientErrorCode;
  readonly field: string | undefined;
  readonly refusal: UpdateRefusal | undefined;

  constructor(code: VerificationClientErrorCode, message: string, facts: VerificationClientErrorFacts = {}) {
    super(message);
    this.code = code;
    this.field = facts.field;
    this.refusal = facts.refusal;
  }
}
