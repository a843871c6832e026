import { holdLifeLine } from '../../shared/life-line';
import type { FromWorker, ToWorker } from './live-protocol';
import { LiveRunner } from './live-runner';

/** The worker's entry: it owns the engines and both canvases. See live-runner.ts. */
const scope = self as unknown as {
  postMessage(message: FromWorker, options?: { transfer: Transferable[] }): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
};

holdLifeLine();
const runner = new LiveRunner((message, transfer = []) => scope.postMessage(message, { transfer }));
scope.onmessage = ({ data }) => runner.receive(data);
scope.addEventListener('unhandledrejection', ({ reason }) => {
  const report =
    reason instanceof Error ? `${reason.message}\n${reason.stack ?? ''}` : String(reason);
  scope.postMessage({ type: 'trouble', sentence: reason?.message ?? String(reason), report });
});
