/** One line of what happened. */
export type JournalEntry = { at: string; transactionId?: string | undefined } & (
  | {
      kind: 'call';
      action: string;
      accessKeyId?: string | undefined;
      httpStatus: number;
      code: string;
      fault?: string | undefined;
    }
  | { kind: 'callback'; forged: boolean; sentAt: string; httpStatus: number | 'failed'; answer?: string | undefined }
  /** the user is done: there is a result */
  | { kind: 'finished' }
);

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never;

/** What the vendor saw and did, for tests to look at. The oldest entries leave when it is full. */
export class Journal {
  private entries: JournalEntry[] = [];
  private readonly maxEntries: number;
  private readonly listeners = new Set<() => void>();

  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  add(entry: WithoutTime<JournalEntry>): void {
    this.entries.push({ at: new Date().toISOString(), ...entry });
    // In halves, so that adding stays cheap.
    if (this.entries.length > this.maxEntries) this.entries = this.entries.slice(this.maxEntries / 2);
    for (const listener of this.listeners) listener();
  }

  read(transactionId?: string): JournalEntry[] {
    return transactionId === undefined
      ? [...this.entries]
      : this.entries.filter((entry) => entry.transactionId === transactionId);
  }

  /** Resolves as soon as `holds` is true of the entries. */
  async until(holds: (entries: readonly JournalEntry[]) => boolean): Promise<void> {
    if (holds(this.entries)) return;
    await new Promise<void>((resolve) => {
      const listener = () => {
        if (!holds(this.entries)) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  clear(): void {
    this.entries = [];
  }
}
