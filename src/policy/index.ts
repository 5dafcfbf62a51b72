export { BUILT_IN_POLICIES, DEFAULT_POLICY, resolvePolicy } from './built-in-policies';
export { decide } from './decide';
