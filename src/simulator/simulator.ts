import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createControl, type SimulatorControl } from './control';
import { createControlApi } from './control-api';
import type { AccessKey } from './signature-check';
import { SimulatorState } from './simulator-state';
import { createVendorApi } from './vendor-api';

/** What the simulated vendor is like. */
export interface SimulatorOptions {
  /** Default: a free one, on 127.0.0.1. */
  port?: number | undefined;
  /** Same seed and same calls, same answers. */
  seed?: string | undefined;
  /** Default: `simulator-key` with `simulator-secret`. */
  accessKeys?: readonly AccessKey[] | undefined;
  /** QPS limit of each key and operation. Default: 50. */
  callsPerSecond?: number | undefined;
  /** QPS limits of operations that have one of their own, e.g. `{ CheckResult: 10 }`. */
  limits?: Readonly<Record<string, number>> | undefined;
  /** How long a user takes whose script does not say it, after Initialize. Default: 50. */
  userTakesMs?: number | undefined;
  /** Entries that the journal keeps. Default: 1 000 000. */
  journalSize?: number | undefined;
}

/** A running simulator. */
export interface Simulator {
  /** Origin of the vendor's API; the control API is below `/_control`. */
  url: string;
  control: SimulatorControl;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** The key of a simulator that is given none. */
export const SIMULATOR_KEY: AccessKey = { accessKeyId: 'simulator-key', accessKeySecret: 'simulator-secret' };

/** Starts the vendor's API on loopback, with users that follow scripts instead of faces. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    seed = 'simulator',
    accessKeys = [SIMULATOR_KEY],
    callsPerSecond = 50,
    limits = {},
    journalSize = 1_000_000,
    userTakesMs = 50,
  } = options;
  const state = new SimulatorState({ seed, accessKeys, callsPerSecond, limits, journalSize, userTakesMs });
  const app = new Hono<{ Bindings: HttpBindings }>();
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const listener = await listen(server, options.port ?? 0);
  const control = createControl(state, listener);
  app.route('/_control', createControlApi(control));
  app.route('/', createVendorApi(state));
  return {
    url: `http://${HOST}:${listener.port}`,
    control,
    stop: async () => {
      state.stop();
      await listener.goDown();
    },
  };
}

async function listen(server: Server, wantedPort: number) {
  server.listen(wantedPort, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async goDown() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async comeBack() {
      if (server.listening) return;
      server.listen(port, HOST);
      await once(server, 'listening');
    },
  };
}
