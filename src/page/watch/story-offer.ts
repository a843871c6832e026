import { Notices } from '../shared/notices';
import { remember } from '../shared/storage';

/** On a first visit: the story, once; it is not offered again when it was opened or closed. */
export function offerStory(key: string): void {
  const done = () => remember(key, 'offered');
  new Notices().show(
    'story',
    'New here? The story tells in eight steps, with live figures, what noise does at a saddle.',
    [
      {
        label: 'Read the story',
        run: () => {
          done();
          location.assign('./story.html');
        },
      },
    ],
    done,
  );
}
