export { checkCallbackKeys, isCallbackToken, type CallbackKey } from './callback-token';
export { VerificationClientError, type VerificationClientErrorCode } from './errors';
export type { VerificationView } from './get';
export type { VerificationFilter } from './list';
export type { ReviewCall } from './reviews';
export { savedQueries, savedQueryLink, type SavedQuery, type WebUiPlace } from './saved-queries';
export type { StartInput } from './start';
export {
  createVerificationClient,
  type VerificationClient,
  type VerificationClientOptions,
} from './verification-client';
