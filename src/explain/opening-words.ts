import type { Policy } from '../contract/schemas';
import type { RecordedInput } from './recorded-shapes';
import { capitalized, nameOf, quoted } from './words';

/** What a workflow was started for. */
export function openingWords(workflowId: string, input: RecordedInput, policy: Policy | undefined): string {
  const { region, transactionId, reason, guidance, review, attempt } = input;
  if (review !== undefined) return `${capitalized(nameOf(workflowId))} opens: ${reason}${reviewWords(input)}.`;
  if (attempt !== undefined) {
    const first = guidance === undefined ? '' : `, guidance ${guidance}`;
    return `${capitalized(nameOf(workflowId))} opens: ${reason}${first}. It needs a new transaction.`;
  }
  if (!policy || region === undefined) return 'Started with an input that is no verification.';
  return `Started in ${region} for TransactionId ${transactionId}, by policy ${policy.name}/${policy.version}.`;
}

function reviewWords({ policy, sentBy }: RecordedInput): string {
  const fourEyes = typeof policy === 'object' && 'fourEyes' in policy ? policy.fourEyes : 'never';
  const asked = sentBy ? `, asked for by ${sentBy.operator}: ${quoted(sentBy.reason)}` : '';
  return fourEyes === 'never' ? asked : `${asked}, four eyes: ${fourEyes}`;
}
