import type { World } from '../chaos/world';

/** Crashes of worker processes, one at a time, and no more than so many. */
export class Restarts {
  done = 0;
  private readonly world: World;
  private readonly most: number;
  private running: Promise<void> | undefined;

  constructor(world: World, most: number) {
    this.world = world;
    this.most = most;
  }

  /** Kills a worker and starts another. One that is under way counts for everybody who wants one meanwhile. */
  async one(): Promise<void> {
    if (this.running) return this.running;
    if (this.done >= this.most) return;
    this.done += 1;
    this.running = this.world.fleet.replaceWorker(this.done);
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }
}
