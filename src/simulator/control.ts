import { sendCallback } from './callbacks';
import type { Journal, JournalEntry } from './journal';
import type { AccessKey } from './signature-check';
import type { SimulatorState } from './simulator-state';
import type { Disturbance, Fault, UserScriptInput } from './user-script';

/** The strings behind the simulator. The HTTP control API can do the same. */
export interface SimulatorControl {
  /** Gives the user of a transaction another script. */
  script(transactionId: string, script: UserScriptInput): void;
  /** The user is done now. */
  finish(transactionId: string): void;
  /** Lets the next calls go wrong, whichever transaction they ask for. */
  fault(fault: Fault, next?: number, action?: string): void;
  /** Lets a share of all CheckResult calls go wrong, which ones follows from the seed; share 0 ends it. */
  disturb(disturbance: Disturbance): void;
  /** What the account says to a key from now on; undefined: nothing against it. */
  refuseKey(accessKeyId: string, refusedWith: AccessKey['refusedWith']): void;
  advanceClock(ms: number): void;
  /** Sends one more callback; waits for its answer. */
  sendCallback(transactionId: string, forged?: { transactionId?: string; callbackToken?: string }): Promise<void>;
  journal(transactionId?: string): JournalEntry[];
  /** Resolves as soon as the journal is as wanted. */
  untilJournal: Journal['until'];
  clearJournal(): void;
  /** Refuses connections, as a vendor that is down, and takes them again. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Where connections are taken or refused. */
export interface Listener {
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
}

export function createControl(state: SimulatorState, listener: Listener): SimulatorControl {
  return {
    script: (transactionId, script) => state.script(transactionId, script),
    finish: (transactionId) => state.finish(state.existing(transactionId)),
    fault: (fault, next = 1, action) => state.addFaults(fault, next, action),
    disturb: (disturbance) => state.disturb(disturbance),
    refuseKey: (accessKeyId, refusedWith) => {
      const key = state.signatures.key(accessKeyId);
      if (key) key.refusedWith = refusedWith;
    },
    advanceClock: (ms) => state.clock.advance(ms),
    sendCallback: (transactionId, forged) => sendCallback(state.existing(transactionId), state.journal, forged),
    journal: (transactionId) => state.journal.read(transactionId),
    untilJournal: (holds) => state.journal.until(holds),
    clearJournal: () => state.journal.clear(),
    goDown: () => listener.goDown(),
    comeBack: () => listener.comeBack(),
  };
}
