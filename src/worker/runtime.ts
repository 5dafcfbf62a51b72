import { Runtime, type LogLevel, type LogMetadata, type TelemetryOptions } from '@temporalio/worker';
import pino, { type Level } from 'pino';
import type { WorkerConfig } from '../config';
import { METRICS } from '../contract/metrics';

const LEVELS: Readonly<Record<LogLevel, Level>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Installs logging and metrics for this process: one JSON line an event on stdout, Prometheus where configured. Call it once, first. */
export function installRuntime({ logLevel, ...metrics }: WorkerConfig): pino.Logger {
  const logger = pino({ level: logLevel, base: { pid: process.pid } });
  const log = (level: LogLevel, message: string, meta: LogMetadata = {}) => logger[LEVELS[level]](plain(meta), message);
  Runtime.install({
    logger: {
      log,
      trace: (message, meta) => log('TRACE', message, meta),
      debug: (message, meta) => log('DEBUG', message, meta),
      info: (message, meta) => log('INFO', message, meta),
      warn: (message, meta) => log('WARN', message, meta),
      error: (message, meta) => log('ERROR', message, meta),
    },
    // The process's own signal handlers shut the workers down.
    shutdownSignals: [],
    telemetryOptions: {
      logging: { forward: {}, filter: 'WARN' },
      ...metricsOptions(metrics),
    },
  });
  return logger;
}

/** Seconds from a callback to its outcome: from the time of a healthy vendor call to that of an outage. */
const OUTCOME_BUCKETS_S = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

/** Names and units as Prometheus wants them: seconds, and `_total` on counters. */
function metricsOptions({
  prometheusAddress,
  otlpUrl,
}: Pick<WorkerConfig, 'prometheusAddress' | 'otlpUrl'>): TelemetryOptions {
  const common = {
    useSecondsForDurations: true,
    histogramBucketOverrides: { [METRICS.callbackToOutcome.name]: OUTCOME_BUCKETS_S },
  };
  if (prometheusAddress !== undefined) {
    const prometheus = { bindAddress: prometheusAddress, countersTotalSuffix: true, unitSuffix: true, ...common };
    return { metrics: { prometheus } };
  }
  if (otlpUrl === undefined) return {};
  // OTLP over HTTP has this path, over gRPC it has none.
  const http = otlpUrl.endsWith('/v1/metrics');
  return { metrics: { otel: { url: otlpUrl, http, ...common } } };
}

/** Of an error only its type and message: ours hold no secret, and stacks help nobody who reads a log at night. */
function plain({ error, ...meta }: LogMetadata): Record<string, unknown> {
  if (error === undefined) return meta;
  const { name, type, message } = error as { name?: string; type?: string; message?: string };
  return { ...meta, error: { type: type ?? name, message: message ?? String(error) } };
}
