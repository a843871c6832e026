import { find, html, setText } from '../shared/dom';

/** Keys that turn to the next step and back. */
const FORWARD = ['ArrowRight', 'PageDown', ' '];
const BACK = ['ArrowLeft', 'PageUp'];

/** `?lecture`: one step fills the window at a time, for a projector. */
export function beginLecture(): void {
  const steps = [...document.querySelectorAll<HTMLElement>('section.step')];
  const place = html('span', { class: 'lecture-place', role: 'status' });
  const button = (words: string, name: string, by: number) => {
    const made = html('button', { type: 'button', 'aria-label': name }, words);
    made.addEventListener('click', () => turn(by));
    return made;
  };
  const back = button('←', 'Step before', -1);
  const forward = button('→', 'Next step', 1);
  const full = html('button', { type: 'button' }, 'Full screen');
  full.addEventListener('click', () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen();
  });
  const bar = html('nav', { class: 'lecture-bar', 'aria-label': 'Lecture' });
  const leave = html('a', { href: './story.html' }, 'Leave');
  bar.append(back, place, forward, full, leave);
  const inAddress = () =>
    Math.max(
      0,
      steps.findIndex((step) => `#${step.getAttribute('aria-labelledby')}` === location.hash),
    );
  let now = inAddress();
  const show = () => {
    steps.forEach((step, i) => {
      step.hidden = i !== now;
    });
    const id = steps[now].getAttribute('aria-labelledby');
    history.replaceState(history.state, '', `#${id}`);
    setText(place, `${now + 1} of ${steps.length}`);
    back.disabled = now === 0;
    forward.disabled = now === steps.length - 1;
    scrollTo(0, 0);
  };
  const turn = (by: number) => {
    now = Math.min(steps.length - 1, Math.max(0, now + by));
    show();
  };
  document.documentElement.dataset.lecture = '';
  find(document, 'main').after(bar);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Sliders, and buttons that a space presses, keep their keys.
    const target = event.target as HTMLElement;
    if (target.closest('input, select, textarea, [role="slider"]')) return;
    if (event.key === ' ' && target.closest('button, a')) return;
    if (FORWARD.includes(event.key)) turn(1);
    else if (BACK.includes(event.key)) turn(-1);
    else return;
    event.preventDefault();
  });
  addEventListener('popstate', () => {
    now = inAddress();
    show();
  });
  show();
}
