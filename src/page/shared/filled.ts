import { find } from './dom';
/**
 * Shows a page. It is called once what the page shows at first is laid out and drawn: what is seen
 * does not move. public/boot.js shows a page that cannot start.
 */
export function showFilled(): void {
  find(document, 'main').removeAttribute('data-filling');
}
