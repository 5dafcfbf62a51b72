import { z } from 'zod';
import { payloadKeys, payloadKeysFile } from './payload-keys';
import {
  port,
  milliseconds,
  seconds,
  secondsList,
  perSecond,
  hostAndPort,
  accounts,
  callbackKeys,
  codecTokens,
  origins,
  jwksUrl,
  vendorEndpoint,
  variable,
  type Variable,
} from './variable';

/** Variables of every process. */
export const COMMON_VARIABLES = {
  IDV_TASK_QUEUE: variable(
    z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
    'Task queue of the workflows; vendor calls use `{queue}.check-result`',
    'id-verification',
  ),
  IDV_LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error']),
    'Least severe log line that is written',
    'info',
  ),
} as const;

/** Variables of every process that reads or writes payloads. */
export const PAYLOAD_VARIABLES = {
  IDV_PAYLOAD_KEYS: variable(
    payloadKeys.optional(),
    'Keys that payloads are encrypted with, `id:base64`; the first writes, all read. Without one nothing is encrypted',
    undefined,
    '2026-11:base64-of-32-random-bytes',
  ),
  IDV_PAYLOAD_KEYS_FILE: variable(
    payloadKeysFile.optional(),
    'A file that holds these keys, instead of the variable',
    undefined,
    '/run/secrets/payload-keys',
  ),
} as const;

/** Variables of the worker. */
export const WORKER_VARIABLES = {
  IDV_VENDOR_ENDPOINT: variable(
    vendorEndpoint,
    'Where ID Verification is called: `public`, `vpc`, or the origin of a proxy or the simulator (http on loopback only)',
    'public',
  ),
  IDV_CHECK_RESULT_PER_SECOND: variable(perSecond, "The account's QPS limit, kept by all workers together", '50'),
  IDV_ACCOUNTS: variable(
    accounts.optional(),
    "More accounts and products, each with its limit. An account is a profile of the vendor's credentials file",
    undefined,
    'acme/FACE_IDU=50,acme/eKYC_PRO=5',
  ),
  IDV_CONNECT_TIMEOUT_MS: variable(milliseconds, 'Longest wait for a connection to the vendor', '3000'),
  IDV_CALL_TIMEOUT_MS: variable(milliseconds.max(12_000), 'Longest vendor call, body included; at most 12000', '10000'),
  IDV_MAX_ANSWER_BYTES: variable(z.coerce.number().int().min(1024), 'Longest vendor answer that is read', '8388608'),
  IDV_PULL_SCHEDULE_S: variable(
    secondsList,
    'Steps in seconds in which a result is pulled while no callback came',
    '40,60,100,160,240,340,460,600,760,940',
  ),
  IDV_PULL_EVERY_S: variable(seconds, 'After those steps: every so many seconds', '3600'),
  IDV_CALLBACK_SCHEDULE_S: variable(secondsList, 'Steps in seconds after a callback', '1,2,4,8,16,32,60,60,60,60'),
  IDV_BACKOFF_MIN_S: variable(seconds, 'Shortest pause while the vendor is unavailable', '1'),
  IDV_BACKOFF_MAX_S: variable(seconds, 'Longest pause while the vendor is unavailable', '300'),
  IDV_THROTTLED_MIN_S: variable(seconds, 'Shortest pause after a throttled call', '1'),
  IDV_THROTTLED_MAX_S: variable(seconds, 'Longest pause after a throttled call', '5'),
  IDV_MALFORMED_FOR_S: variable(seconds, 'How long answers that are not the documented JSON are retried', '3600'),
  IDV_OPERATOR_RETRY_S: variable(seconds, 'Pause while credentials or rights are refused', '300'),
  IDV_MAX_CACHED_WORKFLOWS: variable(
    z.coerce.number().int().min(1).optional(),
    "Workflows kept in memory; without it, what fits the process's heap",
    undefined,
    '5000',
  ),
  IDV_SHUTDOWN_GRACE_MS: variable(
    milliseconds,
    'How long calls under way may go on when the worker is asked to end',
    '20000',
  ),
  IDV_DEPLOYMENT_NAME: variable(
    z.string().min(1).max(100).optional(),
    'Turns worker versioning on, together with IDV_BUILD_ID',
    undefined,
    'id-verification',
  ),
  IDV_BUILD_ID: variable(z.string().min(1).max(100).optional(), 'Build id of this worker', undefined, '2026-11-23.1'),
  IDV_PROMETHEUS_ADDRESS: variable(
    hostAndPort.optional(),
    "Serves the worker's metrics at this address, for Prometheus",
    undefined,
    '127.0.0.1:9464',
  ),
  IDV_OTLP_URL: variable(
    z.url({ protocol: /^(grpcs?|https?)$/ }).optional(),
    "Sends the worker's metrics to this OpenTelemetry collector instead: OTLP over gRPC, or over HTTP where the path is `/v1/metrics`",
    undefined,
    'http://127.0.0.1:4317',
  ),
  IDV_CENSUS_EVERY_S: variable(
    z.coerce
      .number()
      .min(0)
      .max(3600)
      .transform((value) => value * 1000),
    'How often open verifications and reviews are counted for the metrics; 0 turns it off',
    '60',
  ),
} as const;

/** Variables of the callback receiver. */
export const RECEIVER_VARIABLES = {
  IDV_CALLBACK_KEYS: variable(
    callbackKeys,
    'Keys of the CallbackToken, `name:secret`; the first signs, all are accepted',
    undefined,
    '2026-11:replace-me-with-32-or-more-random-characters',
  ),
  IDV_RECEIVER_HOST: variable(z.string().min(1), 'Address that the receiver listens on', '127.0.0.1'),
  IDV_RECEIVER_PORT: variable(port, 'Port that the receiver listens on; 0 is a free one', '8080'),
  IDV_RECEIVER_TEMPORAL_TIMEOUT_MS: variable(
    milliseconds,
    'Longest wait for Temporal before a callback is answered 503',
    '5000',
  ),
  IDV_RECEIVER_PROMETHEUS_ADDRESS: variable(
    hostAndPort.optional(),
    "Serves the receiver's metrics at this address, for Prometheus",
    undefined,
    '127.0.0.1:9465',
  ),
} as const;

/** Variables of the codec server. */
export const CODEC_VARIABLES = {
  IDV_CODEC_HOST: variable(z.string().min(1), 'Address that the codec server listens on', '127.0.0.1'),
  IDV_CODEC_PORT: variable(port, 'Port that the codec server listens on; 0 is a free one', '8081'),
  IDV_CODEC_ORIGINS: variable(
    origins,
    'Origins of the Web UIs whose pages may call the codec server, exactly as browsers send them',
    'http://localhost:8233',
  ),
  IDV_CODEC_TOKENS: variable(
    codecTokens.optional(),
    'Bearer tokens of the codec server, `name:token`; the name is who its log says decoded',
    undefined,
    'ana:replace-me-with-32-or-more-random-characters',
  ),
  IDV_CODEC_JWT_ISSUER: variable(
    z.string().min(1).optional(),
    'Issuer of the JWTs that the codec server accepts',
    undefined,
    'https://login.example.com/',
  ),
  IDV_CODEC_JWT_AUDIENCE: variable(
    z.string().min(1).optional(),
    'Audience that such a JWT must name',
    undefined,
    'idv-codec-server',
  ),
  IDV_CODEC_JWKS_URL: variable(
    jwksUrl.optional(),
    "Where the issuer's keys are (https; http on loopback only)",
    undefined,
    'https://login.example.com/.well-known/jwks.json',
  ),
} as const;

/** Variables of the simulator. */
export const SIMULATOR_VARIABLES = {
  IDV_SIMULATOR_PORT: variable(port, 'Port that the simulator listens on; 0 is a free one', '0'),
  IDV_SIMULATOR_SEED: variable(z.string().min(1).max(100), 'Same seed and same calls, same answers', 'simulator'),
  IDV_SIMULATOR_USER_TAKES_MS: variable(
    z.coerce.number().int().min(0).max(3_600_000),
    'How long a simulated user takes, after Initialize',
    '3000',
  ),
  IDV_SIMULATOR_CALLS_PER_SECOND: variable(perSecond, 'QPS limit of the simulated account', '50'),
} as const;

/** Variables of the command line `idv`, beside those of the process that a command runs or looks after. */
export const OPERATOR_VARIABLES = {
  IDV_UI_URL: variable(
    z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, '')),
    'Where the Temporal Web UI is, for the links that `idv` prints',
    'http://127.0.0.1:8233',
  ),
} as const;

/** Every variable that the processes of this project read, besides `TEMPORAL_*` and `ALIBABA_CLOUD_*`. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  ...COMMON_VARIABLES,
  ...PAYLOAD_VARIABLES,
  ...WORKER_VARIABLES,
  ...RECEIVER_VARIABLES,
  ...CODEC_VARIABLES,
  ...SIMULATOR_VARIABLES,
  ...OPERATOR_VARIABLES,
};
