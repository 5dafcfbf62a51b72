/** For the tests of who uses the package: the vendor, and a Temporal server to run them on. */
export { findTemporalCli, startTemporalServer, type TemporalServer } from '../server';
export {
  SIMULATOR_KEY,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
  type UserScriptInput,
} from '../simulator';
export { SEARCH_ATTRIBUTE_TYPES } from '../contract/search-attributes';
