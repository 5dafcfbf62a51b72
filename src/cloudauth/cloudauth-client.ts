import { errors, Pool } from 'undici';
import {
  parseCheckResult,
  parseInitialize,
  type CheckResultAnswer,
  type InitializeAnswer,
  type RawAnswer,
} from './answers';
import type { CredentialsSource } from './credentials';
import { endpointOrigin, type EndpointChoice, type Region } from './endpoints';
import { CloudauthError } from './errors';
import { Exchange, type HttpAnswer } from './exchange';
import { signedRequest, type RpcCall } from './signed-request';

/** Parameters of CheckResult (API page, "Request parameters"). */
export interface CheckResultRequest {
  MerchantBizId: string;
  TransactionId: string;
  IsReturnImage?: 'Y' | 'N' | undefined;
}

/** Parameters of Initialize. FacePictureBase64 goes into the form body, all others into the query. */
export interface InitializeRequest {
  ProductCode: string;
  MerchantBizId: string;
  MetaInfo: string;
  MerchantUserId: string;
  FacePictureBase64?: string | undefined;
  [parameter: string]: string | undefined;
}

/** A connection to ID Verification, API version 2022-08-09. Calls throw {@link CloudauthError} and nothing else. */
export interface CloudauthClient {
  /** The authoritative result of a transaction. */
  checkResult(region: Region, request: CheckResultRequest, options?: CallOptions): Promise<CheckResultAnswer>;
  /** Opens a transaction for a user. */
  initialize(region: Region, request: InitializeRequest, options?: CallOptions): Promise<InitializeAnswer>;
  /** Ends the connections; calls under way are finished first. */
  close(): Promise<void>;
}

/** How a single call may be ended from outside. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** What a client needs. */
export interface CloudauthClientOptions {
  credentials: CredentialsSource;
  /** Default: `public`. */
  endpoint?: EndpointChoice | undefined;
  /** Default: 3 s. */
  connectTimeoutMs?: number | undefined;
  /** The whole call: connection, answer and body. Default: 10 s. */
  callTimeoutMs?: number | undefined;
  /** Default: 8 MiB. */
  maxAnswerBytes?: number | undefined;
}

/** @throws CloudauthError `ENDPOINT_REFUSED` */
export function createCloudauthClient(options: CloudauthClientOptions): CloudauthClient {
  return new UndiciCloudauthClient(options);
}

/** Where the calls for a region go. */
interface Route {
  host: string;
  pool: Pool;
}

class UndiciCloudauthClient implements CloudauthClient {
  private readonly pools = new Map<string, Pool>();
  private readonly routes = new Map<Region, Route>();
  private readonly credentials: CredentialsSource;
  private readonly endpoint: EndpointChoice;
  private readonly callTimeoutMs: number;
  private readonly poolOptions: Pool.Options;

  constructor(options: CloudauthClientOptions) {
    const { credentials, endpoint = 'public', connectTimeoutMs = 3_000, callTimeoutMs = 10_000 } = options;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.callTimeoutMs = callTimeoutMs;
    // The call's own deadline covers headers and body; undici's timers tick too coarsely for that.
    this.poolOptions = {
      connect: { timeout: connectTimeoutMs },
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: options.maxAnswerBytes ?? 8 * 1024 * 1024,
    };
    endpointOrigin('ap-southeast-1', endpoint);
  }

  async checkResult(region: Region, request: CheckResultRequest, options?: CallOptions): Promise<CheckResultAnswer> {
    return parseCheckResult(await this.call(region, { action: 'CheckResult', query: { ...request } }, options));
  }

  async initialize(region: Region, request: InitializeRequest, options?: CallOptions): Promise<InitializeAnswer> {
    const { FacePictureBase64, ...query } = request;
    const form = FacePictureBase64 === undefined ? undefined : { FacePictureBase64 };
    return parseInitialize(await this.call(region, { action: 'Initialize', query, form }, options));
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private async call(region: Region, call: RpcCall, { signal }: CallOptions = {}): Promise<RawAnswer> {
    const { host, pool } = this.route(region);
    const request = signedRequest(call, host, await this.credentials());
    const exchange = new Exchange();
    const abort = () => exchange.abort();
    const timer = setTimeout(abort, this.callTimeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      if (signal?.aborted) abort();
      else pool.dispatch({ ...request, method: 'POST' }, exchange);
      return rawAnswer(call.action, await exchange.answer);
    } catch (error) {
      throw signal?.aborted
        ? new CloudauthError('ABORTED', `${call.action} was aborted.`)
        : transportError(call.action, error, exchange.isAborted);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  private route(region: Region): Route {
    let route = this.routes.get(region);
    if (!route) {
      const origin = endpointOrigin(region, this.endpoint);
      route = { host: origin.slice(origin.indexOf('//') + 2), pool: this.pool(origin) };
      this.routes.set(region, route);
    }
    return route;
  }

  private pool(origin: string): Pool {
    let pool = this.pools.get(origin);
    if (!pool) this.pools.set(origin, (pool = new Pool(origin, this.poolOptions)));
    return pool;
  }
}

function rawAnswer(action: string, { httpStatus, headers, body }: HttpAnswer): RawAnswer {
  const retryAfter = headers['x-acs-retry-after'];
  return { action, httpStatus, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined, body };
}

/** Errors of sockets and of undici, by code: their messages may quote what was sent or received. */
function transportError(action: string, error: unknown, timedOut: boolean): CloudauthError {
  const code = error instanceof Object && 'code' in error ? String(error.code) : 'unknown';
  if (timedOut || error instanceof errors.ConnectTimeoutError || code === 'ETIMEDOUT') {
    return new CloudauthError('TIMEOUT', `${action}: no whole answer from the vendor in time.`);
  }
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new CloudauthError('ANSWER_TOO_LARGE', `${action}: the vendor's answer is longer than the limit.`);
  }
  if (code.startsWith('HPE_')) {
    return new CloudauthError('MALFORMED_ANSWER', `${action}: the vendor's answer is not HTTP.`);
  }
  const safeCode = /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown';
  return new CloudauthError('UNREACHABLE', `${action}: the vendor cannot be reached (${safeCode}).`);
}
