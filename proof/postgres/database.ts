import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startProcess, type BreakableProcess } from '../child-process';
import type { PostgresTools } from './tools';

const run = promisify(execFile);

const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;
const RESTARTS = 60;

/** A PostgreSQL of its own, on loopback, that may be killed and started again. */
export class Database {
  private readonly tools: PostgresTools;
  private readonly port: number;
  private readonly logFile: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'idv-postgres-'));
  private process: BreakableProcess | undefined;

  constructor(tools: PostgresTools, port: number, logFile: string) {
    this.tools = tools;
    this.port = port;
    this.logFile = logFile;
  }

  /** Makes the cluster and Temporal's databases in it. */
  async create(): Promise<void> {
    const { user, postgres } = this.tools;
    if (user) chownSync(this.folder, user.uid, user.gid);
    const options = ['-D', this.dataFolder, '-A', 'trust', '-U', 'temporal', '--no-instructions'];
    await run(postgres('initdb'), options, { ...user, cwd: this.folder });
    await this.start();
    for (const [database, schema] of Object.entries(DATABASES)) {
      await this.schemaTool(database, 'create');
      await this.schemaTool(database, 'setup-schema', '-v', '0.0');
      await this.schemaTool(database, 'update-schema', '-d', join(this.tools.schemaFolder, schema, 'versioned'));
    }
  }

  async start(): Promise<void> {
    const address = ['-c', 'listen_addresses=127.0.0.1', '-p', String(this.port), '-k', this.folder];
    this.process = await startProcess({
      command: this.tools.postgres('postgres'),
      arguments: ['-D', this.dataFolder, ...address, '-c', 'max_connections=200'],
      env: {},
      logFile: this.logFile,
      readyText: 'ready to accept connections',
      user: this.tools.user,
    });
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  /** Starts again after a kill; it refuses for as long as a child of the killed one still lives. */
  async recover(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.start();
      } catch (error) {
        if (tries === RESTARTS) throw error;
        await sleep(250);
      }
    }
  }

  /** Every row of Temporal's databases, binary columns as the bytes that they hold. */
  async *dump(): AsyncGenerator<Buffer> {
    for (const database of Object.keys(DATABASES)) {
      const options = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'temporal', '--data-only', database];
      const child = spawn(this.tools.postgres('pg_dump'), options, { stdio: ['ignore', 'pipe', 'inherit'] });
      for await (const line of createInterface({ input: child.stdout })) {
        const text = line.replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'));
        yield Buffer.from(`${text}\n`, 'latin1');
      }
    }
  }

  async stop(): Promise<void> {
    await this.process?.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private get dataFolder(): string {
    return join(this.folder, 'data');
  }

  private async schemaTool(database: string, ...command: string[]): Promise<void> {
    const connection = ['--plugin', 'postgres12', '--ep', '127.0.0.1', '-p', String(this.port), '-u', 'temporal'];
    await run(this.tools.schemaTool, [...connection, '--db', database, ...command]);
  }
}
