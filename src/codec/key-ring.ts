import type { KeyObject } from 'node:crypto';

/** A key of 256 bits. Its id stands in every payload that it wrote, so an id is never given to another key. */
export interface PayloadKey {
  id: string;
  key: KeyObject;
}

/** The keys of this process: the first one writes, all of them read. */
export class KeyRing {
  /** The key that encrypts; undefined where nothing is encrypted. */
  readonly writing: PayloadKey | undefined;
  private readonly keys: ReadonlyMap<string, KeyObject>;

  constructor(keys: readonly PayloadKey[]) {
    this.writing = keys[0];
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  find(id: string): KeyObject | undefined {
    return this.keys.get(id);
  }
}
