export { fieldOf, scoreOf, type CheckResultAnswer, type InitializeAnswer, type JsonText } from './answers';
export {
  createCloudauthClient,
  type CloudauthClient,
  type CloudauthClientOptions,
  type InitializeRequest,
} from './cloudauth-client';
export { createCredentialsSource, type CredentialsSource } from './credentials';
export type { Region } from './endpoints';
export { CloudauthError } from './errors';
