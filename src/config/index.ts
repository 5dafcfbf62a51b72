export {
  ConfigError,
  loadCodecConfig,
  loadReceiverConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
  type WorkerConfig,
} from './config';
export { VARIABLES } from './variables';
