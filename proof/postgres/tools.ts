import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import envPaths from 'env-paths';

const run = promisify(execFile);

/** Version of the Temporal server that is run on PostgreSQL. */
const SERVER_VERSION = 'v1.32.0';
const MODULE = 'go.temporal.io/server';
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** What a production Temporal server on PostgreSQL needs. */
export interface PostgresTools {
  /** PostgreSQL's program of this name. */
  postgres: (name: 'initdb' | 'postgres' | 'pg_dump') => string;
  temporalServer: string;
  schemaTool: string;
  /** Folder of the server's own schema files. */
  schemaFolder: string;
  /** PostgreSQL refuses to run as root: whose process it is then. */
  user: { uid: number; gid: number } | undefined;
}

/** Finds PostgreSQL, and builds the Temporal server from its Go module, once, into the user's cache. */
export async function findPostgresTools(onProgress: (line: string) => void): Promise<PostgresTools> {
  const binaries = join(envPaths('temporal-id-verification', { suffix: '' }).cache, `server-${SERVER_VERSION}`);
  if (!existsSync(join(binaries, 'sql'))) {
    onProgress(`Building the Temporal server ${SERVER_VERSION}; this takes some minutes, once.`);
    const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `${MODULE}/${path}@${SERVER_VERSION}`);
    await run('go', ['install', ...packages], { env: { ...process.env, GOBIN: binaries } }).catch((error: Error) => {
      throw new Error(`The Temporal server cannot be built. It takes Go 1.26 or newer. ${error.message}`);
    });
  }
  const { stdout: modules } = await run('go', ['env', 'GOMODCACHE']);
  const folder = postgresFolder();
  return {
    postgres: (name) => join(folder, name),
    temporalServer: join(binaries, 'server'),
    schemaTool: join(binaries, 'sql'),
    schemaFolder: join(modules.trim(), `${MODULE}@${SERVER_VERSION}`, 'schema', 'postgresql', 'v12'),
    user: process.getuid?.() === 0 ? userNamed('postgres') : undefined,
  };
}

function postgresFolder(): string {
  const versions = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const folder = versions.map((version) => join(DEBIAN_FOLDER, version, 'bin')).find((bin) => existsSync(bin));
  if (!folder) throw new Error('There is no PostgreSQL. On Debian: apt-get install postgresql');
  return folder;
}

function userNamed(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name]).toString());
  return { uid: id('-u'), gid: id('-g') };
}
