export { findTemporalCli } from './temporal-cli';
export { startTemporalServer, type TemporalServer } from './temporal-server';
export { freePort } from './free-port';
