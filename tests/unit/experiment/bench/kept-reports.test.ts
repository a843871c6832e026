import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillResults, keptReports } from '../../../../scripts/docs/results';
import { jsonSchemas } from '../../../../scripts/json-schemas';
import { measureSpeed } from '../../../../src/experiment/bench/bench';
import type { BenchReport } from '../../../../src/experiment/bench/report';
import { cpuPlatform } from './cpu-platform';

const kept = keptReports(join(import.meta.dirname, '../../../..'));
const isReport: ValidateFunction = new Ajv({ allErrors: true }).compile(
  JSON.parse(jsonSchemas()['schemas/bench-report.schema.json']),
);
const errors = () =>
  isReport.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`);

let report: BenchReport;
beforeAll(async () => {
  report = await measureSpeed(
    cpuPlatform({
      threads: 1,
      environment: {
        browser: null,
        node: 'v20.20.2',
        os: 'Linux',
        cores: 2,
        timerResolutionMilliseconds: 1e-3,
        date: '2026-11-29T12:00:00.000Z',
      },
    }),
    {
      parts: ['headline'],
      particles: 64,
      samples: 2,
      sampleMilliseconds: 1,
      warmUpMilliseconds: 1,
    },
  );
});

describe('the schema of reports', () => {
  test('accepts what the benchmark gives', () => {
    expect(isReport(JSON.parse(JSON.stringify(report))), String(errors())).toBe(true);
  });

  test('refuses a report that lacks a field, has another or another kind of value', () => {
    const { seconds, ...shorter } = report;
    expect(isReport(shorter)).toBe(false);
    expect(isReport({ ...report, luck: 1 })).toBe(false);
    expect(isReport({ ...report, seconds: String(seconds) })).toBe(false);
    expect(isReport({ ...report, headline: { ratio: 7 } })).toBe(false);
  });

  test.each(kept)('bench/results/%s is one', (_, one) => {
    expect(isReport(one), String(errors())).toBe(true);
  });
});

describe('the table of kept reports', () => {
  const row = (change: Partial<BenchReport>) =>
    fillResults('<!-- bench:results -->\n<!-- /bench -->', [
      ['one.json', { ...report, ...change } as BenchReport],
    ])
      .split('\n')
      .find((line) => line.includes('one.json'))!
      .split(' | ');
  const withGpu = () => ({
    measurements: report.measurements.map((one) => ({
      ...one,
      rows: [{ ...one.rows[0], contender: 'gpu' as const }, ...one.rows],
    })),
  });
  const card = { kind: 'gpu', adapter: 'A card', fallback: false, version: '1.0.0' } as const;

  test('a machine without an adapter has the speed of its CPU alone', () => {
    const [adapter, where, gpu, cpu, ratio] = row({});
    expect(adapter).toBe('| none');
    expect(where).toMatch(/^Node 20\.20\.2, Linux, 2 threads, \d+\.\d+\.\d+.*, 2026-11-29$/);
    expect(gpu).toBe('not measured');
    expect(cpu).toMatch(/^[\d,]+ M\/s \([\d,]+ to [\d,]+\)$/);
    expect(ratio).toBe('none');
  });

  test('a card has its own speed, and its ratio with the interval', () => {
    const headline = {
      ratio: 31.44,
      low: 30.1,
      high: 32.96,
      confidence: 0.95,
      cpu: 'simd-all',
      particles: 64,
    } as const;
    const [adapter, , gpu, cpu, ratio] = row({ ...withGpu(), gpu: card, headline });
    expect(adapter).toBe('| A card');
    expect(gpu).toMatch(/^[\d,]+ M\/s/);
    expect(cpu).not.toContain(';');
    expect(ratio).toBe('31.4 (30.1 to 33.0)');
  });

  test('the speed of a software adapter stands beside the CPU, which computes it', () => {
    const [adapter, , gpu, cpu] = row({ ...withGpu(), gpu: { ...card, fallback: true } });
    expect(adapter).toBe('| A card (software)');
    expect(gpu).toBe('not measured');
    expect(cpu).toMatch(/; the software adapter [\d,]+ M\/s/);
  });
});
