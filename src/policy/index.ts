export { AFTER_FAILURE, callFailureOf, type CallFailure } from './after-failure';
export { BUILT_IN_POLICIES, DEFAULT_POLICY, resolvePolicy } from './built-in-policies';
export { decide, rulingOn, type Ruling } from './decide';
