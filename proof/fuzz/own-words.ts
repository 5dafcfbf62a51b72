import type { RawAnswer } from '../../src/cloudauth/answers';
import type { Policy } from '../../src/contract/schemas';

type Fields = Readonly<Record<string, unknown>>;

/** Whether an answer may be approved: read anew from the raw text, with nothing of the product's reading. */
export function maySayApproved({ body, httpStatus }: RawAnswer, limits: Policy['scoreLimits'] = {}): boolean {
  const answer = fieldsOf(body);
  const result = fieldsOf(own(answer, 'Result'));
  const subCode = own(result, 'SubCode');
  return (
    httpStatus < 300 &&
    codeOf(answer) === 'Success' &&
    own(result, 'Passed') === 'Y' &&
    (subCode === '200' || subCode === 200) &&
    showsNoRisk(own(result, 'ExtFaceInfo'), limits)
  );
}

function codeOf(answer: Fields): unknown {
  const code = own(answer, 'Code');
  return typeof code === 'string' ? code : own(answer, 'code');
}

function showsNoRisk(info: unknown, limits: NonNullable<Policy['scoreLimits']>): boolean {
  const face = fieldsOf(info);
  const attack = own(face, 'faceAttack');
  const scoreWithin = (name: string, limit: number | undefined, isMet: (score: number, limit: number) => boolean) =>
    limit === undefined || (own(face, name) !== undefined && isMet(Number(own(face, name)), limit));
  return (
    (attack === undefined || attack === null || attack === '' || attack === 'N' || attack === 'n') &&
    scoreWithin('faceComparisonScore', limits.faceComparisonScoreMin, (score, limit) => score >= limit) &&
    scoreWithin('faceAttackScore', limits.faceAttackScoreMax, (score, limit) => score <= limit) &&
    scoreWithin('guardRiskScore', limits.guardRiskScoreMax, (score, limit) => score <= limit)
  );
}

/** An object, or one that stands in a text; anything else has no fields. */
function fieldsOf(value: unknown): Fields {
  const parsed = typeof value === 'string' ? parse(value) : value;
  return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
