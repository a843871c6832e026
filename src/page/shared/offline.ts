import { VERSION } from '../../version';
import { Notices } from './notices';

/** Time after the start of a page at which files are kept: they are no part of its first load. */
const LATER_MILLISECONDS = 3000;

/** What the service worker says of a page: scripts/offline/worker.js. */
interface Standing {
  /** Its script belongs to the newest build. */
  current: boolean;
  /** It came from the worker, since the network did not answer. */
  kept: boolean;
}

/**
 * Keeps the pages for use without a network, by the service worker that the build writes, and says
 * it where the page is not the newest one: it came without a network, or another version came while
 * it was open. Not in frames, and nothing where the browser has no service workers or refuses them.
 * Where the browser is to save data nothing is fetched to be kept; what was kept before stays.
 */
export async function keepOffline(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (self !== top || !workers) return;
  const { controller } = workers;
  const notices = new Notices();
  if (!controller) await new Promise((done) => setTimeout(done, LATER_MILLISECONDS));
  else if ((await standingOf(controller)).kept)
    notices.show(
      'offline',
      `The site cannot be reached: this is version ${VERSION} as this browser kept it.`,
    );
  workers.addEventListener('controllerchange', async () => {
    if (!controller || !workers.controller || (await standingOf(workers.controller)).current)
      return;
    notices.show('new-version', 'A new version of Saddlescape is there; reload to use it.', [
      { label: 'Reload', run: () => location.reload() },
    ]);
  });
  if (savesData()) return;
  try {
    const registration = await workers.register('./sw.js');
    // A page that stays open for days asks when it is looked at again.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && !savesData()) registration.update().catch(() => {});
    });
  } catch {
    // Refused by the browser, or no such file: the pages need the network.
  }
}

function standingOf(worker: ServiceWorker): Promise<Standing> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(script?.src, [port2]);
  });
}

/** As the user set it, where the browser says so: Chromium does, Firefox and Safari do not. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
