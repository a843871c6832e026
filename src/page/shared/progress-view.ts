import { byId, setText } from './dom';
import { duration } from './duration';

/** Screen readers are told how far a run is no more often than this. */
const SPOKEN_MILLISECONDS = 10_000;

/** How far a run is, in words and as a bar. */
export class ProgressView {
  private readonly words = byId('progress');
  private readonly bar = byId<HTMLProgressElement>('progress-bar');
  private sentence = '';
  private started = 0;
  private spoken = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly say: (sentence: string) => void) {}

  start(): void {
    this.started = performance.now();
    this.spoken = this.started;
    this.sentence = 'Opening the engine';
    this.bar.removeAttribute('value');
    this.bar.hidden = false;
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
  }

  /** @param done  Of `total`. */
  show(sentence: string, done: number, total: number): void {
    this.sentence = sentence;
    this.bar.max = total;
    this.bar.value = done;
    this.tick();
  }

  stopping(): void {
    this.sentence = 'Stopping';
    this.tick();
  }

  end(): void {
    clearInterval(this.timer);
    this.bar.hidden = true;
    setText(this.words, '');
  }

  private tick(): void {
    const now = performance.now();
    const sentence = `${this.sentence}, ${duration(Math.floor((now - this.started) / 1000))}`;
    setText(this.words, sentence);
    if (now - this.spoken < SPOKEN_MILLISECONDS) return;
    this.spoken = now;
    this.say(sentence);
  }
}
