import { html } from '../../shared/dom';
import { save } from '../../shared/save';
import { drawPicture, type PictureOptions } from '../picture';

/** Pictures a second of a film; the numbers come about ten times a second. */
const RATE = 12;
const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

/** A film of the picture as it runs, with its verdict and its caption, until it is stopped. */
export class Film {
  private readonly canvas = html('canvas');
  private readonly recorder: MediaRecorder;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly pieces: Blob[] = [];

  /**
   * @param picture  What there is to see now; null while there is nothing.
   * @throws Error where this browser records no WebM.
   */
  constructor(picture: () => PictureOptions | null) {
    const type = TYPES.find((each) => window.MediaRecorder?.isTypeSupported(each));
    if (!type) throw new Error('This browser records no film in WebM; save a picture instead.');
    const draw = () => {
      const now = picture();
      if (now) drawPicture(this.canvas, now);
    };
    draw();
    this.recorder = new MediaRecorder(this.canvas.captureStream(RATE), { mimeType: type });
    this.recorder.addEventListener('dataavailable', ({ data }) => this.pieces.push(data));
    this.recorder.start(1000);
    this.timer = setInterval(draw, 1000 / RATE);
  }

  /** Ends it and saves it. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    const ended = new Promise((resolve) => this.recorder.addEventListener('stop', resolve));
    this.recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(this.pieces).arrayBuffer());
    save(bytes, 'saddlescape-film.webm', 'video/webm');
  }
}
