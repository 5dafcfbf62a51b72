import type { CheckResultSummary } from '../contract/check-result';
import type { Policy, PolicyRule } from '../contract/schemas';
import type { Ruling } from '../policy';

/** How an explanation says things; each a sentence or a part of one. */

/** Free text of a person, made safe for a terminal. */
export function quoted(text: string): string {
  return `"${text.replace(/[\p{C}]+/gu, ' ')}"`;
}

/** E.g. `attempt 2`, `review 1`, `verification`. */
export function nameOf(workflowId: string): string {
  const [, kind, number] = /\/(attempt|manual-review)-(\d+)$/.exec(workflowId) ?? [];
  return kind === undefined ? 'verification' : `${kind === 'attempt' ? 'attempt' : 'review'} ${number}`;
}

/** The same, as the beginning of a sentence. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What CheckResult said of the person. */
export function resultWords({ passed, subCode, procedurePriority, faceAttack, ...rest }: CheckResultSummary): string {
  const scores = Object.entries(rest.scores).map(([name, score]) => `${name} ${score}`);
  return [
    `Passed ${passed}`,
    `SubCode ${subCode}`,
    ...(procedurePriority ? [`procedurePriority ${procedurePriority}`] : []),
    ...(faceAttack ? [`faceAttack ${faceAttack}`] : []),
    ...scores,
    ...(rest.extFaceInfoUnreadable ? ['ExtFaceInfo unreadable'] : []),
  ].join(', ');
}

const GUARDS: Readonly<Record<NonNullable<Ruling['guard']>, string>> = {
  'inconsistent-result': 'only Passed Y with SubCode 200 can be approved',
  'risk-score': 'a sign of risk or a score limit forbids the approval',
  'attempts-exhausted': 'there were as many attempts as the policy allows',
};

/** Which row of the policy fired, and what overruled it. */
export function rulingWords({ decision, rule, guard }: Ruling, policy: Policy): string {
  const row = rule === undefined ? 'no rule matches' : `rule ${rule} (${ruleWords(policy.rules[rule - 1])})`;
  const overruled = guard ? `, overruled: ${GUARDS[guard]}` : '';
  const guidance = decision.route === 'fallback' && decision.guidance ? `, guidance ${decision.guidance}` : '';
  return `Policy ${policy.name}/${policy.version}, ${row}${overruled} → ${decision.route}, ${decision.reason}${guidance}.`;
}

function ruleWords(rule: PolicyRule | undefined): string {
  if (!rule) return '';
  const priority = rule.procedurePriority ? `, procedurePriority ${rule.procedurePriority}` : '';
  return `Passed ${rule.passed}, SubCode ${rule.subCode}${priority}`;
}
