export { explainFrom, explainVerification, type ReadWorkflow } from './explain';
export type { Explanation, Step, Wait } from './explanation';
export { formatExplanation, formatStep } from './format';
