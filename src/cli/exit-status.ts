import { VerificationClientError, type VerificationClientErrorCode } from '../client';
import { ConfigError } from '../config';

/** What the exit status of a command tells; docs/cli.md has the table. */
export const EXIT_STATUS = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unavailable: 5,
  noOutcomeYet: 6,
  /** doctor or setup found something that is wrong */
  unhealthy: 7,
  /** the workflow ended without an outcome */
  noOutcome: 8,
  /** a payload key is missing here */
  unreadable: 9,
} as const;

const OF_CLIENT_ERROR: Readonly<Record<VerificationClientErrorCode, number>> = {
  INVALID_INPUT: EXIT_STATUS.usage,
  ID_TAKEN: EXIT_STATUS.refused,
  NOT_FOUND: EXIT_STATUS.notFound,
  REFUSED: EXIT_STATUS.refused,
  ALREADY_OVER: EXIT_STATUS.refused,
  NOT_AUTHORIZED: EXIT_STATUS.refused,
  UNAVAILABLE: EXIT_STATUS.unavailable,
  NO_OUTCOME_YET: EXIT_STATUS.noOutcomeYet,
  FAILED: EXIT_STATUS.noOutcome,
  UNREADABLE: EXIT_STATUS.unreadable,
};

/** An error that a command explains itself: a sentence for stderr, and the exit status that goes with it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The exit status of a command that ended with this error. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommandError) return error.status;
  if (error instanceof ConfigError) return EXIT_STATUS.usage;
  return error instanceof VerificationClientError ? OF_CLIENT_ERROR[error.code] : EXIT_STATUS.failed;
}
