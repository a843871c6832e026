import { afterEach, expect, test, vi } from 'vitest';
import { MapClient } from '../../../../src/page/map/map-client';
import type { FromMapWorker, ToMapWorker } from '../../../../src/page/map/map-protocol';
import { parseSweep } from '../../../../src/spec/sweep-schema';

afterEach(() => vi.unstubAllGlobals());

const SWEEP = parseSweep({
  x: { path: 'noise.sigma', from: 1, to: 2, count: 2 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 2 },
});

/** The worker that the page starts, as a test sees it. */
class Maps {
  static last: Maps;
  sent: ToMapWorker[] = [];
  onmessage: ((event: { data: FromMapWorker }) => void) | null = null;
  constructor() {
    Maps.last = this;
  }
  postMessage(message: ToMapWorker) {
    this.sent.push(message);
  }
  say(message: FromMapWorker) {
    this.onmessage!({ data: message });
  }
}

test('what is said of a map that the reader has left is not heard', () => {
  vi.stubGlobal('self', { Worker: Maps });
  vi.stubGlobal('Worker', Maps);
  vi.stubGlobal('window', {});
  vi.stubGlobal('document', { addEventListener() {} });
  const heard: string[] = [];
  const hear = ({ type }: FromMapWorker) => heard.push(type);
  const client = new MapClient(
    { opened: hear, state: hear, 'no-file': hear },
    (sentence) => heard.push(sentence),
    () => {},
  );
  const { last } = Maps;
  client.open(SWEEP, 'cpu');
  client.open({ ...SWEEP, replicas: 7 }, 'cpu');
  const [first, second] = last.sent.map((message) => (message.type === 'open' ? message.map : 0));
  expect(second).not.toBe(first);
  const identity = { kind: 'cpu' } as never;
  last.say({ type: 'opened', map: first, sweep: SWEEP, identity, state: 'ready' });
  last.say({ type: 'state', map: first, state: 'running', progress: null, secondsLeft: null });
  // Of no map.
  last.say({ type: 'no-file' });
  expect(heard).toEqual(['no-file']);
  last.say({ type: 'opened', map: second, sweep: SWEEP, identity, state: 'ready' });
  // A file takes the place of the map that is open.
  client.load('map.json', new Uint8Array());
  expect(last.sent.at(-1)).toMatchObject({ type: 'load', map: second });
  last.say({ type: 'opened', map: second, sweep: SWEEP, identity, state: 'kept' });
  client.open(SWEEP, 'cpu');
  last.say({ type: 'state', map: second, state: 'running', progress: null, secondsLeft: null });
  expect(heard).toEqual(['no-file', 'opened', 'opened']);
});
