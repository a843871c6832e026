import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgramClient } from '../../../src/host/program-client';
import { serveWorker } from '../../../src/host/serve-worker';

type Message = { type: 'number'; value: number };

/** What a program was told, wherever it runs. */
let told: number[];
let here = 0;
let faults: string[];
let listeners: ((event: { effectiveDirective: string }) => void)[];

beforeEach(() => {
  told = [];
  here = 0;
  faults = [];
  listeners = [];
  vi.stubGlobal('self', { Worker: class {} });
  vi.stubGlobal('reportError', () => {});
  vi.stubGlobal('document', {
    addEventListener: (_: string, listener: (typeof listeners)[number]) => listeners.push(listener),
  });
  vi.stubGlobal(
    'ErrorEvent',
    class extends Event {
      constructor(
        type: string,
        readonly init: { message: string },
      ) {
        super(type);
      }
      get message() {
        return this.init.message;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** A worker that does what a test says, and counts nothing. */
class SilentWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  sent: unknown[] = [];
  ended = false;
  postMessage(message: unknown) {
    this.sent.push(message);
  }
  terminate() {
    this.ended = true;
  }
}

function clientOf(open: () => SilentWorker, load = program) {
  return new ProgramClient<Message, Message>(
    { open: () => open() as unknown as Worker, load, onHere: () => here++ },
    { number: ({ value }) => told.push(-value) },
    (sentence) => faults.push(sentence),
  );
}

/** A program that answers every number with the same. */
async function program(): Promise<void> {
  serveWorker<Message, Message, { receive(message: Message): void }>((post) => ({
    receive(message) {
      told.push(message.value);
      post(message);
    },
  }));
}

const number = (value: number): Message => ({ type: 'number', value });

const WAYS: Record<string, (worker: SilentWorker) => void> = {
  'a policy refuses it': () =>
    listeners.forEach((listener) => void listener({ effectiveDirective: 'worker-src' })),
  'it cannot be loaded': (worker) => worker.onerror?.({ message: '' }),
};

test.each(Object.entries(WAYS))(
  'a worker that does not start: %s; the program begins on this thread with all that was said',
  async (_, refuse) => {
    const worker = new SilentWorker();
    const client = clientOf(() => worker);
    client.send(number(1));
    client.send(number(2));
    expect(worker.sent).toEqual([number(1), number(2)]);
    refuse(worker);
    client.send(number(3));
    await vi.waitFor(() => expect(told).toEqual([1, -1, 2, -2, 3, -3]));
    expect([worker.ended, here, faults]).toEqual([true, 1, []]);
  },
);

test('a browser that throws, and one that has no workers, are told nothing twice', async () => {
  const thrown = clientOf(() => {
    throw new Error('SecurityError');
  });
  thrown.send(number(1));
  await vi.waitFor(() => expect(told).toEqual([1, -1]));
  vi.stubGlobal('self', {});
  const none = clientOf(() => expect.fail('there are none'));
  none.send(number(2));
  await vi.waitFor(() => expect(told).toEqual([1, -1, 2, -2]));
  expect([here, faults]).toEqual([2, []]);
});

test('two programs that come to this thread at once each have their own end', async () => {
  vi.stubGlobal('self', {});
  const [one, two] = [0, 10].map((shift) =>
    clientOf(
      () => expect.fail('there are none'),
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 10 - shift));
        serveWorker((post: (message: Message) => void) => ({
          receive: ({ value }: Message) => post(number(value + shift)),
        }));
      },
    ),
  );
  one.send(number(1));
  two.send(number(2));
  await vi.waitFor(() => expect(told).toEqual([-1, -12]));
});

test('what goes wrong after the first answer, and here too, is a fault', async () => {
  const worker = new SilentWorker();
  clientOf(() => worker);
  worker.onmessage?.({ data: number(5) });
  worker.onerror?.({ message: 'Uncaught Error: planted' });
  expect([faults, told, here]).toEqual([['planted'], [-5], 0]);
  vi.stubGlobal('self', {});
  clientOf(
    () => expect.fail('there are none'),
    () => Promise.reject(new Error('not to be had')),
  );
  await vi.waitFor(() => expect(faults).toEqual(['planted', 'not to be had']));
});
