import {
  decideReviewSchema,
  reviewerSchema,
  reviewNoteSchema,
  sendToReviewSchema,
  submitTransactionSchema,
  type ReviewerRequest,
} from '../contract/schemas';
import { read } from './recorded-shapes';
import { quoted } from './words';

const UPDATES: Readonly<Record<string, (argument: unknown) => string | undefined>> = {
  submitTransaction: (argument) => {
    const given = read(submitTransactionSchema, argument);
    return given && `New transaction ${given.transactionId} submitted, MerchantBizId ${given.merchantBizId}.`;
  },
  sendToReview: (argument) => {
    const given = read(sendToReviewSchema, argument);
    return given && `${given.operator} sent it to review: ${quoted(given.reason)}.`;
  },
  claimReview: (argument) => reviewerWords(argument, 'claimed the review'),
  releaseReview: (argument) => reviewerWords(argument, 'gave the review back'),
  addReviewNote: (argument) => {
    const given = read(reviewNoteSchema, argument);
    return given && `${signed(given)} added a note of ${given.note.length} characters.`;
  },
  decideReview: (argument) => {
    const given = read(decideReviewSchema, argument);
    if (!given) return undefined;
    const note = given.note === undefined ? '' : ', with a note';
    return `${signed(given)} decided: ${given.decision}, ${given.reasonCode}${note}.`;
  },
};

/** A sentence on an update that was accepted. Notes are not repeated: they stand in the audit trail. */
export function updateWords(name: string, argument: unknown): string {
  const words = Object.hasOwn(UPDATES, name) ? UPDATES[name]?.(argument) : undefined;
  return words ?? `Update ${quoted(name)} accepted.`;
}

function reviewerWords(argument: unknown, did: string): string | undefined {
  const given = read(reviewerSchema, argument);
  return given && `${signed(given)} ${did}.`;
}

function signed({ reviewer, attested }: ReviewerRequest): string {
  return attested ? reviewer : `${reviewer} (not attested)`;
}
