import type { Ending, FailureFact } from './fact';
import { attemptEndSchema, outcomeSchema, read, reviewResultSchema } from './recorded-shapes';
import { capitalized, nameOf, quoted } from './words';

/** How a workflow ended: in short, and as a sentence. */
export function endingWords(
  workflowId: string,
  ending: Ending,
  result: unknown,
  failure: FailureFact | undefined,
): { standing: string; what: string } {
  const name = nameOf(workflowId);
  if (ending === 'completed') return completed(name, result);
  if (ending === 'canceled') {
    const standing = name === 'verification' ? 'CANCELLED: cancelled' : 'CANCELLED';
    return { standing, what: `${capitalized(name)} ends: cancelled.` };
  }
  const why = failure ? `: ${quoted(failure.message)}` : '';
  return {
    standing: `${ending.toUpperCase()} without an outcome`,
    what: `${capitalized(name)} ended without an outcome (${ending}${why}).`,
  };
}

function completed(name: string, result: unknown): { standing: string; what: string } {
  const outcome = read(outcomeSchema, result);
  if (outcome) {
    const { status, decidedBy, reason } = outcome;
    return { standing: `${status}: ${reason}`, what: `Outcome: ${status}, decided by ${decidedBy}, ${reason}.` };
  }
  const attempt = read(attemptEndSchema, result);
  if (attempt) {
    const { route, reason } = attempt.decision;
    return { standing: `${route}: ${reason}`, what: `${capitalized(name)} ends: ${route}, ${reason}.` };
  }
  const review = read(reviewResultSchema, result);
  const by = review && review.decidedBy.length > 0 ? ` by ${review.decidedBy.join(' and ')}` : '';
  const words = review ? `${review.decision}${by}` : 'its result cannot be read here';
  return { standing: words, what: `${capitalized(name)} ends: ${words}.` };
}
