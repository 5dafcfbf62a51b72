import type { z } from 'zod';
import type { NamedPayloadKey } from './payload-keys';
import {
  CODEC_VARIABLES,
  COMMON_VARIABLES,
  OPERATOR_VARIABLES,
  PAYLOAD_VARIABLES,
  RECEIVER_VARIABLES,
  SIMULATOR_VARIABLES,
  WORKER_VARIABLES,
} from './variables';
import type { Variable } from './variable';

type Environment = Readonly<Record<string, string | undefined>>;
type Values<T extends Record<string, Variable>> = { [K in keyof T]: z.output<T[K]['schema']> };

/** The environment is not as documented; `problems` has a sentence for each variable, and no value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Configuration of a worker. @throws ConfigError */
export function loadWorkerConfig(env: Environment) {
  const read = readVariables({ ...COMMON_VARIABLES, ...PAYLOAD_VARIABLES, ...WORKER_VARIABLES }, env);
  const { IDV_DEPLOYMENT_NAME: deploymentName, IDV_BUILD_ID: buildId } = read;
  if ((deploymentName === undefined) !== (buildId === undefined)) {
    throw new ConfigError(['IDV_DEPLOYMENT_NAME and IDV_BUILD_ID: set both, or none.']);
  }
  if (read.IDV_PROMETHEUS_ADDRESS !== undefined && read.IDV_OTLP_URL !== undefined) {
    throw new ConfigError(['IDV_PROMETHEUS_ADDRESS and IDV_OTLP_URL: set one of them, or none.']);
  }
  return Object.freeze({
    taskQueue: read.IDV_TASK_QUEUE,
    logLevel: read.IDV_LOG_LEVEL,
    vendor: {
      endpoint: read.IDV_VENDOR_ENDPOINT,
      connectTimeoutMs: read.IDV_CONNECT_TIMEOUT_MS,
      callTimeoutMs: read.IDV_CALL_TIMEOUT_MS,
      maxAnswerBytes: read.IDV_MAX_ANSWER_BYTES,
    },
    callsPerSecond: read.IDV_CHECK_RESULT_PER_SECOND,
    accounts: read.IDV_ACCOUNTS ?? [],
    cadence: {
      pullStepsMs: read.IDV_PULL_SCHEDULE_S,
      pullEveryMs: read.IDV_PULL_EVERY_S,
      callbackStepsMs: read.IDV_CALLBACK_SCHEDULE_S,
      backoffMs: { min: read.IDV_BACKOFF_MIN_S, max: read.IDV_BACKOFF_MAX_S },
      throttledMs: { min: read.IDV_THROTTLED_MIN_S, max: read.IDV_THROTTLED_MAX_S },
      malformedForMs: read.IDV_MALFORMED_FOR_S,
      operatorEveryMs: read.IDV_OPERATOR_RETRY_S,
    },
    maxCachedWorkflows: read.IDV_MAX_CACHED_WORKFLOWS,
    shutdownGraceMs: read.IDV_SHUTDOWN_GRACE_MS,
    deployment: deploymentName && buildId ? { deploymentName, buildId } : undefined,
    prometheusAddress: read.IDV_PROMETHEUS_ADDRESS,
    otlpUrl: read.IDV_OTLP_URL,
    censusEveryMs: read.IDV_CENSUS_EVERY_S,
    payloadKeys: chosenKeys(read),
  });
}
/** What a worker is configured with; durations in milliseconds. */
export type WorkerConfig = ReturnType<typeof loadWorkerConfig>;

/** Configuration of the callback receiver. @throws ConfigError */
export function loadReceiverConfig(env: Environment) {
  const read = readVariables({ ...COMMON_VARIABLES, ...PAYLOAD_VARIABLES, ...RECEIVER_VARIABLES }, env);
  return Object.freeze({
    logLevel: read.IDV_LOG_LEVEL,
    keys: read.IDV_CALLBACK_KEYS,
    host: read.IDV_RECEIVER_HOST,
    port: read.IDV_RECEIVER_PORT,
    temporalTimeoutMs: read.IDV_RECEIVER_TEMPORAL_TIMEOUT_MS,
    prometheusAddress: read.IDV_RECEIVER_PROMETHEUS_ADDRESS,
    payloadKeys: chosenKeys(read),
  });
}

/** Configuration of the codec server. @throws ConfigError */
export function loadCodecConfig(env: Environment) {
  const read = readVariables({ ...COMMON_VARIABLES, ...PAYLOAD_VARIABLES, ...CODEC_VARIABLES }, env);
  const payloadKeys = chosenKeys(read);
  const tokens = read.IDV_CODEC_TOKENS ?? [];
  const jwt = chosenJwt(read);
  const problems = [
    ...(payloadKeys.length === 0
      ? ['IDV_PAYLOAD_KEYS or IDV_PAYLOAD_KEYS_FILE: set one; without keys nothing can be decoded.']
      : []),
    ...(tokens.length === 0 && !jwt ? ['IDV_CODEC_TOKENS or IDV_CODEC_JWT_*: set one; nobody else may decode.'] : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    logLevel: read.IDV_LOG_LEVEL,
    host: read.IDV_CODEC_HOST,
    port: read.IDV_CODEC_PORT,
    origins: read.IDV_CODEC_ORIGINS,
    payloadKeys,
    tokens,
    jwt,
  });
}

/** Configuration of the simulator. @throws ConfigError */
export function loadSimulatorConfig(env: Environment) {
  const read = readVariables(SIMULATOR_VARIABLES, env);
  return Object.freeze({
    port: read.IDV_SIMULATOR_PORT,
    seed: read.IDV_SIMULATOR_SEED,
    userTakesMs: read.IDV_SIMULATOR_USER_TAKES_MS,
    callsPerSecond: read.IDV_SIMULATOR_CALLS_PER_SECOND,
  });
}

/** Configuration of the command line. @throws ConfigError */
export function loadOperatorConfig(env: Environment) {
  const read = readVariables({ ...COMMON_VARIABLES, ...PAYLOAD_VARIABLES, ...OPERATOR_VARIABLES }, env);
  return Object.freeze({
    taskQueue: read.IDV_TASK_QUEUE,
    uiUrl: read.IDV_UI_URL,
    payloadKeys: chosenKeys(read),
  });
}

function chosenKeys(read: Values<typeof PAYLOAD_VARIABLES>): readonly NamedPayloadKey[] {
  if (read.IDV_PAYLOAD_KEYS && read.IDV_PAYLOAD_KEYS_FILE) {
    throw new ConfigError(['IDV_PAYLOAD_KEYS and IDV_PAYLOAD_KEYS_FILE: set one, not both.']);
  }
  return read.IDV_PAYLOAD_KEYS_FILE ?? read.IDV_PAYLOAD_KEYS ?? [];
}

function chosenJwt(
  read: Values<typeof CODEC_VARIABLES>,
): { issuer: string; audience: string; jwksUrl: URL } | undefined {
  const { IDV_CODEC_JWT_ISSUER: issuer, IDV_CODEC_JWT_AUDIENCE: audience, IDV_CODEC_JWKS_URL: jwksUrl } = read;
  if (issuer && audience && jwksUrl) return { issuer, audience, jwksUrl };
  if (!issuer && !audience && !jwksUrl) return undefined;
  throw new ConfigError([
    'IDV_CODEC_JWT_ISSUER, IDV_CODEC_JWT_AUDIENCE and IDV_CODEC_JWKS_URL: set all three, or none.',
  ]);
}

/** Reads every variable and reports all that is wrong at once. An empty variable counts as not set. */
function readVariables<T extends Record<string, Variable>>(variables: T, env: Environment): Values<T> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = env[name] || variable.defaultText;
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(problemOf(name, variable, text, parsed.error));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values<T>;
}

function problemOf(
  name: string,
  { example, defaultText }: Variable,
  text: string | undefined,
  error: z.ZodError,
): string {
  const problem = text === undefined ? 'is not set' : (error.issues[0]?.message ?? 'is wrong');
  return `${name}: ${problem}. Example: ${name}=${example ?? defaultText ?? '…'}`;
}
