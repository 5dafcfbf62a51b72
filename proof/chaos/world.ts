import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createVerificationClient } from '../../src/client';
import { createCloudauthClient } from '../../src/cloudauth';
import { createDataConverter } from '../../src/codec';
import { loadOperatorConfig } from '../../src/config';
import { SIMULATOR_KEY, startSimulator } from '../../src/simulator';
import type { Random } from '../random';
import { Board } from './board';
import type { ChaosServer } from './chaos-server';
import { VENDOR_FAULTS, VENDOR_FAULT_SHARE } from './disturbances';
import { Fleet, WORKER_KEY_ID } from './fleet';
import { plantMarkers, type Markers } from './markers';
import type { Stage } from './play';

/** What a world is made of. */
export interface WorldOptions {
  seed: number;
  /** Folder of the built product. */
  product: string;
  /** Where everything is written. */
  folder: string;
  startServer(folder: string): Promise<ChaosServer>;
  /** Share of the vendor's calls that go wrong. Default: 30 %. */
  vendorFaultShare?: number;
  /** Whether everything that is stored is encrypted. Default: false. */
  encrypted?: boolean;
}

/** Everything that runs: Temporal, the vendor, the product's processes, and those who act on them. */
export interface World {
  stage: Stage;
  temporal: Client;
  server: ChaosServer;
  fleet: Fleet;
  encrypted: boolean;
  stop(): Promise<void>;
}

/** Starts a world on free loopback ports. */
export async function startWorld(options: WorldOptions, random: Random): Promise<World> {
  mkdirSync(options.folder, { recursive: true });
  const markers = plantMarkers(random.fork('markers'));
  const server = await options.startServer(options.folder);
  const simulator = await startVendor(options, markers);
  const connection = await Connection.connect({ address: server.address });
  const payloadKeys = options.encrypted ? `chaos:${markers.payloadKey}` : '';
  const dataConverter = createDataConverter(loadOperatorConfig({ IDV_PAYLOAD_KEYS: payloadKeys }).payloadKeys);
  const temporal = new Client({ connection, dataConverter });
  const fleet = new Fleet({
    product: resolve(options.product),
    folder: options.folder,
    temporal,
    temporalAddress: server.address,
    vendorUrl: simulator.url,
    markers,
    payloadKeys,
  });
  await fleet.start();
  const client = createVerificationClient({
    client: temporal,
    callback: { baseUrl: fleet.receiverUrl, keys: [{ name: 'chaos', secret: markers.callbackKey }] },
  });
  const board = new Board(client);
  const watching = board.watch();
  const vendor = createCloudauthClient({ credentials: async () => SIMULATOR_KEY, endpoint: new URL(simulator.url) });
  return {
    stage: { client, vendor, simulator, board, markers },
    temporal,
    server,
    fleet,
    encrypted: payloadKeys !== '',
    stop: async () => {
      board.close();
      await watching;
      await fleet.stop();
      await vendor.close();
      await simulator.stop();
      await server.stop();
      await connection.close();
    },
  };
}

async function startVendor({ seed, vendorFaultShare: share = VENDOR_FAULT_SHARE }: WorldOptions, markers: Markers) {
  const { accessKeySecret, stsToken } = markers;
  const simulator = await startSimulator({
    seed: String(seed),
    callsPerSecond: 100_000,
    journalSize: 10_000_000,
    accessKeys: [SIMULATOR_KEY, { accessKeyId: WORKER_KEY_ID, accessKeySecret, securityToken: stsToken }],
  });
  simulator.control.disturb({ share, faults: [...VENDOR_FAULTS] });
  return simulator;
}
