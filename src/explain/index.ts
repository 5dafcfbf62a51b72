export { explainFrom, explainVerification } from './explain';
export type { Explanation, Wait } from './explanation';
export { formatExplanation, formatStep } from './format';
