import { expect, test } from 'vitest';
import { nodesOf } from '../../../src/formula/graph';
import {
  STEP_SLOT_COUNT,
  STEP_SLOTS,
  stepFormula,
  stepProgram,
  stepPrograms,
} from '../../../src/formula/step-formula';

const ADAM = {
  step: 'm/(1 - b^n)/(sqrt(v/(1 - 0.999^n)) + 1e-8)',
  memory: ['m: b*m + (1 - b)*g', 'v: 0.999*v + (1 - 0.999)*g^2'],
  parameters: ['b'],
};

test.each([
  ['Adam', ADAM, 3],
  ['gradient descent', { step: 'g', memory: [], parameters: [] }, 0],
  ['a step of its own', { step: 'h*n', memory: ['m: n > 3 ? m : exp(-h)'], parameters: [] }, 2],
  ['steady as a whole', { step: 'sin(h*n)', memory: [], parameters: [] }, 1],
])('%s in two parts gives the digits of the whole', (_, text, count) => {
  const whole = stepProgram(text);
  const { steady, each } = stepPrograms(text);
  expect(steady.count).toBe(count);
  for (let n = 1; n < 50; n++) {
    const variables = [0.3 * n, -1 / n, 0.1 / n, n, 0.2, 0.5 * n, 0.9];
    for (const program of [whole, steady, each]) program.variables.set(variables);
    whole.run();
    steady.run();
    for (let i = 0; i < count; i++) each.variables[STEP_SLOT_COUNT + i] = steady.result(i);
    each.run();
    for (let root = 0; root < whole.count; root++)
      expect(each.result(root), `root ${root} at n = ${n}`).toBe(whole.result(root));
  }
});

test('what is steady holds no x, slope or memory', () => {
  const { memory, step } = stepFormula(ADAM);
  const changing = [STEP_SLOTS.x, STEP_SLOTS.g, 4, 5];
  const reached = nodesOf([...memory, step]).filter(({ operation }) => operation === 'variable');
  expect(reached.some(({ value }) => changing.includes(value))).toBe(true);
  const { steady } = stepPrograms(ADAM);
  const before = [1, 2, 3, 4, 5, 6, 0.9];
  const results = (variables: number[]) => {
    steady.variables.set(variables);
    steady.run();
    return [0, 1, 2].map((i) => steady.result(i));
  };
  expect(results([9, 9, 3, 4, 9, 9, 0.9])).toEqual(results(before));
  expect(results([1, 2, 3, 5, 5, 6, 0.9])).not.toEqual(results(before));
});
