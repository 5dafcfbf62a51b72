import type { Random } from '../random';
import { disturb, type Disturbance } from './disturbances';
import { play } from './play';
import { plainScript, type Script } from './script';
import type { World } from './world';

/** How long it took from the moment that something broke until somebody who came in that moment had an outcome. */
export interface Recovery {
  kind: string;
  ms: number;
}

/** What happened while everything was played. */
export interface Played {
  done: readonly Disturbance[];
  /** The verifications that were begun in the moment of a disturbance. */
  probes: readonly Script[];
  recoveries: readonly Recovery[];
  lastedMs: number;
}

/** What is played, and how. */
export interface PlayAllOptions {
  scripts: readonly Script[];
  plan: readonly Disturbance[];
  /** Verifications that are under way at once. */
  concurrency: number;
  random: Random;
  onProgress: (line: string) => void;
}

/** Plays all scripts, so many at once, and carries out the plan between them. */
export async function playAll(world: World, options: PlayAllOptions): Promise<Played> {
  const playing = new Playing(world, options);
  const sinceMs = Date.now();
  await playing.run();
  return { done: playing.done, probes: playing.probes, recoveries: playing.recoveries, lastedMs: Date.now() - sinceMs };
}

class Playing {
  readonly done: Disturbance[] = [];
  readonly probes: Script[] = [];
  readonly recoveries: Recovery[] = [];
  private readonly world: World;
  private readonly options: PlayAllOptions;
  private readonly waiting: Disturbance[];
  private readonly probing: Promise<void>[] = [];
  private disturbing: Promise<void> = Promise.resolve();
  private begun = 0;
  private ended = 0;

  constructor(world: World, options: PlayAllOptions) {
    this.world = world;
    this.options = options;
    this.waiting = [...options.plan];
  }

  async run(): Promise<void> {
    const { concurrency } = this.options;
    await Promise.all(Array.from({ length: concurrency }, () => this.playOn()));
    await this.disturbing;
    await Promise.all(this.probing);
  }

  /** Plays script after script. None begins before the disturbances that are due have begun. */
  private async playOn(): Promise<void> {
    const { scripts, onProgress } = this.options;
    for (;;) {
      while (this.waiting[0] && this.waiting[0].afterBegun <= this.begun) await this.beginDisturbance();
      const script = scripts[this.begun];
      if (!script) return;
      this.begun += 1;
      await play(this.world.stage, script);
      this.ended += 1;
      if (this.ended % 100 === 0) onProgress(`${this.ended} of ${scripts.length} verifications have ended.`);
    }
  }

  /** One at a time: the next waits until what was broken is there again. */
  private async beginDisturbance(): Promise<void> {
    await this.disturbing;
    const next = this.waiting[0];
    if (!next || next.afterBegun > this.begun) return;
    this.waiting.shift();
    this.disturbing = this.disturb(next);
  }

  private async disturb(disturbance: Disturbance): Promise<void> {
    const { world } = this;
    const { simulator } = world.stage;
    const doing = disturb(disturbance, { fleet: world.fleet, server: world.server, simulator });
    this.probing.push(this.probe(disturbance.kind));
    await doing;
    this.done.push(disturbance);
  }

  private async probe(kind: string): Promise<void> {
    const script = plainScript(this.options.random.fork(`probe/${this.probes.length}`));
    this.probes.push(script);
    const sinceMs = Date.now();
    await play(this.world.stage, script);
    this.recoveries.push({ kind, ms: Date.now() - sinceMs });
  }
}
