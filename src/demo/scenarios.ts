import type { Scenario } from './scenario';
import { SCENARIOS_OF_DEADLINES } from './scenarios-of-deadlines';
import { SCENARIOS_OF_RESULTS } from './scenarios-of-results';
import { SCENARIOS_OF_TROUBLE } from './scenarios-of-trouble';

/** Every branch of the product. */
export const SCENARIOS: readonly Scenario[] = [
  ...SCENARIOS_OF_RESULTS,
  ...SCENARIOS_OF_TROUBLE,
  ...SCENARIOS_OF_DEADLINES,
];
