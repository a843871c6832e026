import { spawn } from 'node:child_process';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { askedFragment, pageAddress, wholeLink } from './link';
import { print } from './output/streams';

/** Where `npm start` serves the pages. */
const SERVED = 'http://localhost:4173/';
const PATIENCE_MILLISECONDS = 5000;

/** `saddlescape open`: opens a run or a map in the browser. */
export async function open(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'open');
  const page = pageAddress(values.page ?? SERVED);
  const address = wholeLink(await askedFragment('open', positionals, values), page);
  await checkThatItAnswers(address);
  await print(`${address}\n`);
  await openInBrowser(address);
  return EXIT.done;
}

async function checkThatItAnswers(address: string): Promise<void> {
  if (address.startsWith('file:')) return;
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const answer = await fetch(address, { method: 'HEAD', signal }).catch(() => null);
  if (answer?.ok) return;
  const place = new URL(address);
  throw new UsageError(
    `No page answers at ${place.origin}${place.pathname}; start it with npm start, or give --page the address of one.`,
  );
}

/** @throws UsageError where this machine has nothing that opens addresses. */
function openInBrowser(address: string): Promise<void> {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
    child.once('error', () =>
      reject(
        new UsageError(
          `No browser could be opened, because ${command} does not start; open the address yourself.`,
        ),
      ),
    );
  });
}
