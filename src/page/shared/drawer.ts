/**
 * Opens or closes what a button is for. What opens is brought into view and takes the focus; what
 * closes gives it back to the button.
 *
 * @param asked  By the reader, and not by the page: only then does the focus move.
 */
export function setDrawer(
  button: HTMLElement,
  drawer: HTMLElement,
  open = Boolean(drawer.hidden),
  asked = true,
): void {
  const had = drawer.contains(document.activeElement);
  drawer.hidden = !open;
  button.setAttribute('aria-expanded', String(open));
  if (asked && open) enter(drawer);
  else if (had && !open) button.focus();
}

/** Brings what has just opened into view, with the focus in it. */
function enter(drawer: HTMLElement): void {
  const first = [
    ...drawer.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex]',
    ),
  ];
  const target =
    drawer.tabIndex >= 0
      ? drawer
      : (first.find((each) => each.checkVisibility?.() !== false) ?? drawer);
  if (target === drawer && !drawer.hasAttribute('tabindex')) drawer.tabIndex = -1;
  target.focus({ preventScroll: true });
  // One that is higher than what it scrolls in begins at the top.
  const tall = drawer.getBoundingClientRect().height > window.innerHeight * 0.9;
  drawer.scrollIntoView({ block: tall ? 'start' : 'nearest' });
}
