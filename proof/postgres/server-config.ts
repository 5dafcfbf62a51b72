/** Ports of a Temporal server, its database's among them. */
export interface ServerPorts {
  postgres: number;
  frontend: number;
  matching: number;
  history: number;
  worker: number;
  membership: readonly [number, number, number, number];
}

const SERVICES = ['frontend', 'matching', 'history', 'worker'] as const;

/** Configuration of a Temporal server on PostgreSQL, after the server's own `development-postgres12.yaml`. */
export function serverConfig(ports: ServerPorts, dynamicConfigPath: string): object {
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal', ports, 20), visibility: store('temporal_visibility', ports, 10) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(
      SERVICES.map((name, index) => [
        name,
        { rpc: { grpcPort: ports[name], membershipPort: ports.membership[index], bindOnLocalHost: true } },
      ]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfigPath, pollInterval: '10s' },
  };
}

function store(databaseName: string, { postgres }: ServerPorts, maxConns: number): object {
  return {
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `127.0.0.1:${postgres}`,
      connectProtocol: 'tcp',
      user: 'temporal',
      password: 'temporal',
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  };
}
