/** 3.14e+7: as short as it is precise enough. */
export function exponential(value: number): string {
  return Number(value.toPrecision(3)).toExponential();
}

/**
 * A share that is not 0 before long: two digits of it, 0.00031 %, and no more than whole percents
 * from 10 on.
 */
export function shareDone(done: number, total: number): string {
  const share = (100 * done) / Math.max(total, 1);
  if (share < 10) return `${Number(share.toPrecision(2))} %`;
  return `${done < total ? Math.min(99, Math.floor(share)) : 100} %`;
}

/** Time that is left, rounded up: 40 s, 12 min, 3 h 5 min. */
export function timeLeft(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.ceil(hours / 24)} days`;
}
