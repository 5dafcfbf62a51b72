import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/contract/search-attributes';
import { lowPort } from './low-port';
import { startProcess, type BreakableProcess } from '../child-process';
import type { ChaosServer } from '../chaos/chaos-server';
import { Database } from './database';
import { serverConfig, type ServerPorts } from './server-config';
import { findPostgresTools } from './tools';

const READY_WITHIN_MS = 90_000;
const GRPC_ALREADY_EXISTS = 6;
const RETENTION_S = 30 * 86_400;
/** `temporal.api.enums.v1.IndexedValueType` */
const TYPE_NUMBERS: Readonly<Record<string, number>> = { Keyword: 2, Datetime: 6 };

/** A production Temporal server on a PostgreSQL of its own; both may be killed and started again. */
export async function startPostgresServer(folder: string): Promise<ChaosServer> {
  const tools = await findPostgresTools((line) => process.stderr.write(`${line}\n`));
  const ports = await freePorts();
  const logFiles = [join(folder, 'postgres.log'), join(folder, 'temporal-server.log')] as const;
  const database = new Database(tools, ports.postgres, logFiles[0]);
  await database.create();
  writeConfig(folder, ports);
  const address = `127.0.0.1:${ports.frontend}`;
  const start = async (): Promise<BreakableProcess> => {
    const started = await startProcess({
      command: tools.temporalServer,
      arguments: ['--root', folder, '--config', 'config', '--env', 'chaos', 'start'],
      env: {},
      logFile: logFiles[1],
      readyText: '',
    });
    await untilAnswering(address, started);
    return started;
  };
  let server = await start();
  await prepareNamespace(address);
  return {
    name: 'production server on PostgreSQL',
    address,
    parts: [
      {
        name: 'temporal-server',
        crash: () => server.kill(),
        recover: async () => void (server = await start()),
      },
      { name: 'postgres', crash: () => database.kill(), recover: () => database.recover() },
    ],
    logFiles,
    stored: () => database.dump(),
    stop: async () => {
      await server.kill();
      await database.stop();
    },
  };
}

async function freePorts(): Promise<ServerPorts> {
  const next = lowPort;
  return {
    postgres: await next(),
    frontend: await next(),
    matching: await next(),
    history: await next(),
    worker: await next(),
    membership: [await next(), await next(), await next(), await next()],
  };
}

function writeConfig(folder: string, ports: ServerPorts): void {
  const dynamicConfig = join(folder, 'dynamic-config.yaml');
  writeFileSync(dynamicConfig, '{}\n');
  mkdirSync(join(folder, 'config'), { recursive: true });
  // JSON is YAML too.
  writeFileSync(join(folder, 'config', 'chaos.yaml'), JSON.stringify(serverConfig(ports, dynamicConfig)));
}

async function untilAnswering(address: string, server: BreakableProcess): Promise<void> {
  await within(address, async ({ workflowService }) => workflowService.getSystemInfo({}), server);
}

/** The namespace with its search attributes. What was just made is known to all parts of the server a little later. */
async function prepareNamespace(address: string): Promise<void> {
  const namespace = 'default';
  await within(address, async ({ workflowService }) =>
    workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never },
    }),
  );
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTE_TYPES).map(([name, type]) => [name, typeNumber(type)]),
  );
  await within(address, async ({ operatorService }) =>
    operatorService.addSearchAttributes({ namespace, searchAttributes }),
  );
}

function typeNumber(type: string): number {
  const number = TYPE_NUMBERS[type];
  if (number === undefined) throw new Error(`The number of the search attribute type ${type} is not known here.`);
  return number;
}

/** Calls the server until it answers well. */
async function within(
  address: string,
  call: (connection: Connection) => Promise<unknown>,
  server?: BreakableProcess,
): Promise<void> {
  const connection = Connection.lazy({ address });
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  try {
    for (;;) {
      const error = await connection
        .withDeadline(Date.now() + 5_000, () => call(connection))
        .then(
          () => undefined,
          (reason: unknown) => reason as Error,
        );
      // Made by a call whose answer was lost.
      if (!error || (isGrpcServiceError(error) && Number(error.code) === GRPC_ALREADY_EXISTS)) return;
      if (server && !server.isRunning()) throw new Error('The Temporal server ended; see its log.');
      if (Date.now() > deadlineMs) throw error;
      await sleep(250);
    }
  } finally {
    await connection.close();
  }
}
