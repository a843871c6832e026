import { BLOCK_STEPS, wholeBlocks } from '../../../engine/open';

/**
 * Seconds that a whole run takes at normal speed, on a device that keeps up; a run of few steps
 * takes less.
 */
const RUN_SECONDS = 8;
const STEP_SECONDS = 0.6;
const SHORTEST_RUN_SECONDS = 1.2;

/**
 * Runs that do at least this many blocks a second move in whole blocks; slower ones step by step.
 */
const BLOCKS_PER_SECOND = 20;

/**
 * Time that moving the particles may take in a frame; the rest of it is for counting and drawing.
 */
export const FRAME_BUDGET_MILLISECONDS = 12;

/** An advance ends after about this long, so that a new spec never waits. */
export const CATCH_UP_CHUNK_MILLISECONDS = 40;

/** The longest that a run takes to catch up before the reader is told. */
export const PATIENCE_MILLISECONDS = 1000;

/**
 * How many steps to do in one frame: as many as the chosen speed asks for, as long as the device
 * does them within the frame's share of time.
 */
export class Pace {
  private owed = 0;
  private millisecondsPerBlock = 1;

  /** @param particleStepsPerSecond  First guess of what the device does. */
  constructor(
    private particleStepsPerSecond: number,
    private readonly budgetMilliseconds = FRAME_BUDGET_MILLISECONDS,
  ) {}

  /** What the device does, as measured so far. */
  get capability(): number {
    return this.particleStepsPerSecond;
  }

  /** A new ensemble starts: nothing is owed, and the time of a block depends on its size. */
  restart(particles: number): void {
    this.owed = 0;
    this.millisecondsPerBlock = (BLOCK_STEPS * particles * 1000) / this.particleStepsPerSecond;
  }

  /**
   * @param runSteps  Steps of the whole run.
   * @param factor    Speed: 1 is normal, Infinity as fast as the device goes.
   * @param seconds   Time since the last frame.
   * @returns The step to advance to, `step` when it is too early for another one.
   */
  next(step: number, runSteps: number, factor: number, seconds: number): number {
    const affordable = wholeBlocks(
      (BLOCK_STEPS * this.budgetMilliseconds) / this.millisecondsPerBlock,
    );
    const runSeconds = Math.min(
      RUN_SECONDS,
      Math.max(SHORTEST_RUN_SECONDS, runSteps * STEP_SECONDS),
    );
    const stepsPerSecond = (runSteps / runSeconds) * factor;
    this.owed = Math.min(this.owed + stepsPerSecond * seconds, affordable);
    const inBlocks = stepsPerSecond >= BLOCK_STEPS * BLOCKS_PER_SECOND;
    const end = inBlocks
      ? Math.floor((step + this.owed) / BLOCK_STEPS) * BLOCK_STEPS
      : step + Math.floor(this.owed);
    if (end <= step) return step;
    this.owed -= end - step;
    return end;
  }

  /** Learns from a finished advance of whole blocks. */
  measured(particles: number, steps: number, milliseconds: number): void {
    if (steps % BLOCK_STEPS !== 0) return;
    const perBlock = (Math.max(milliseconds, 0.05) * BLOCK_STEPS) / steps;
    this.millisecondsPerBlock += 0.3 * (perBlock - this.millisecondsPerBlock);
    // Short submits measure the way to the device and back, not the device.
    if (milliseconds > 2)
      this.particleStepsPerSecond +=
        0.3 * ((particles * steps * 1000) / milliseconds - this.particleStepsPerSecond);
  }

  /** Steps that take about `milliseconds`, in whole blocks. */
  stepsWithin(milliseconds: number): number {
    return wholeBlocks((BLOCK_STEPS * milliseconds) / this.millisecondsPerBlock);
  }
}
