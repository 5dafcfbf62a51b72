import type { CheckResultAnswer, InitializeAnswer } from './answers';
import type { CredentialsSource } from './credentials';
import type { Region } from './endpoints';

/** Parameters of CheckResult (API page, "Request parameters"). */
export interface CheckResultRequest {
  MerchantBizId: string;
  TransactionId: string;
  IsReturnImage?: 'Y' | 'N' | undefined;
}

/** Parameters of Initialize; FacePictureBase64 goes into the form body, all others into the query. */
export interface InitializeRequest {
  ProductCode: string;
  MerchantBizId: string;
  MetaInfo: string;
  MerchantUserId: string;
  [parameter: string]: string | undefined;
}

/** A connection to ID Verification, API version 2022-08-09. */
export interface CloudauthClient {
  checkResult(region: Region, request: CheckResultRequest, options?: CallOptions): Promise<CheckResultAnswer>;
  initialize(region: Region, request: InitializeRequest, options?: CallOptions): Promise<InitializeAnswer>;
  close(): Promise<void>;
}

/** How a single call may be ended from outside. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** What a client needs; durations in milliseconds. */
export interface CloudauthClientOptions {
  credentials: CredentialsSource;
  /** Public or VPC endpoints, or one URL for all regions (simulator, proxy); https, except on loopback. */
  endpoint?: 'public' | 'vpc' | URL | undefined;
  connectTimeoutMs?: number | undefined;
  /** The whole call: connection, answer and body. */
  callTimeoutMs?: number | undefined;
  maxAnswerBytes?: number | undefined;
}
