import { number } from './format';

/** "1.3 s", "34 s", "3 min 20 s". */
export function duration(seconds: number): string {
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 120) return `${rounded} s`;
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}

/** Of what is only estimated: "1 s", "3 min", "1.5 h", "2 days". */
export function roughDuration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  if (seconds < 180_000) return `${number(seconds / 3600, 2)} h`;
  return `${number(seconds / 86_400, 2)} days`;
}
