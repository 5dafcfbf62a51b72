export type { JournalEntry } from './journal';
export { SIMULATOR_KEY, startSimulator, type Simulator, type SimulatorOptions } from './simulator';
export type { Fault, UserScriptInput } from './user-script';
