import type { Spec } from '../../spec/spec';
import { setText } from '../shared/dom';
import { onceAFrame } from '../shared/once-a-frame';
import type { Size } from '../story/figure';
import { paint } from '../story/markup';
import { type FigureMoment, SENTENCE_MILLISECONDS } from '../story/moment';
import type { StoryEngine } from '../story/story-engine';
import { ElementFrame } from './element-frame';

type Words = typeof import('./element-words');
type Marks = typeof import('./element-marks');

/** Time that a run takes on the screen. */
const RUN_SECONDS = 8;
/** Share of an element that has to be seen for it to run. */
const SEEN = 0.3;
/** Of a surface: particles that are drawn, and those whose way is. */
const DOTS = 1200;
const WAYS = 12;

let elements = 0;

/**
 * `<saddle-scape spec="...">`: verdict, picture and play of one run. All elements of a document
 * share an engine, which computes those alone that are seen and play.
 *
 * Attributes: `spec` is JSON or the link of a run, the default run where it is left out; `paused`
 * waits for *Play*. What is not accepted is said inside of the element, in one sentence. Events:
 * `moment` when another moment is shown, `refused`.
 */
export function saddleScapeElement(engine: StoryEngine): CustomElementConstructor {
  return class SaddleScape extends HTMLElement {
    static readonly observedAttributes = ['spec'];

    private readonly figure = `element ${elements++}`;
    private readonly frame = new ElementFrame(this.attachShadow({ mode: 'open' }));
    private words: Words | null = null;
    private marks: Marks | null = null;
    private asked: Spec | null = null;
    private moment: FigureMoment | null = null;
    private run = 0;
    private playing = false;
    private seen = false;
    private sentence: string | null = null;
    private readonly watcher = new IntersectionObserver(
      (entries) => this.see(entries.at(-1)?.isIntersecting ?? false),
      { threshold: SEEN },
    );
    /** Of the picture: to ask for it while others are drawn lays the page out each time. */
    private size: Size = { width: 0, height: 0 };
    private readonly resizer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.frame.picture;
      this.size = { width, height };
      this.draw();
    });
    private readonly drawSoon = onceAFrame(() => this.draw());
    private sentenceTime = 0;

    /** The step that is shown, 0 before there is one. */
    get step(): number {
      return this.moment?.sides[0]?.step ?? 0;
    }

    get paused(): boolean {
      return !this.playing;
    }

    /** Why nothing is shown; null where something is. */
    get error(): string | null {
      return this.sentence;
    }

    /** The spec in force, every field written out; null before it is read, or refused. */
    get spec(): Spec | null {
      return structuredClone(this.asked);
    }

    /** A spec, of which anything may be left out that has a default, or the link of a run. */
    set spec(spec: unknown) {
      this.setAttribute('spec', typeof spec === 'string' ? spec : JSON.stringify(spec));
    }

    connectedCallback(): void {
      this.frame.button.onclick = () => (this.playing ? this.pause() : this.play());
      engine.listen(this.figure, {
        moment: (run, moment) => this.take(run, moment),
        refused: (run, sentence) => run === this.run && this.refuse(sentence),
        ended: (sentence) => this.refuse(sentence),
      });
      this.watcher.observe(this);
      this.resizer.observe(this.frame.picture);
    }

    disconnectedCallback(): void {
      this.watcher.disconnect();
      this.resizer.disconnect();
      engine.forget(this.figure);
      this.asked = null;
      this.moment = null;
    }

    attributeChangedCallback(): void {
      if (this.words && this.isConnected) this.read(this.words);
    }

    /** Goes on, or begins again where the run is at its end. */
    play(): void {
      if (this.moment?.share === 1) this.begin(RUN_SECONDS);
      this.playing = true;
      this.drive();
    }

    pause(): void {
      this.playing = false;
      this.drive();
    }

    /** The same run from its first step. */
    restart(): void {
      this.begin(RUN_SECONDS);
      this.play();
    }

    private async see(seen: boolean): Promise<void> {
      this.seen = seen;
      if (seen && !this.words) {
        try {
          [this.words, this.marks] = await Promise.all([
            import('./element-words'),
            import('./element-marks'),
          ]);
        } catch (error) {
          this.refuse(`A part of <saddle-scape> could not be loaded: ${(error as Error).message}`);
          return;
        }
        this.playing = !this.hasAttribute('paused');
      }
      if (this.words && !this.asked && !this.sentence) this.read(this.words);
      else this.drive();
    }

    /** Takes over what the attribute asks for. */
    private read(words: Words): void {
      try {
        this.asked = words.specOfAttribute(this.getAttribute('spec') ?? '');
      } catch (error) {
        this.asked = null;
        engine.send({ type: 'halt', figure: this.figure });
        this.refuse((error as Error).message);
        return;
      }
      this.sentence = null;
      this.frame.showError(null);
      this.frame.button.disabled = false;
      this.frame.showVerdict(words.verdictFor(this.asked));
      // Where the reader asked for no motion a run is shown at its end.
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      this.begin(still ? 0 : RUN_SECONDS);
      this.drive();
    }

    private begin(seconds: number): void {
      if (!this.asked) return;
      this.run++;
      this.moment = null;
      const wants = { counts: true, law: true, dots: DOTS, paths: WAYS };
      const { figure, run, asked } = this;
      engine.send({ type: 'run', figure, run, specs: [asked], wants, seconds });
    }

    /** Only what is seen and plays computes. */
    private drive(): void {
      const { asked, playing, seen, moment, figure } = this;
      const ended = moment?.share === 1;
      if (asked) engine.send({ type: seen && playing && !ended ? 'go' : 'halt', figure });
      setText(this.frame.button, ended ? 'Run again' : playing ? 'Pause' : 'Play');
    }

    private take(run: number, moment: FigureMoment): void {
      const [side] = moment.sides;
      if (run !== this.run || !side || !this.words) return;
      this.moment = moment;
      const ended = moment.share === 1;
      if (ended) {
        this.playing = false;
        this.drive();
      }
      this.drawSoon();
      const now = performance.now();
      if (ended || now - this.sentenceTime >= SENTENCE_MILLISECONDS) {
        this.sentenceTime = now;
        this.frame.showSentence(this.words.sentenceOf(side), ended);
      }
      this.dispatchEvent(new CustomEvent('moment', { detail: { step: side.step } }));
    }

    private draw(): void {
      const { size } = this;
      const { ink } = this.frame;
      const side = this.moment?.sides[0];
      if (!side || !this.marks || size.width === 0) return;
      ink.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
      paint(ink, this.marks.elementMarks(side, size));
    }

    private refuse(sentence: string): void {
      this.sentence = sentence;
      this.playing = false;
      this.frame.showError(sentence);
      this.dispatchEvent(new CustomEvent('refused', { detail: { sentence } }));
    }
  };
}
